"""What migration config.0002 makes of the groups of an older installation."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from campaigns.models import HomePage
from translations.permissions import language_permissions, languages_of

pytestmark = pytest.mark.django_db

migration = import_module("config.migrations.0002_languages_of_groups")


def migrate() -> None:
    migration.write_down(apps, SimpleNamespace(connection=connection))


def languages(name: str) -> list[str]:
    held = Group.objects.get(name=name).permissions.filter(codename__startswith="write_")
    return sorted(held.values_list("codename", flat=True))


@pytest.fixture
def older() -> None:
    """Put groups as they were when no permission for a language meant all of them."""
    for group in Group.objects.all():
        group.permissions.remove(*language_permissions())


def add_user(django_user_model, name: str, *groups: str):
    user = django_user_model.objects.create_user(name)
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def test_new_installation_gives_both_groups_every_language():
    assert languages("Editors") == languages("Moderators") == ["write_en", "write_fr"]


def test_default_groups_and_others_that_write_go_on_in_every_language(older, django_user_model):
    pages, files, records = (Group.objects.create(name=name) for name in ("Pages", "Files", "Records"))
    Group.objects.create(name="Readers").permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="translations", codename="change_basepage")
    GroupPagePermission.objects.create(group=pages, page=HomePage.objects.get(), permission=change)
    GroupCollectionPermission.objects.create(
        group=files,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="change_image"),
    )
    records.permissions.add(Permission.objects.get(codename="change_topic"))
    editor = add_user(django_user_model, "edith", "Editors")
    migrate()
    for name in ("Editors", "Moderators", "Pages", "Files", "Records"):
        assert languages(name) == ["write_en", "write_fr"]
    assert languages("Readers") == []
    assert languages_of(fresh(editor)) == ["fr", "en"]


def test_translator_among_the_editors_gains_no_french(older, django_user_model):
    english = Group.objects.create(name="English")
    english.permissions.add(Permission.objects.get(codename="write_en"))
    translator = add_user(django_user_model, "tom", "Editors", "English")
    editor = add_user(django_user_model, "edith", "Editors")
    migrate()
    assert languages("English") == ["write_en"]
    assert languages_of(fresh(translator)) == ["en"]
    assert languages_of(fresh(editor)) == ["fr", "en"]
    page = HomePage.objects.get()
    may = page.permissions_for_user(fresh(translator))
    assert may.can_edit()
    assert may.can_publish()
    assert not may.can_delete()
    assert fresh(translator).has_perm("contacts.change_person")
