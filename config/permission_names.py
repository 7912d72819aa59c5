"""What permissions are called where groups are given them: as their models are now."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.utils.translation import override

OURS = ["body", "campaigns", "claims", "contacts", "newsletter", "search", "translations", "workshops"]  # app labels


def rename_permissions(*, using: str) -> None:
    """Bring the stored names of our apps' permissions to what the models say, in the database called `using`.

    Django writes them once, when it makes a permission, by what the last migration calls the model.
    """
    names = read_names()
    stored = Permission.objects.using(using).filter(content_type__app_label__in=OURS).select_related("content_type")
    outdated = []
    for permission in stored:
        key = permission.content_type.app_label, permission.content_type.model, permission.codename
        if permission.name != names.get(key, permission.name):
            permission.name = names[key]
            outdated.append(permission)
    Permission.objects.using(using).bulk_update(outdated, ["name"])


def read_names() -> dict[tuple[str, str, str], str]:
    """Map app, model and codename of each of our permissions to its name in English, the language of the code."""
    names = {}
    with override("en"):
        for label in OURS:
            for model in apps.get_app_config(label).get_models():
                options = model._meta
                for action in options.default_permissions:
                    codename = get_permission_codename(action, options)
                    names[label, str(options.model_name), codename] = f"Can {action} {options.verbose_name_raw}"
                for codename, name in options.permissions:
                    names[label, str(options.model_name), codename] = str(name)
    return names
