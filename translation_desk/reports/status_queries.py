"""Statuses and days of translations as the database reads them, for lists and counts."""

from __future__ import annotations

from django.db.models import Expression, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from translations.languages import SOURCE
from translations.status.records import TranslationStatus


def text(value: str) -> Value:
    return Value(value, output_field=TextField())


def stored_status(language: str) -> Expression:
    """What a snippet's translation has; and a page's, as it was last published or saved without a draft."""
    return Coalesce(KT(f"translations__{language}__status"), text(TranslationStatus.MISSING.value))


def draft_status(language: str) -> Expression:
    """What the translation has in a page's latest draft: what editors have before them."""
    return Coalesce(KT(f"draft_translations__{language}"), stored_status(language))


def stored_day(language: str) -> Expression:
    """The day as in `get_day()`, as ISO 8601; empty, and so before all others, where none is known."""
    return Coalesce(KT(f"translations__{language}__{'changed' if language == SOURCE else 'confirmed'}"), text(""))


def draft_day(language: str) -> Expression:
    return Coalesce(KT(f"draft_translations__days__{language}"), stored_day(language))
