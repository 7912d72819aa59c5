"""Characters that no text holds: they show nothing, and XML, hence feeds and files for translators, refuses them.

What people paste and what programs send is cleaned where it comes in: each form (`CleanTextMiddleware`), each object
that is saved (`clean_saved`: bodies and rich text come as JSON, which a form cannot look into), each translation that
is taken in (`texts.set_texts`). What was stored before is cleaned where it leaves, and by `manage.py clean_texts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.utils.feedgenerator import Atom1Feed
from wagtail.blocks import StreamValue

PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
# Controls (C0 but tab and line ends, DEL, C1), lone surrogates, non-characters (Unicode, section 23.7).
FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{PLANES}]")
PARTING = {"\x0b", "\x0c", "\x85"}  # line and page breaks of old: what they part stays apart


def clean_text(text: str) -> str:
    """Return `text` without characters that no text holds."""
    return FORBIDDEN.sub(lambda found: " " if found[0] in PARTING else "", text)


def replace_characters(text: str) -> str:
    """Return `text` with U+FFFD for each of them: a choice in an address that is none must not become no choice."""
    return FORBIDDEN.sub("\ufffd", text)


def clean_data(value: Any) -> Any:
    """Return `value`, a text or lists and mappings of texts, likewise; `value` itself if it is clean."""
    if isinstance(value, str):
        return clean_text(value) if FORBIDDEN.search(value) else value
    if isinstance(value, dict):
        cleaned = {clean_data(key): clean_data(item) for key, item in value.items()}
        return cleaned if cleaned != value else value
    if isinstance(value, list):
        items = [clean_data(item) for item in value]
        return items if items != value else value
    return value


# Objects


def clean_fields(obj: models.Model) -> dict[str, Any]:
    """Clean the texts of `obj`, and return those that were not clean by their fields' names. Nothing is saved."""
    changed = {}
    for field in obj._meta.concrete_fields:
        value = obj.__dict__.get(field.attname)  # past descriptors: the active language is of no concern
        if isinstance(value, StreamValue):
            raw = value.get_prep_value()
            cleaned = clean_data(raw)
            cleaned = value if cleaned is raw else value.stream_block.to_python(cleaned)
        else:
            cleaned = clean_data(value)
        if cleaned is not value:
            obj.__dict__[field.attname] = changed[field.attname] = cleaned
    return changed


def clean_saved(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """Receive pre_save of every model with a text, drafts (revisions) and Wagtail's own among them."""
    if not raw:
        clean_fields(instance)


def has_texts(model: type[models.Model]) -> bool:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return any(isinstance(field, kinds) for field in model._meta.concrete_fields)


# What comes in by a form, and what leaves as a feed


class CleanTextMiddleware:
    """Cleans what is sent in a query or a form, but for passwords, before anything looks at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = clean_query(request.GET, replace_characters)  # type: ignore[assignment]
        if request.method == "POST":
            try:
                posted = request.POST
            except UnreadablePostError:
                return self.get_response(request)  # nobody waits for the answer
            if (cleaned := clean_query(posted)) is not posted:
                request.POST = cleaned  # type: ignore[assignment]
        return self.get_response(request)


def clean_query(query: QueryDict, clean: Callable[[str], str] = clean_text) -> QueryDict:
    """Return `query` with clean names and values; `query` itself if it is clean."""
    lists = {
        clean(name): values if "password" in name else [clean(value) for value in values]
        for name, values in query.lists()
    }
    if lists == dict(query.lists()):
        return query
    cleaned = QueryDict(mutable=True, encoding=query.encoding)
    for name, values in lists.items():
        cleaned.setlist(name, values)
    cleaned._mutable = False
    return cleaned


class CleanAtomFeed(Atom1Feed):
    """An Atom feed whatever was stored: Django's raises an exception for a control character."""

    def __init__(self, **texts: Any) -> None:
        super().__init__(**clean_data(texts))

    def add_item(self, **texts: Any) -> None:  # type: ignore[override]
        super().add_item(**clean_data(texts))
