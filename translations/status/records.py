"""What is stored of each translation, as values: read from the JSON of a row's columns, and written back to it.

docs/translations.md has the schema of that JSON; nothing else in the code knows it but the statements of
translation_desk/reports/status_queries.py. All here is worked out from the texts it is given, each looked at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..languages import LANGUAGES, SOURCE, TRANSLATIONS
from ..texts.paths import path_kind

DIGITS = 12  # of a digest: one chance in 10^10 that two of a page's 100 texts share one

Texts = Mapping[str, Mapping[str, str]]  # the path of each text -> what it says in each language


class TranslationStatus(models.TextChoices):
    MISSING = "missing", pgettext_lazy("translations", "Not translated")
    PARTIAL = "partial", pgettext_lazy("translations", "Partly translated")
    OUTDATED = "outdated", _("Out of date")
    CURRENT = "current", _("Up to date")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGITS]


class TranslationFingerprint(str):
    """A text and the source it was translated from, as two digests in one word.

    The first tells translations apart by what they say: rows can come, go and change places, also in drafts, where
    those not yet published have no key.
    """

    __slots__ = ()

    @classmethod
    def of(cls, path: str, source: str, translation: str) -> TranslationFingerprint:
        return cls(digest(f"{path_kind(path)} {translation}") + digest(source))

    @property
    def translation(self) -> str:
        return self[:DIGITS]

    @property
    def source(self) -> str:
        return self[DIGITS:]


def find_pairs(texts: Texts, language: str) -> dict[str, TranslationFingerprint]:
    """Map the path of each of `texts` that there is in `language` to its fingerprint."""
    return {
        path: TranslationFingerprint.of(path, by[SOURCE], by[language]) for path, by in texts.items() if by[language]
    }


@dataclass(frozen=True)
class TranslationRecord:
    """How far the translation of an object's texts into one language has come.

    :param outdated: how many of its texts are older than their source
    :param pairs: the texts, and the source each was made from
    :param confirmed: when one of them was last made or confirmed
    :param machine: the digests of those that a machine wrote and nobody has confirmed
    """

    status: TranslationStatus = TranslationStatus.MISSING
    outdated: int = 0
    pairs: frozenset[TranslationFingerprint] = frozenset()
    confirmed: datetime.date | None = None
    machine: frozenset[str] = frozenset()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> TranslationRecord:
        """Read what `to_json` wrote, now or years ago: rows older than a name have none of it."""
        status = TranslationStatus(stored.get("status", TranslationStatus.MISSING))
        return cls(
            status=status,
            outdated=stored.get("outdated", int(status == TranslationStatus.OUTDATED)),
            pairs=frozenset(map(TranslationFingerprint, stored.get("from", ()))),
            confirmed=read_day(stored.get("confirmed")),
            machine=frozenset(stored.get("machine", ())),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "status": self.status.value,
            "outdated": self.outdated,
            "from": sorted(self.pairs),
            **({"confirmed": self.confirmed.isoformat()} if self.confirmed else {}),
            **({"machine": sorted(self.machine)} if self.machine else {}),
        }

    @cached_property
    def known(self) -> frozenset[str]:
        """The digests of the texts."""
        return frozenset(pair.translation for pair in self.pairs)

    # Asking

    def judge(self, pair: TranslationFingerprint | None, *, has_source: bool = True) -> TranslationStatus:
        """Return the status of one text, by its fingerprint as it is now: None where there is none.

        One that a machine wrote is partial, never current.
        """
        if pair is None:
            return TranslationStatus.MISSING
        if has_source and pair not in self.pairs and pair.translation in self.known:
            return TranslationStatus.OUTDATED
        return TranslationStatus.PARTIAL if pair.translation in self.machine else TranslationStatus.CURRENT

    def judge_text(self, path: str, source: str, translation: str) -> TranslationStatus:
        pair = TranslationFingerprint.of(path, source, translation) if translation else None
        return self.judge(pair, has_source=bool(source))

    def judge_texts(self, texts: Texts, language: str) -> dict[str, TranslationStatus]:
        """Map the path of each of `texts` to its status."""
        pairs = find_pairs(texts, language)
        return {path: self.judge(pairs.get(path), has_source=bool(by[SOURCE])) for path, by in texts.items()}

    def list_stale(self, texts: Texts, language: str) -> frozenset[str]:
        """Return the digests of those of `texts` that are outdated, or a machine's."""
        pairs, statuses = find_pairs(texts, language), self.judge_texts(texts, language)
        return self.machine | {
            pair.translation for path, pair in pairs.items() if statuses[path] == TranslationStatus.OUTDATED
        }

    # Changing

    def renew(self, texts: Texts, language: str, confirmed: Collection[str] = ()) -> TranslationRecord:
        """Return the record of `texts` as they are: one that is new or changed was made from the source as it is now.

        :param confirmed: paths of texts that say what the source says now, whatever changed
        """
        found = find_pairs(texts, language)
        now, renewed = set(found.values()), {found[path] for path in confirmed if path in found}
        present, replaced = ({pair.translation for pair in some} for some in (now, renewed))
        kept = {pair for pair in self.pairs if pair.translation in present}
        kept -= {pair for pair in kept - now if pair.translation in replaced}
        stale = {pair.translation for pair in kept - now}
        pairs = frozenset(kept | renewed | {pair for pair in now if pair.translation not in stale})
        open_paths = found.keys() - set(confirmed) if self.machine else set()
        record = replace(
            self,
            pairs=pairs,
            confirmed=find_day(bool(pairs), pairs == self.pairs, self.confirmed),
            machine=self.machine & {found[path].translation for path in open_paths},
        )
        statuses = record.judge_texts(texts, language)
        return replace(
            record,
            status=summarize(status for path, status in statuses.items() if texts[path][SOURCE]),
            outdated=sum(status == TranslationStatus.OUTDATED for status in statuses.values()),
        )

    def add_source(self, path: str, translation: str, source: str) -> TranslationRecord:
        """Return the record with `translation`, the text at `path`, as made from a text with the digest `source`."""
        pair = TranslationFingerprint(TranslationFingerprint.of(path, "", translation).translation + source)
        return replace(self, pairs=self.pairs | {pair}, confirmed=None)  # so that today is its day once it is renewed

    def take(self, other: TranslationRecord) -> TranslationRecord:
        """Return the record with what `other`, of another draft, knows of which text was made from which."""
        return replace(self, pairs=self.pairs | other.pairs, machine=self.machine | (other.machine - self.known))


@dataclass(frozen=True)
class SourceRecord:
    """What the source's texts are, as one digest, and when they last changed."""

    digest: str = ""
    changed: datetime.date | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> SourceRecord:
        return cls(stored.get("is", ""), read_day(stored.get("changed")))

    def to_json(self) -> dict[str, Any]:
        return {"is": self.digest, **({"changed": self.changed.isoformat()} if self.changed else {})}

    def renew(self, texts: Texts) -> SourceRecord:
        """Return the record of `texts` as they are."""
        said = digest("\n".join(sorted(f"{path_kind(path)} {by[SOURCE]}" for path, by in texts.items() if by[SOURCE])))
        return SourceRecord(said, find_day(True, said == self.digest, self.changed))


@dataclass(frozen=True)
class DraftRecord:
    """What the latest draft of a page has, so that lists and counts read no draft.

    :param statuses: of its translations, by language
    :param days: by language, see TranslationStatusMixin.get_day()
    :param pictures: keys of those that it shows; None where the draft is older than what is noted here
    """

    statuses: Mapping[str, TranslationStatus] = field(default_factory=dict)
    days: Mapping[str, datetime.date] = field(default_factory=dict)
    pictures: frozenset[int] | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> DraftRecord:
        days = {code: read_day(day) for code, day in stored.get("days", {}).items()}
        return cls(
            statuses={code: TranslationStatus(stored[code]) for code in TRANSLATIONS if code in stored},
            days={code: day for code, day in days.items() if day},
            pictures=frozenset(stored["pictures"]) if "pictures" in stored else None,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            **{code: status.value for code, status in self.statuses.items()},
            "days": {code: self.days[code].isoformat() for code in LANGUAGES if code in self.days},
            "pictures": sorted(self.pictures or ()),
        }

    def may_show(self, picture: int) -> bool:
        """Tell whether the draft shows the picture with this key; where that is not noted, it may."""
        return self.pictures is None or picture in self.pictures


def summarize(statuses: Iterable[TranslationStatus]) -> TranslationStatus:
    """Sum up the `statuses` of texts that have a source: missing counts before outdated. Of none, nothing is to do."""
    found = set(statuses)
    if found == {TranslationStatus.MISSING}:
        return TranslationStatus.MISSING
    if found & {TranslationStatus.MISSING, TranslationStatus.PARTIAL}:
        return TranslationStatus.PARTIAL
    return TranslationStatus.OUTDATED if TranslationStatus.OUTDATED in found else TranslationStatus.CURRENT


def find_day(there: bool, same: bool, day: datetime.date | None) -> datetime.date | None:
    """Return the day to note of something: `day` if it is the `same` as then, else today; none if it is not `there`."""
    if not there:
        return None
    return day if same and day else timezone.localdate()


def read_day(day: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if day else None
