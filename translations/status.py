"""How far each translation has come, and whether the text it was made from has changed since.

A status follows from digests of the source's texts, taken when their translation was last confirmed: never from dates.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from .languages import SOURCE, TRANSLATIONS, column

UNTRACKED = {"draft_title", "slug", "url_path"}  # not texts that a reader reads


class TranslationStatus(models.TextChoices):
    MISSING = "missing", _("Missing")
    PARTIAL = "partial", _("Partial")
    OUTDATED = "outdated", _("Outdated")
    CURRENT = "current", _("Current")


class TranslationStatusMixin(models.Model):
    # {language: {"status": a TranslationStatus, "from": {field: digest of the text that was translated}}}
    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def get_text(self, name: str, language: str) -> str:
        """Return what field `name` holds in `language`, serialised; an empty string for nothing."""
        field = self._meta.get_field(column(name, language))
        return field.value_to_string(self) if getattr(self, field.name) else ""

    def get_digests(self, language: str) -> dict[str, tuple[str, str | None]]:
        """Map each field with a source text to that text's digest and to the digest `language` was made from."""
        known = self.translations.get(language, {}).get("from", {})
        names = translator.get_options_for_model(type(self)).all_fields.keys() - UNTRACKED
        texts = {name: self.get_text(name, SOURCE) for name in names}
        return {name: (sha256(text.encode()).hexdigest()[:16], known.get(name)) for name, text in texts.items() if text}

    def confirm_translation(self, language: str, fields: Collection[str] | None = None) -> None:
        """Record that the texts of `language`, or those of `fields` alone, say what the source says now."""
        digests = self.get_digests(language).items()
        confirmed = {name: now if fields is None or name in fields else then for name, (now, then) in digests}
        confirmed = {name: digest for name, digest in confirmed.items() if digest and self.get_text(name, language)}
        self.translations = {**self.translations, language: {"from": confirmed}}

    def is_outdated(self, name: str, language: str) -> bool:
        """Tell whether the source of field `name` has changed since its translation was confirmed."""
        now, then = self.get_digests(language).get(name, (None, None))
        return bool(self.get_text(name, language)) and then is not None and now != then

    def get_translation_status(self, language: str) -> TranslationStatus:
        digests = self.get_digests(language)
        translated = [name for name in digests if self.get_text(name, language)]
        if not translated:
            return TranslationStatus.MISSING
        if len(translated) < len(digests):
            return TranslationStatus.PARTIAL
        if any(then is not None and now != then for now, then in digests.values()):
            return TranslationStatus.OUTDATED
        return TranslationStatus.CURRENT

    def update_translations(self) -> None:
        """Store each translation's status; take texts whose source is unknown for translations of the present one."""
        for language in TRANSLATIONS:
            digests = self.get_digests(language).items()
            new = [name for name, (_now, then) in digests if not then and self.get_text(name, language)]
            self.confirm_translation(language, new)
            self.translations[language]["status"] = self.get_translation_status(language).value

    def get_stored_status(self, language: str) -> TranslationStatus:
        """Return the status as last saved, without looking at any text: for listings."""
        return TranslationStatus(self.translations.get(language, {}).get("status", TranslationStatus.MISSING))
