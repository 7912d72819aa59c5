"""How far each translation has come, and whether the text it was made from has changed since.

A status follows from digests of the source's texts, taken when their translation was last confirmed: never from dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import replace

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models

from ..languages import SOURCE, TRANSLATIONS
from ..texts.paths import find_texts, texts_by_path
from .records import (
    SourceRecord,
    Texts,
    TranslationFingerprint,
    TranslationRecord,
    TranslationStatus,
    find_pairs,
    summarize,
)


class TranslationStatusMixin(models.Model):
    # {a translation's language: TranslationRecord.to_json(), the source's: SourceRecord.to_json()}
    translations = models.JSONField(default=dict, blank=True, editable=False)

    source_snapshots = GenericRelation("translations.SourceSnapshot")
    translated_sources: Collection[str] = ()  # the source's texts that translations are made from, not recorded yet

    class Meta:
        abstract = True

    # What is stored

    def get_record(self, language: str) -> TranslationRecord:
        """Return what is stored of `language`, read anew only where that has changed since it was last asked for."""
        stored, read = self.translations.get(language), self.__dict__.setdefault("_records", {})
        if stored is None:
            return TranslationRecord()
        if language not in read or read[language][0] is not stored:
            read[language] = (stored, TranslationRecord.from_json(stored))
        record: TranslationRecord = read[language][1]
        return record

    def get_source_record(self) -> SourceRecord:
        return SourceRecord.from_json(self.translations.get(SOURCE, {}))

    def store_record(self, language: str, record: TranslationRecord | SourceRecord) -> None:
        stored = record.to_json()
        self.translations = {**self.translations, language: stored}
        self.__dict__.setdefault("_records", {})[language] = (stored, record)

    # Changing

    def update_translations(self, *, confirmed: Mapping[str, Collection[str]] | None = None) -> None:
        """Store each translation's status; a text that is new or changed was made from the source as it is now.

        :param confirmed: language -> paths of texts that say what the source says now, whatever changed
        """
        texts = texts_by_path(self)
        self.store_record(SOURCE, self.get_source_record().renew(texts))
        for code in TRANSLATIONS:
            self.store_record(code, self.get_record(code).renew(texts, code, (confirmed or {}).get(code, ())))
        self.translated_sources = {by[SOURCE] for by in texts.values() if by[SOURCE] and any(map(by.get, TRANSLATIONS))}

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
        self.store_record(language, self.get_record(language).add_source(path, translation, source))

    def declare_minor(self, before: TranslationStatusMixin) -> None:
        """Record that what changed in the source since `before`, the same object, asks for no new translation.

        What was outdated before stays so, and the day of the source's change is the one it was.
        """
        texts, earlier = texts_by_path(self), texts_by_path(before)
        confirmed = {}
        for language in TRANSLATIONS:
            stale = before.get_record(language).list_stale(earlier, language)
            pairs = find_pairs(texts, language)
            confirmed[language] = [path for path, pair in pairs.items() if pair.translation not in stale]
        self.update_translations(confirmed=confirmed)
        if changed := before.get_source_record().changed:
            self.store_record(SOURCE, replace(self.get_source_record(), changed=changed))

    def take_pairs(self, other: TranslationStatusMixin) -> None:
        """Know what `other`, another draft of the same object, knows of which text was made from which."""
        for language in TRANSLATIONS:
            self.store_record(language, self.get_record(language).take(other.get_record(language)))

    def mark_machine_texts(self, language: str, paths: Collection[str]) -> None:
        """Record that a machine wrote the texts of these `paths`: until they are confirmed or rewritten."""
        texts = texts_by_path(self)
        pairs = find_pairs({path: texts[path] for path in paths}, language)
        record = self.get_record(language)
        digests = {pair.translation for pair in pairs.values()}
        self.store_record(language, replace(record, machine=record.machine | digests))
        self.update_translations()

    # Asking

    def is_machine_text(self, path: str, translation: str, language: str) -> bool:
        """Tell whether a machine wrote `translation`, this page's text at `path`, and nobody has confirmed it."""
        pair = TranslationFingerprint.of(path, "", translation)
        return bool(translation) and pair.translation in self.get_record(language).machine

    def has_outdated(self, name: str, language: str) -> bool:
        """Tell whether field `name` is, or for a body holds, a text whose source has changed since its translation."""
        return any(
            text.place == name and self.is_outdated(text.path, text.source, text.by[language], language)
            for text in find_texts(self, [name])
        )

    def is_outdated(self, path: str, source: str, translation: str, language: str) -> bool:
        """Tell whether `source`, this page's text at `path`, has changed since `translation` was made from it."""
        return self.get_record(language).judge_text(path, source, translation) == TranslationStatus.OUTDATED

    def get_translation_status(self, language: str) -> TranslationStatus:
        """Return the status of the page as it stands in memory."""
        return self.summarize(texts_by_path(self), language)

    def get_text_status(self, by: Mapping[str, str], path: str, language: str) -> TranslationStatus:
        """Return the status of one text, the one at `path`. One that a machine wrote is partial: never current."""
        return self.get_record(language).judge_text(path, by[SOURCE], by[language])

    def summarize(self, texts: Texts, language: str) -> TranslationStatus:
        """Sum up `texts`: what is missing counts before what is outdated; where none is, nothing is to be done."""
        statuses = self.get_record(language).judge_texts(texts, language)
        return summarize(status for path, status in statuses.items() if texts[path][SOURCE])

    def get_stored_status(self, language: str) -> TranslationStatus:
        """Return the status as last saved, without looking at any text: for listings."""
        return self.get_record(language).status

    def has_outdated_texts(self, language: str) -> bool:
        """Tell, as last saved, whether a text is older than its source, even where others are missing."""
        return self.get_record(language).outdated > 0

    @property
    def is_translated(self) -> bool:
        """Tell whether the page, as last saved, has texts in more languages than the source's."""
        return any(self.get_stored_status(language) != TranslationStatus.MISSING for language in TRANSLATIONS)

    def get_day(self, language: str) -> datetime.date | None:
        """Return the day on which the source's texts last changed, or a translation was last worked on or confirmed."""
        return self.get_source_record().changed if language == SOURCE else self.get_record(language).confirmed
