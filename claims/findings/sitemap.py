"""Findings and open questions in the site map for search engines, in each language that they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from translations.languages import LANGUAGES, SOURCE, column, in_each_language

from ..rows import ROW_TYPES

# What list_row_urls() reads
ROW_COLUMNS = {
    row_type: ["number", "page__code", *(column(row_type.translated_fields[0], language) for language in LANGUAGES)]
    for row_type in ROW_TYPES.values()
}


def list_row_urls(row_type: type[Any], rows: Iterable[Any]) -> Iterator[dict[str, str]]:
    """Yield for each of `rows`, which have ROW_COLUMNS, its absolute URLs by language."""
    starts = in_each_language(lambda: reverse("numbered_row", args=["-"]).removesuffix("-/"))
    first = row_type.translated_fields[0]
    for row in rows:
        written = [each for each in starts if each == SOURCE or getattr(row, column(first, each))]
        mark = f"{row.page__code}-{row_type.letter}{row.number}"
        yield {language: f"{settings.BASE_URL}{starts[language]}{mark}/" for language in written}
