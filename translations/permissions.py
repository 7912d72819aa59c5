"""Who may write which language: a translator may be given English only.

Each language has a permission. Those who have none of them write all languages, as far as they may edit at all.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.contrib.auth.models import Permission

from .languages import LANGUAGES, NAMES, SOURCE

APP = "translations"


def codename(language: str) -> str:
    return f"write_{language}"


def languages_of(user: Any) -> list[str]:
    """Return the languages that `user` may write, in the site's order."""
    if user.is_superuser:
        return LANGUAGES
    given = [language for language in LANGUAGES if user.has_perm(f"{APP}.{codename(language)}")]
    return given or LANGUAGES


def may_write_source(user: Any) -> bool:
    """Tell whether `user` may write the source's texts, and so what belongs to no language."""
    return SOURCE in languages_of(user)


def make_permissions(sender: AppConfig, using: str, apps: Any = installed_apps, **kwargs: Any) -> None:
    """Make the permission of each language. Receives post_migrate."""
    try:
        permission, content_type = apps.get_model("auth", "Permission"), apps.get_model("contenttypes", "ContentType")
    except LookupError:
        return
    kind, _created = content_type.objects.using(using).get_or_create(app_label=APP, model="basepage")
    for language in LANGUAGES:
        permission.objects.using(using).update_or_create(
            content_type=kind,
            codename=codename(language),
            defaults={"name": f"Can write in {NAMES[language]} (with none of these: in all languages)"},
        )


def language_permissions() -> Any:
    return Permission.objects.filter(
        content_type__app_label=APP, codename__in=[codename(language) for language in LANGUAGES]
    )
