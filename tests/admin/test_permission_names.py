"""Permissions are called what the models say, also where they were stored under older names."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command

from config.environment import BASE_DIR
from config.permission_names import OURS, read_names

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("codename", "name"),
    [("add_suppression", "Can add blocked address"), ("read_applications", "Can read applications from every region")],
)
def test_permission_stored_under_an_older_name_is_renamed_by_migrating(codename: str, name: str) -> None:
    Permission.objects.filter(codename=codename).update(name="Can do something")
    call_command("migrate", verbosity=0)
    assert Permission.objects.get(codename=codename).name == name


def test_new_databases_have_the_same_names() -> None:
    names = read_names()
    for permission in Permission.objects.filter(content_type__app_label__in=OURS).select_related("content_type"):
        key = permission.content_type.app_label, permission.content_type.model, permission.codename
        assert names.get(key, permission.name) == permission.name


def test_every_app_of_ours_that_has_permissions_is_named() -> None:
    ours = [config for config in apps.get_app_configs() if (BASE_DIR / config.name.split(".")[0]).is_dir()]
    models = [model for config in ours for model in config.get_models()]
    has_permissions = [model for model in models if model._meta.default_permissions or model._meta.permissions]
    assert {model._meta.app_label for model in has_permissions} == set(OURS)
