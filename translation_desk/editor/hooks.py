"""Where editors find the translation desk; and those who write translations only, nothing but it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from translations.languages import TRANSLATIONS, in_a_sentence
from translations.models import BasePage
from translations.permissions import languages_of, may_write_source
from translations.snippets import TranslatedSnippet

from .translatables import may_translate_object, url_of
from .urls import urlpatterns


@hooks.register("register_admin_urls")
def add_addresses() -> list[Any]:
    return urlpatterns


@hooks.register("register_page_header_buttons")
def offer_editor_in_header(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_editor(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_editor_in_listing(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_editor(page, user)


@hooks.register("register_snippet_listing_buttons")
def offer_editor_for_snippet(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, TranslatedSnippet):
        yield from offer_editor(snippet, user)


def offer_editor(obj: Any, user: Any) -> Iterator[Button]:
    if obj.pk and not (hasattr(obj, "is_root") and obj.is_root()):
        for language in TRANSLATIONS:
            if may_translate_object(obj, user, language):
                label = _("Translate into {language}").format(language=in_a_sentence(language))
                yield Button(label, url=url_of(obj, language), icon_name="globe", priority=14)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def lead_translators_to_the_desk(request: HttpRequest, obj: Any) -> HttpResponse | None:
    """Show those who write translations only what they may write: the ordinary form holds both languages.

    What they send with a page's form is sifted there; a snippet's form knows no languages.
    """
    sifted = isinstance(obj, BasePage) and request.method != "GET"
    if sifted or not isinstance(obj, BasePage | TranslatedSnippet) or may_write_source(request.user):
        return None
    own = [language for language in languages_of(request.user) if may_translate_object(obj, request.user, language)]
    if not own:
        raise PermissionDenied
    return redirect(url_of(obj, own[0]))
