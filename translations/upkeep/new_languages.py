"""After a migration: give what was there before its paths in a new language, and its translations their status."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db.models import Q

from ..languages import LANGUAGES, column

PATHS = [column("url_path", language) for language in LANGUAGES]


def fill_in_paths(sender: AppConfig, using: str, apps: Any = installed_apps, **kwargs: Any) -> None:
    """Set the paths of all pages anew if one has none, as after the migration that added its column.

    Receives post_migrate. A database that has not come that far yet is left alone.
    """
    try:
        model = apps.get_model(sender.label, "BasePage")
    except LookupError:
        return
    if not set(PATHS) <= {field.name for field in model._meta.local_fields}:
        return
    without = Q(*((path, None) for path in PATHS), _connector=Q.OR)
    if model._base_manager.using(using).filter(without).exists():
        from ..models import BasePage

        for root in BasePage.get_root_nodes():
            root._update_descendant_url_paths("", "")


def fill_in_statuses(sender: AppConfig, using: str, apps: Any = installed_apps, **kwargs: Any) -> None:
    """Store the status of each snippet that has none, as after the migration that added its column."""
    from ..snippets import snippet_models

    for model in snippet_models():
        try:
            columns = {field.name for field in apps.get_model(model._meta.label)._meta.local_fields}
        except LookupError:
            continue
        if columns == {field.name for field in model._meta.local_fields}:
            for snippet in model._base_manager.using(using).filter(translations={}):
                snippet.save(using=using)
