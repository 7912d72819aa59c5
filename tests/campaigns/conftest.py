import datetime

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from tests.factories import JoinPageFactory, RegionFactory


@pytest.fixture
def regions(django_user_model):
    """Make the world, in it Europe and Africa, in Africa North Africa; Africa's coordinator is Ana."""
    world = RegionFactory(name_fr="Monde", name_en="World", order=9)
    europe = RegionFactory(name_fr="Europe", name_en="Europe", parent=world, order=2)
    africa = RegionFactory(name_fr="Afrique", name_en="Africa", parent=world, order=1)
    north = RegionFactory(name_fr="Afrique du Nord", name_en="North Africa", parent=africa)
    africa.coordinators.add(django_user_model.objects.create_user("africa", "ana@exemple.fr"))
    return {"world": world, "europe": europe, "africa": africa, "north": north}


@pytest.fixture
def call(regions):
    deadlines = {regions["africa"]: None, regions["europe"]: timezone.localdate() - datetime.timedelta(days=1)}
    return JoinPageFactory(title_fr="Rejoindre", title_en="Join", deadlines=deadlines)


@pytest.fixture
def coordinator(django_user_model, regions):
    """Somebody who was named to coordinate Africa, and may do nothing else in the admin."""
    user = django_user_model.objects.create_user("ana", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    regions["africa"].coordinators.add(user)
    return user
