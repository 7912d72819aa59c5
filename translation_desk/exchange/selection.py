"""What goes out: a page, a page and all below it, a snippet, or everything that somebody may edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.permission_policies.pages import PagePermissionPolicy

from translations import permissions
from translations.languages import TRANSLATIONS
from translations.models import BasePage
from translations.permissions import languages_of
from translations.snippets import TranslatedSnippet
from translations.status.records import TranslationStatus

from .entries import Entry, entries_of, exchanged_models


def translations_of(user: Any) -> list[str]:
    """Return the languages that `user` may translate into; None for whoever types commands, who may all."""
    return [language for language in TRANSLATIONS if user is None or language in languages_of(user)]


def may_write_texts(user: Any, obj: Any) -> bool:
    """Tell whether `user` may write texts of `obj`, were it not locked."""
    return user is None or permissions.may_change(user, obj)


def pages_of(user: Any) -> Any:
    """Return the pages that `user` may change, those that follow another page (aliases) aside."""
    pages = BasePage.objects.filter(depth__gt=1, alias_of=None).order_by("path")
    if user is None:
        return pages
    return pages & PagePermissionPolicy().instances_user_has_permission_for(user, "change")


def find_objects(user: Any, start: Any = None, *, below: bool = False) -> Iterator[Any]:
    """Yield what `user` may change: `start` and, if asked, the pages below it; without `start`, everything."""
    if start is not None and not (below and isinstance(start, BasePage)):
        yield start
        return
    pages = pages_of(user)
    pages = pages.descendant_of(start, inclusive=True) if start else pages
    yield from pages.specific().iterator(chunk_size=100)
    if start is None:
        for model in exchanged_models():
            if issubclass(model, TranslatedSnippet):
                yield from (obj for obj in model._default_manager.order_by("pk") if may_write_texts(user, obj))


def gather_entries(objects: Iterable[Any], language: str, *, unfinished: bool) -> Iterator[Entry]:
    """Yield the entries of `objects`, each once; of pages, those of the latest draft.

    :param unfinished: only what is missing, outdated or a machine's. What pages' stored status says is finished is not
        looked at
    """
    seen: set[str] = set()
    for obj in objects:
        draft = obj
        if isinstance(obj, BasePage):
            if unfinished and obj.get_draft_status(language) == TranslationStatus.CURRENT:
                continue
            draft = obj.get_latest_revision_as_object()
        for entry in entries_of(draft, language):
            if entry.id not in seen and (entry.is_unfinished or not unfinished):
                seen.add(entry.id)
                yield entry
