"""How far each translation has come, and whether the text it was made from has changed since.

A status follows from digests of the source's texts, taken when their translation was last confirmed: never from dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..languages import SOURCE, TRANSLATIONS
from ..texts.paths import find_texts, path_kind, texts_by_path


class TranslationStatus(models.TextChoices):
    MISSING = "missing", _("Missing")
    PARTIAL = "partial", _("Partial")
    OUTDATED = "outdated", _("Outdated")
    CURRENT = "current", _("Current")


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


DIGITS = 12  # of a digest: one chance in 10^10 that two of a page's 100 texts share one


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGITS]


@dataclass(frozen=True)
class Lookup:
    """What is stored of one language, to be asked about each of many texts: made once, not once for each text.

    :param made_of: the very lists that it was made of, which are replaced and never changed
    """

    made_of: tuple[Any, Any]
    pairs: frozenset[TranslationFingerprint]
    translations: frozenset[str]  # of those pairs
    machine: frozenset[str]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Lookup:
        pairs = frozenset(TranslationFingerprint(pair) for pair in stored.get("from", []))
        made_of = (stored.get("from"), stored.get("machine"))
        return cls(made_of, pairs, frozenset(p.translation for p in pairs), frozenset(stored.get("machine", [])))

    def is_of(self, stored: Mapping[str, Any]) -> bool:
        return self.made_of[0] is stored.get("from") and self.made_of[1] is stored.get("machine")


class TranslationStatusMixin(models.Model):
    # {a translation's language: {"status": a TranslationStatus, "outdated": how many of its texts are so, "from": the
    # Pairs of its texts, "confirmed": the day on which one of them was last made or confirmed, "machine": digests of
    # those that a machine wrote and nobody has confirmed}, the source's: {"is": digest of its texts, "changed": day}}
    translations = models.JSONField(default=dict, blank=True, editable=False)

    source_snapshots = GenericRelation("translations.SourceSnapshot")
    translated_sources: Collection[str] = ()  # the source's texts that translations are made from, not recorded yet

    class Meta:
        abstract = True

    # Changing

    def update_translations(self, *, confirmed: Mapping[str, Collection[str]] | None = None) -> None:
        """Store each translation's status; a text that is new or changed was made from the source as it is now.

        :param confirmed: language -> paths of texts that say what the source says now, whatever changed
        """
        texts = texts_by_path(self)
        pairs = {code: self.find_pairs(texts, code, (confirmed or {}).get(code, ())) for code in TRANSLATIONS}
        stored = {code: self.translations.get(code, {}) for code in TRANSLATIONS}
        machine = {code: self.find_machine_texts(texts, code, (confirmed or {}).get(code, ())) for code in TRANSLATIONS}
        self.translations = {
            **self.translations,
            SOURCE: record_day(self.translations.get(SOURCE, {}), "is", digest_source(texts), "changed"),
            **{code: record_day(stored[code], "from", sorted(pairs[code]), "confirmed") for code in TRANSLATIONS},
        }
        for code in TRANSLATIONS:
            self.record_machine_texts(code, machine[code])
            outdated = [path for path, by in texts.items() if self.is_outdated(path, by[SOURCE], by[code], code)]
            self.translations[code] |= {"status": self.summarize(texts, code).value, "outdated": len(outdated)}
        self.translated_sources = {by[SOURCE] for by in texts.values() if by[SOURCE] and any(map(by.get, TRANSLATIONS))}

    def find_pairs(
        self, texts: dict[str, dict[str, str]], language: str, confirmed: Collection[str]
    ) -> set[TranslationFingerprint]:
        pairs = {
            path: TranslationFingerprint.of(path, by[SOURCE], by[language])
            for path, by in texts.items()
            if by[language]
        }
        now = set(pairs.values())
        renewed = {pairs[path] for path in confirmed if path in pairs}
        present, replaced = ({pair.translation for pair in some} for some in (now, renewed))
        kept = {pair for pair in self.get_pairs(language) if pair.translation in present}
        kept -= {pair for pair in kept - now if pair.translation in replaced}
        stale = {pair.translation for pair in kept - now}
        return kept | renewed | {pair for pair in now if pair.translation not in stale}

    def confirm_translations(self, languages: Collection[str]) -> None:
        """Record that each text of `languages` says what the source says now."""
        paths = list(texts_by_path(self))
        self.update_translations(confirmed=dict.fromkeys(languages, paths))

    def confirm_texts(self, language: str, paths: Collection[str]) -> None:
        """Record that the texts of these `paths` say in `language` what the source says now."""
        self.update_translations(confirmed={language: paths})

    def record_source(self, language: str, path: str, translation: str, source: str) -> None:
        """Record that `translation` was made from a text that is not the source's any more.

        :param source: the digest of that text
        """
        pair = TranslationFingerprint(TranslationFingerprint.of(path, "", translation).translation + source)
        stored = self.translations.get(language, {})
        self.translations = {**self.translations, language: {**stored, "from": [*stored.get("from", []), pair]}}

    def declare_minor(self, before: TranslationStatusMixin) -> None:
        """Record that what changed in the source since `before`, the same object, asks for no new translation.

        What was outdated before stays so, and the day of the source's change is the one it was.
        """
        texts = texts_by_path(self)
        confirmed = {}
        for language in TRANSLATIONS:
            stale = before.find_outdated(language) | before.get_machine_texts(language)
            pairs = {
                path: TranslationFingerprint.of(path, by[SOURCE], by[language])
                for path, by in texts.items()
                if by[language]
            }
            confirmed[language] = [path for path, pair in pairs.items() if pair.translation not in stale]
        self.update_translations(confirmed=confirmed)
        changed = before.translations.get(SOURCE, {}).get("changed")
        self.translations[SOURCE] |= {"changed": changed} if changed else {}

    def take_pairs(self, other: TranslationStatusMixin) -> None:
        """Know what `other`, another draft of the same object, knows of which text was made from which."""
        for language in TRANSLATIONS:
            pairs = sorted(self.get_pairs(language) | other.get_pairs(language))
            known = {pair.translation for pair in self.get_pairs(language)}
            machine = self.get_machine_texts(language) | (other.get_machine_texts(language) - known)
            self.translations = {**self.translations, language: {**self.translations.get(language, {}), "from": pairs}}
            self.record_machine_texts(language, machine)

    def mark_machine_texts(self, language: str, paths: Collection[str]) -> None:
        """Record that a machine wrote the texts of these `paths`: until they are confirmed or rewritten."""
        texts = texts_by_path(self)
        digests = {
            TranslationFingerprint.of(path, texts[path][SOURCE], texts[path][language]).translation for path in paths
        }
        self.record_machine_texts(language, self.get_machine_texts(language) | digests)
        self.update_translations()

    def record_machine_texts(self, language: str, digests: Collection[str]) -> None:
        stored = {key: value for key, value in self.translations.get(language, {}).items() if key != "machine"}
        self.translations = {**self.translations, language: stored | ({"machine": sorted(digests)} if digests else {})}

    def find_machine_texts(
        self, texts: dict[str, dict[str, str]], language: str, confirmed: Collection[str]
    ) -> frozenset[str]:
        """Return the digests of those machine texts that are still there, and not `confirmed`."""
        stored = self.get_machine_texts(language)
        if not stored:
            return stored
        confirmed = set(confirmed)
        return stored & {
            TranslationFingerprint.of(path, by[SOURCE], by[language]).translation
            for path, by in texts.items()
            if by[language] and path not in confirmed
        }

    # Asking

    def look_up(self, language: str) -> Lookup:
        """Return what is stored of `language`, made anew only where it has changed since it was last asked for."""
        stored, made = self.translations.get(language, {}), self.__dict__.setdefault("_lookups", {})
        if language not in made or not made[language].is_of(stored):
            made[language] = Lookup.of(stored)
        lookup: Lookup = made[language]
        return lookup

    def get_machine_texts(self, language: str) -> frozenset[str]:
        """Return the digests, as fingerprints have them, of what a machine wrote and nobody has confirmed."""
        return self.look_up(language).machine

    def is_machine_text(self, path: str, translation: str, language: str) -> bool:
        """Tell whether a machine wrote `translation`, this page's text at `path`, and nobody has confirmed it."""
        return bool(translation) and TranslationFingerprint.of(
            path, "", translation
        ).translation in self.get_machine_texts(language)

    def get_pairs(self, language: str) -> frozenset[TranslationFingerprint]:
        return self.look_up(language).pairs

    def find_outdated(self, language: str) -> set[str]:
        """Return the digests of translations whose source has changed, as fingerprints have them."""
        return {
            TranslationFingerprint.of(path, by[SOURCE], by[language]).translation
            for path, by in texts_by_path(self).items()
            if self.is_outdated(path, by[SOURCE], by[language], language)
        }

    def has_outdated(self, name: str, language: str) -> bool:
        """Tell whether field `name` is, or for a body holds, a text whose source has changed since its translation."""
        return any(
            text.place == name and self.is_outdated(text.path, text.source, text.by[language], language)
            for text in find_texts(self, [name])
        )

    def is_outdated(self, path: str, source: str, translation: str, language: str) -> bool:
        """Tell whether `source`, this page's text at `path`, has changed since `translation` was made from it."""
        known, now = self.look_up(language), TranslationFingerprint.of(path, source, translation)
        return bool(source and translation) and now not in known.pairs and now.translation in known.translations

    def get_translation_status(self, language: str) -> TranslationStatus:
        """Return the status of the page as it stands in memory."""
        return self.summarize(texts_by_path(self), language)

    def get_text_status(self, by: Mapping[str, str], path: str, language: str) -> TranslationStatus:
        """Return the status of one text, the one at `path`. One that a machine wrote is partial: never current."""
        if not by[language]:
            return TranslationStatus.MISSING
        if self.is_outdated(path, by[SOURCE], by[language], language):
            return TranslationStatus.OUTDATED
        machine = self.is_machine_text(path, by[language], language)
        return TranslationStatus.PARTIAL if machine else TranslationStatus.CURRENT

    def summarize(self, texts: Mapping[str, Mapping[str, str]], language: str) -> TranslationStatus:
        """Sum up `texts`: what is missing counts before what is outdated; where none is, nothing is to be done."""
        found = [self.get_text_status(by, path, language) for path, by in texts.items() if by[SOURCE]]
        if not found:
            return TranslationStatus.CURRENT
        translated = [status for status in found if status != TranslationStatus.MISSING]
        if not translated:
            return TranslationStatus.MISSING
        if len(translated) < len(found) or TranslationStatus.PARTIAL in found:
            return TranslationStatus.PARTIAL
        return TranslationStatus.OUTDATED if TranslationStatus.OUTDATED in found else TranslationStatus.CURRENT

    def get_stored_status(self, language: str) -> TranslationStatus:
        """Return the status as last saved, without looking at any text: for listings."""
        return TranslationStatus(self.translations.get(language, {}).get("status", TranslationStatus.MISSING))

    def has_outdated_texts(self, language: str) -> bool:
        """Tell, as last saved, whether a text is older than its source, even where others are missing."""
        stored = self.translations.get(language, {})
        return bool(stored.get("outdated", stored.get("status") == TranslationStatus.OUTDATED))

    @property
    def is_translated(self) -> bool:
        """Tell whether the page, as last saved, has texts in more languages than the source's."""
        return any(self.get_stored_status(language) != TranslationStatus.MISSING for language in TRANSLATIONS)

    def get_day(self, language: str) -> datetime.date | None:
        """Return the day on which the source's texts last changed, or a translation was last worked on or confirmed."""
        day = self.translations.get(language, {}).get("changed" if language == SOURCE else "confirmed")
        return datetime.date.fromisoformat(day) if day else None


def digest_source(texts: Mapping[str, Mapping[str, str]]) -> str:
    return digest("\n".join(sorted(f"{path_kind(path)} {by[SOURCE]}" for path, by in texts.items() if by[SOURCE])))


def record_day(stored: Mapping[str, Any], key: str, value: Any, day: str) -> dict[str, Any]:
    """Return `stored` with `value` under `key`, and today under `day` if that is new; no day where there is nothing."""
    if not value:
        return {**{name: kept for name, kept in stored.items() if name != day}, key: value}
    if stored.get(key) == value and stored.get(day):
        return dict(stored)
    return {**stored, key: value, day: timezone.localdate().isoformat()}
