"""What an import would change, text by text, and why it cannot be done: nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from translations.models import BasePage
from translations.status.records import digest
from translations.texts.text_diff import TextChange as Run
from translations.texts.text_diff import diff_texts

from .entries import Entry, describe_object, entries_of, load_object, object_name, title_of, type_label_of
from .imported_units import ImportedUnit
from .markup import BrokenMarkup, Piece, Tag, check_tags, tidy
from .selection import may_write_texts

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ImportedChange:
    """A translation that an import writes, or whose words it leaves and confirms."""

    entry: Entry
    stored: str
    said: str  # as its translator reads it
    place: str

    @property
    def confirms_only(self) -> bool:
        return self.said == self.said_present

    @cached_property
    def said_source(self) -> str:
        return self.entry.serialize(self.entry.source)

    @cached_property
    def said_present(self) -> str:
        return self.entry.serialize(self.entry.present)

    @property
    def differences(self) -> list[Run]:
        return diff_texts(self.said_present, self.said)


@dataclass(frozen=True)
class ImportProblem:
    """Why a text cannot be taken; `is_stale` where the site has changed since the file was made."""

    place: str
    words: str
    is_stale: bool = False


@dataclass
class ObjectChanges:
    """The changes of one object. One without drafts is seen by readers as soon as it is written."""

    obj: Any
    changes: list[ImportedChange] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return type_label_of(self.obj)

    @property
    def title(self) -> str:
        return title_of(self.obj)

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.obj.pk]) if self.has_drafts else ""

    @property
    def has_drafts(self) -> bool:
        return isinstance(self.obj, BasePage)


@dataclass
class ImportPreview:
    language: str
    groups: dict[str, ObjectChanges] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    unfinished: int = 0
    untranslated: int = 0
    unchanged: int = 0

    @property
    def changes(self) -> list[ImportedChange]:
        return [change for group in self.groups.values() for change in group.changes]

    @property
    def has_live_groups(self) -> bool:
        return any(not group.has_drafts for group in self.groups.values())

    @property
    def all_are_stale(self) -> bool:
        """Tell whether what remains could be imported without those texts that have changed on the site."""
        return all(problem.is_stale for problem in self.problems)


class Refusal(ValueError):
    def __init__(self, words: str, *, is_stale: bool = False) -> None:
        super().__init__(words)
        self.is_stale = is_stale


def make_import_preview(
    texts: Iterable[ImportedUnit], language: str, user: Any, expected: dict[str, str] | None = None
) -> ImportPreview:
    """Compare `texts` with the latest drafts.

    :param user: whose permissions count; None for all of them
    :param expected: id -> digest of the translation that somebody saw before deciding
    """
    builder = ImportPreviewBuilder(language, user, expected or {})
    for text in texts:
        builder.take(text)
    return builder.preview


class ImportPreviewBuilder:
    def __init__(self, language: str, user: Any, expected: dict[str, str]) -> None:
        self.preview = ImportPreview(language)
        self.language, self.user, self.expected = language, user, expected
        self.seen: set[str] = set()
        self.known: dict[str, dict[str, Entry] | str] = {}  # name -> its entries by path, or why there are none

    def take(self, text: ImportedUnit) -> None:
        try:
            if text.problem:
                raise Refusal(text.problem)
            self.record(self.find_entry(text), text)
        except (Refusal, BrokenMarkup) as error:
            self.preview.problems.append(ImportProblem(text.place, str(error), getattr(error, "is_stale", False)))

    def find_entry(self, text: ImportedUnit) -> Entry:
        name, _slash, path = text.id.partition("/")
        if text.id in self.seen:
            raise Refusal(_("“%(id)s” appears twice in the file.") % {"id": text.id})
        self.seen.add(text.id)
        if name not in self.known:
            self.known[name] = self.look_up(name)
        entries = self.known[name]
        if isinstance(entries, str):
            raise Refusal(entries)
        if path not in entries:
            raise Refusal(_("“%(id)s” is not, or no longer, a text on this site.") % {"id": text.id}, is_stale=True)
        return entries[path]

    def look_up(self, name: str) -> dict[str, Entry] | str:
        obj = load_object(name)
        if obj is None:
            return _("“%(name)s” does not exist on this site.") % {"name": name[:80]}
        if not may_write_texts(self.user, obj):
            return _("You cannot edit %(name)s.") % {"name": describe_object(obj)}
        if isinstance(obj, BasePage) and self.user and obj.permissions_for_user(self.user).page_locked():
            return _("%(name)s is locked.") % {"name": describe_object(obj)}
        entries = [entry for entry in entries_of(obj, self.language) if object_name(entry.obj) == name]
        return {entry.text.path: entry for entry in entries}

    def record(self, entry: Entry, text: ImportedUnit) -> None:
        """Add what becomes of `entry` to the plan."""
        target = normalize(entry, text.target)
        said, present = entry.serialize(target), entry.serialize(entry.present)
        if not said:
            self.preview.untranslated += 1
        elif text.is_unfinished:
            self.preview.unfinished += 1
        elif said == present and not entry.is_unfinished:
            self.preview.unchanged += 1
        else:
            self.check_present(entry, text)
            stored = entry.text.by[self.language] if said == present else self.check(entry, target)
            group = self.preview.groups.setdefault(object_name(entry.obj), ObjectChanges(entry.obj))
            group.changes.append(ImportedChange(entry, stored, said, text.place))

    def check_present(self, entry: Entry, text: ImportedUnit) -> None:
        try:
            source = entry.serialize(normalize(entry, text.source))
        except BrokenMarkup:
            source = ""
        if source != entry.serialize(entry.source):
            words = _("“%(label)s”: the original is not the one that was translated.")
            raise Refusal(words % {"label": entry.label}, is_stale=True)
        if self.expected.get(entry.id, digest_present(entry)) != digest_present(entry):
            words = _("“%(label)s”: someone has changed this translation.")
            raise Refusal(words % {"label": entry.label}, is_stale=True)

    def check(self, entry: Entry, target: list[Piece]) -> str:
        """Return `target` as it is stored. Raises BrokenMarkup or Refusal."""
        label = {"label": entry.label}
        if entry.text.is_rich:
            try:
                check_tags(target, entry.source, entry.present)
                stored = entry.join(target)
            except BrokenMarkup as error:
                raise BrokenMarkup(_("“%(label)s”: %(error)s") % {**label, "error": error}) from error
        else:
            stored = entry.join(target)
        if UNSTORABLE.search(stored):
            raise Refusal(_("“%(label)s”: contains an invalid character.") % label)
        if "\n" in stored and not entry.text.has_lines:
            raise Refusal(_("“%(label)s”: this text must be one line.") % label)
        if entry.text.limit and len(stored) > entry.text.limit:
            words = _("“%(label)s”: %(length)s characters, but at most %(limit)s are allowed.")
            raise Refusal(words % {**label, "length": len(stored), "limit": entry.text.limit})
        return stored


def normalize(entry: Entry, side: str | list[Piece]) -> list[Piece]:
    """Return what came back as pieces. Raises BrokenMarkup."""
    pieces = entry.parse(side) if isinstance(side, str) else side
    if entry.text.is_rich:
        return tidy(pieces)
    if any(isinstance(piece, Tag) for piece in pieces):
        raise BrokenMarkup(_("“%(label)s”: this text cannot contain tags.") % {"label": entry.label})
    words = "".join(map(str, pieces)).replace("\r\n", "\n").strip()
    return [words] if words else []


def digest_present(entry: Entry) -> str:
    return digest(entry.text.by[entry.language])
