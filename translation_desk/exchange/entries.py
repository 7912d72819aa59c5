"""The texts that go out to translators and come back: each under an id made of its object and its path in it.

`page:12/findings/2/title`, `contacts.region:3/name`; a picture's alternative text is the picture's own,
`body.cahierimage:5/description`, however many pages show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.images import get_image_model

from translations.languages import SOURCE, column
from translations.models import BasePage
from translations.snippets import snippet_models
from translations.status.records import TranslationStatus
from translations.status.snapshots import find_earlier_sources
from translations.status.statuses import TranslationStatusMixin
from translations.texts.paths import Text, find_texts

from .markup import Numbers, Piece, Tag, from_text, number_tags, read_html, to_text, write_html


@dataclass(frozen=True)
class Entry:
    """A text of `obj` and its translation into `language`, as the latest draft has them."""

    obj: Any
    text: Text
    language: str
    status: TranslationStatus
    is_machine: bool = False
    before: str = ""  # the source that an outdated translation was made from, as editors stored it; none if withheld

    @property
    def id(self) -> str:
        return f"{object_name(self.obj)}/{self.text.path}"

    @property
    def is_unfinished(self) -> bool:
        return self.status != TranslationStatus.CURRENT

    @cached_property
    def numbers(self) -> Numbers:
        return number_tags(self.text.source, self.text.by[self.language]) if self.text.is_rich else {}

    @cached_property
    def source(self) -> list[Piece]:
        return self.split(self.text.source)

    @cached_property
    def present(self) -> list[Piece]:
        return self.split(self.text.by[self.language])

    def split(self, stored: str) -> list[Piece]:
        if self.text.is_rich:
            return read_html(stored, self.numbers)
        return [stored] if stored else []

    def join(self, pieces: list[Piece]) -> str:
        """Return `pieces` as it is stored. Raises BrokenMarkup."""
        return write_html(pieces, self.numbers) if self.text.is_rich else self.serialize(pieces)

    def serialize(self, pieces: list[Piece]) -> str:
        """Return `pieces` as a translator reads them where there is nothing but text."""
        return to_text(pieces) if self.text.is_rich else "".join(map(str, pieces))

    def parse(self, said: str) -> list[Piece]:
        """Return the pieces of what a translator wrote there. Raises BrokenMarkup."""
        if self.text.is_rich:
            return from_text(said)
        return [said.strip()] if said.strip() else []

    @property
    def label(self) -> str:
        """Name the object and the text, in the active language."""
        return f"{describe_object(self.obj)} – {self.text.label}"

    def describe(self) -> list[str]:
        """Return what a translator should know of the text, in the active language."""
        notes = [self.label]
        if self.text.limit:
            notes.append(_("At most %(limit)s characters.") % {"limit": self.text.limit})
        if any(isinstance(piece, Tag) for piece in self.source):
            notes.append(_("Keep the tags, with their numbers."))
        if self.is_machine:
            notes.append(_("Machine translation, not yet checked."))
        elif self.status == TranslationStatus.OUTDATED:
            notes.append(_("The original has changed since this was translated."))
        return notes


def object_name(obj: models.Model) -> str:
    return f"page:{obj.pk}" if isinstance(obj, BasePage) else f"{obj._meta.label_lower}:{obj.pk}"


def title_of(obj: models.Model) -> str:
    with override(SOURCE):
        return getattr(obj, column("title", SOURCE), "") or str(obj)


def type_label_of(obj: models.Model) -> str:
    return capfirst(str(obj._meta.verbose_name))


def describe_object(obj: models.Model) -> str:
    """Return how editors know `obj`: its kind in the active language, and its title in the source's."""
    return _("%(kind)s: %(title)s") % {"kind": type_label_of(obj), "title": title_of(obj)}


def exchanged_models() -> list[type[models.Model]]:
    """Return the models without drafts whose texts go out: snippets, and pictures for their alternative text."""
    return [*snippet_models(), get_image_model()]


def load_object(name: str) -> Any | None:
    """Return the latest draft of the object called `name`; None if there is no such object."""
    kind, _colon, key = name.partition(":")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    if kind == "page":
        page = BasePage.objects.filter(pk=int(key), depth__gt=1, alias_of=None).first()
        return page.specific.get_latest_revision_as_object() if page else None
    models_by_name = {model._meta.label_lower: model for model in exchanged_models()}
    return models_by_name[kind]._default_manager.filter(pk=int(key)).first() if kind in models_by_name else None


def entries_of(obj: Any, language: str) -> Iterator[Entry]:
    """Yield each text of `obj`, and of the pictures it shows, that has a source."""
    if not isinstance(obj, TranslationStatusMixin):
        yield from (entry_of_picture(obj, text, language) for text in find_texts(obj, ["description"]) if text.source)
        return
    texts = [text for text in find_texts(obj) if text.source]
    before = find_earlier_sources(obj, texts, language)
    for text in texts:
        if text.path.startswith("image/"):
            yield entry_of_picture(text.holder, next(iter(find_texts(text.holder, ["description"]))), language)
            continue
        status = obj.get_text_status(text.by, text.path, language)
        is_machine = obj.is_machine_text(text.path, text.by[language], language)
        earlier = before.get(text.path)
        yield Entry(obj, text, language, status, is_machine, earlier.text if earlier else "")


def entry_of_picture(picture: Any, text: Text, language: str) -> Entry:
    """Return the entry of an alternative text. Which source it was made from is known to the pages alone."""
    status = TranslationStatus.CURRENT if text.by[language] else TranslationStatus.MISSING
    return Entry(picture, text, language, status)
