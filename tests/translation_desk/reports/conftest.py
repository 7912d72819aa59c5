"""An editor at the translation desk, and pages in every state."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission

from campaigns.models import StandardPage
from tests.factories import StandardPageFactory


def publish(page: StandardPage) -> StandardPage:
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def make_current(**texts: str) -> StandardPage:
    return publish(StandardPageFactory(**{"title_fr": "Atelier", "title_en": "Workshop", **texts}))


def make_outdated(**texts: str) -> StandardPage:
    """Publish a page with both texts, then publish its French text again, changed."""
    page = make_current(**{"lead_fr": "Un jour de juin.", "lead_en": "A day in June.", **texts})
    page.lead_fr = "Deux jours de juin."
    return publish(page)


@pytest.fixture
def editor_below(django_user_model: type[User], client: Client) -> Callable[..., Client]:
    """Sign in somebody who may edit the pages below one, and nothing else."""

    def sign_in(page: StandardPage, *permissions: str) -> Client:
        group = Group.objects.create(name="Some pages")
        languages = [code for code in permissions if code.startswith("write_")] or ["write_fr", "write_en"]
        codenames = ["access_admin", *languages, *permissions]
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
        change = Permission.objects.get(codename="change_basepage")
        GroupPagePermission.objects.create(group=group, page=page, permission=change)
        user = django_user_model.objects.create_user("edith", password="x")
        user.groups.add(group)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()
