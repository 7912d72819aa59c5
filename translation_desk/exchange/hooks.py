"""Where the admin offers to take translations out and in: in its menu, and in those of pages and snippets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from translations.languages import NAMES
from translations.models import BasePage
from translations.snippets import TranslatedSnippet

from . import urls
from .entries import object_name
from .selection import may_write_texts, translations_of
from .views import may_exchange


@hooks.register("register_admin_urls")
def add_urls() -> list[Any]:
    return [path("translation-files/", include((urls, "translation_files")))]


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_exchange(request.user)


@hooks.register("register_admin_menu_item")
def add_menu_item() -> MenuItem:
    url = reverse("translation_files:export")
    return ExchangeMenuItem(
        pgettext_lazy("translation_desk", "Translations"), url, name="translation-files", icon_name="globe", order=140
    )


def offer_exchange(obj: Any, user: Any) -> Iterator[Button]:
    """Yield what `user` may do with the translations of `obj`."""
    languages = translations_of(user)
    if not languages or not may_write_texts(user, obj):
        return
    url = f"{reverse('translation_files:export')}?{urlencode({'object': object_name(obj)})}"
    yield Button(_("Export for translation"), url=url, icon_name="download", priority=72)
    if settings.MACHINE_TRANSLATOR and isinstance(obj, BasePage):
        for place, language in enumerate(languages):
            url = reverse("translation_files:suggest", args=[obj.pk, language])
            label = _("Machine translation: %(language)s") % {"language": NAMES[language]}
            yield Button(label, url=url, icon_name="cogs", priority=73 + place)


@hooks.register("register_page_header_buttons")
def offer_exchange_in_header(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_for_page(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_exchange_in_listing(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_for_page(page, user)


def offer_for_page(page: Any, user: Any) -> Iterator[Button]:
    if page.depth > 1 and not page.alias_of_id:
        yield from offer_exchange(page, user)


@hooks.register("register_snippet_listing_buttons")
def offer_exchange_for_snippet(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, TranslatedSnippet):
        yield from offer_exchange(snippet, user)
