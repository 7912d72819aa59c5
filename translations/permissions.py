"""Who may write which language: a translator may be given English only.

Each language has a permission. Those who have none of them write all languages, as far as they may edit at all.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.contrib.auth.models import Permission
from wagtail.models import AbstractPage, PagePermissionTester
from wagtail.permissions import policy_registry

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


def may_change(user: Any, obj: Any) -> bool:
    """Tell whether `user` may change `obj`, a page, snippet or picture, in the languages that `user` may write."""
    if isinstance(obj, AbstractPage):
        return bool(obj.permissions_for_user(user).can_edit())
    return bool(policy_registry.get_by_type(type(obj)).user_has_permission_for_instance(user, "change", obj))


class TranslatorPermissions(PagePermissionTester):
    """What those may do to a page who write translations only: nothing that readers of every language would notice.

    They edit it and publish it in their languages, as far as their groups may.
    """

    def refuse(self, *args: Any, **kwargs: Any) -> bool:
        return False

    can_add_subpage = can_delete = can_move = can_copy = can_unpublish = can_unschedule = refuse
    can_publish_subpage = can_reorder_children = can_set_view_restrictions = refuse


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
