"""Who may take people's private details out, and what the log says of it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from contacts.models import Person
from tests.contacts.test_tables import make_people
from tests.factories import PersonFactory, RegionFactory, RegionPageFactory


@pytest.mark.django_db
def test_editor_of_the_directory_alone_takes_nobodys_private_details_out(client, django_user_model):
    make_people()
    user = django_user_model.objects.create_user("edith", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    assert client.get(reverse("export_people")).status_code in (302, 403)
    html = client.get(reverse(Person.snippet_viewset.get_url_name("list"))).content.decode()
    assert reverse("export_people") not in html
    assert reverse("import_people") in html


@pytest.mark.django_db
def test_coordinator_exports_those_who_hold_posts_in_the_region_and_within_and_the_log_says_so(
    client, django_user_model
):
    africa, europe = RegionFactory(), RegionFactory()
    for name, region in {"Ana": RegionFactory(parent=africa), "Bob": europe}.items():
        page, person = RegionPageFactory(region=region), PersonFactory(name=name)
        for role in ("Coordination", "Presse"):
            page.posts.create(role_fr=role, person=person)
        page.save()
    user = django_user_model.objects.create_user("ana", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    africa.coordinators.add(user)
    client.force_login(user)
    answer = client.get(reverse("export_people"))
    text = answer.content.decode()
    assert text.count("Ana") == 1
    assert "Bob" not in text
    entry = ModelLogEntry.objects.get(action="contacts.export")
    assert (entry.user, entry.data) == (user, {"count": 1})
    assert "Ana" not in f"{entry.label} {entry.data} {entry.message}"
