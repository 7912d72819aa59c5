"""Who may write which language: a translator may be given English only.

Each language has a permission, beside those on pages and records. Whoever has none writes nothing. What belongs to no
language (pictures, files, dates, which pages there are) goes with the source's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.contrib.auth.models import Permission
from django.utils.translation import gettext_noop
from wagtail.models import AbstractPage, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from .languages import LANGUAGES, NAMES, SOURCE

APP = "translations"
NAMED = [gettext_noop("Can write in Français"), gettext_noop("Can write in English")]  # as the form of groups says


def codename(language: str) -> str:
    return f"write_{language}"


def languages_of(user: Any) -> list[str]:
    """Return the languages that `user` may write, in the site's order."""
    return [language for language in LANGUAGES if user.has_perm(f"{APP}.{codename(language)}")]


def may_write_source(user: Any) -> bool:
    """Tell whether `user` may write the source's texts, and so what belongs to no language."""
    return SOURCE in languages_of(user)


def may_change(user: Any, obj: Any) -> bool:
    """Tell whether `user` may change `obj`, a page, snippet or picture, in the languages that `user` may write."""
    if isinstance(obj, AbstractPage):
        return bool(obj.permissions_for_user(user).can_edit())
    policy = policy_registry.get_by_type(type(obj))
    return isinstance(policy, LanguagePolicy) and policy.user_may_translate(user, obj)


# Pages


def refuse(*args: Any, **kwargs: Any) -> bool:
    return False


class ReaderPermissions(PagePermissionTester):
    """What those may do to a page who may write no language: nothing, whatever their groups may."""

    allowed: Collection[str] = ()

    def __getattribute__(self, name: str) -> Any:
        """Refuse each act that is not named in `allowed`: those too that Wagtail, or an app of its, adds to its own."""
        if name.startswith("can_") and name not in type(self).allowed:
            return refuse
        return super().__getattribute__(name)


class TranslatorPermissions(ReaderPermissions):
    """What those may do to a page who write translations only, as far as their groups may: what is named here.

    They write and publish their languages; whatever readers of every language would notice is for others.
    """

    allowed = ("can_edit", "can_publish", "can_submit_for_moderation", "can_view_revisions")

    def can_publish(self) -> bool:
        """A translation is published beside a source that readers have."""
        return bool(self.page.live and super().can_publish())


def page_permissions(user: Any, page: Any) -> PagePermissionTester | None:
    """Return what `user` may do to `page`; None for those who write the source: what their groups may."""
    languages = languages_of(user)
    if SOURCE in languages:
        return None
    return TranslatorPermissions(user, page) if languages else ReaderPermissions(user, page)


# Records and files


class LanguagePolicy:
    """A policy of permissions with this before it lets those who do not write the source do only what is named here.

    Mixed into one of Wagtail's policies. What it asks for an object is asked for all of them in the same words.
    """

    without_source: Collection[str] = ()  # actions of those who write a translation
    without_language: Collection[str] = ()  # actions of those who write nothing

    def permitted(self, user: Any, actions: Iterable[str]) -> list[str]:
        languages = languages_of(user)
        if SOURCE in languages:
            return list(actions)
        allowed = self.without_source if languages else self.without_language
        return [action for action in actions if action in allowed]

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(self.permitted(user, [action])) and super().user_has_permission(user, action)  # type: ignore[misc]

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        permitted = bool(self.permitted(user, [action]))
        return permitted and super().user_has_permission_for_instance(user, action, instance)  # type: ignore[misc]

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        permitted = self.permitted(user, actions)
        return bool(permitted) and super().user_has_any_permission_for_instance(user, permitted, instance)  # type: ignore[misc]

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        permitted = self.permitted(user, actions)
        instances = super().instances_user_has_any_permission_for(user, permitted)  # type: ignore[misc]
        return instances if permitted else instances.none()

    def instances_user_has_permission_for(self, user: Any, action: str) -> Any:
        return self.instances_user_has_any_permission_for(user, [action])

    def user_may_translate(self, user: Any, instance: Any) -> bool:
        """Tell whether `user` may write the texts of `instance` in some language: where the groups allow changes."""
        changes = super().user_has_any_permission_for_instance(user, ["change"], instance)  # type: ignore[misc]
        return bool(languages_of(user)) and bool(changes)


class FilePolicyMixin(LanguagePolicy):
    """Pictures and documents: who writes a translation chooses among them, and describes pictures at the desk."""

    without_source = ("choose",)

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        permitted = self.permitted(user, actions)
        collections = super().collections_user_has_any_permission_for(user, permitted)  # type: ignore[misc]
        return collections if permitted else collections.none()

    def collections_user_has_permission_for(self, user: Any, action: str) -> Any:
        return self.collections_user_has_any_permission_for(user, [action])


class SnippetPolicy(LanguagePolicy, ModelPermissionPolicy):
    """Records: translators come to the translation desk by way of the form, which is why that asks for `change`."""

    without_source = ("change", "view", "choose")


def make_permissions(sender: AppConfig, using: str, apps: Any = installed_apps, **kwargs: Any) -> None:
    """Make the permission of each language. Receives post_migrate."""
    try:
        permission, content_type = apps.get_model("auth", "Permission"), apps.get_model("contenttypes", "ContentType")
    except LookupError:
        return
    kind, _created = content_type.objects.using(using).get_or_create(app_label=APP, model="basepage")
    for language in LANGUAGES:
        permission.objects.using(using).update_or_create(
            content_type=kind, codename=codename(language), defaults={"name": f"Can write in {NAMES[language]}"}
        )


def language_permissions() -> Any:
    return Permission.objects.filter(
        content_type__app_label=APP, codename__in=[codename(language) for language in LANGUAGES]
    )
