"""How far each translation has come, and whether the text it was made from has changed since.

A status follows from digests of the source's texts, taken when their translation was last confirmed: never from dates.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .languages import SOURCE, TRANSLATIONS
from .texts import kind_of, texts_by_path


class TranslationStatus(models.TextChoices):
    MISSING = "missing", _("Missing")
    PARTIAL = "partial", _("Partial")
    OUTDATED = "outdated", _("Outdated")
    CURRENT = "current", _("Current")


class Pair(str):
    """A text and the source it was translated from, as two digests in one word.

    The first tells translations apart by what they say: rows can come, go and change places, also in drafts, where
    those not yet published have no key.
    """

    __slots__ = ()

    @classmethod
    def of(cls, path: str, source: str, translation: str) -> Pair:
        return cls(digest(f"{kind_of(path)} {translation}") + digest(source))

    @property
    def translation(self) -> str:
        return self[:DIGITS]


DIGITS = 12  # of a digest: one chance in 10^10 that two of a page's 100 texts share one


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGITS]


class TranslationStatusMixin(models.Model):
    # {language: {"status": a TranslationStatus, "from": the Pairs of its texts}}
    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def update_translations(self, *, confirmed: Collection[str] = ()) -> None:
        """Store each translation's status; a text that is new or changed was made from the source as it is now.

        :param confirmed: languages in which every text says what the source says now, whatever changed
        """
        texts = texts_by_path(self)
        translations: dict[str, dict[str, Any]] = {}
        for language in TRANSLATIONS:
            now = {Pair.of(path, by[SOURCE], by[language]) for path, by in texts.items() if by[language]}
            present = {pair.translation for pair in now}
            before = set() if language in confirmed else self.get_pairs(language)
            kept = {pair for pair in before if pair.translation in present}
            known = {pair.translation for pair in kept}
            translations[language] = {"from": sorted(kept | {pair for pair in now if pair.translation not in known})}
        self.translations = {**self.translations, **translations}
        for language in TRANSLATIONS:
            translations[language]["status"] = self.summarize(texts, language).value

    def confirm_translations(self, languages: Collection[str]) -> None:
        """Record that each text of `languages` says what the source says now."""
        self.update_translations(confirmed=languages)

    def get_pairs(self, language: str) -> set[Pair]:
        return {Pair(pair) for pair in self.translations.get(language, {}).get("from", [])}

    def is_outdated(self, path: str, source: str, translation: str, language: str) -> bool:
        """Tell whether `source`, this page's text at `path`, has changed since `translation` was made from it."""
        pairs, now = self.get_pairs(language), Pair.of(path, source, translation)
        return bool(source and translation) and now not in pairs and now.translation in {p.translation for p in pairs}

    def get_translation_status(self, language: str) -> TranslationStatus:
        """Return the status of the page as it stands in memory."""
        return self.summarize(texts_by_path(self), language)

    def summarize(self, texts: dict[str, dict[str, str]], language: str) -> TranslationStatus:
        """Sum up `texts`: what is missing counts before what is outdated."""
        texts = {path: by for path, by in texts.items() if by[SOURCE]}
        translated = sum(bool(by[language]) for by in texts.values())
        if not translated:
            return TranslationStatus.MISSING
        if translated < len(texts):
            return TranslationStatus.PARTIAL
        if any(self.is_outdated(path, by[SOURCE], by[language], language) for path, by in texts.items()):
            return TranslationStatus.OUTDATED
        return TranslationStatus.CURRENT

    def get_stored_status(self, language: str) -> TranslationStatus:
        """Return the status as last saved, without looking at any text: for listings."""
        return TranslationStatus(self.translations.get(language, {}).get("status", TranslationStatus.MISSING))
