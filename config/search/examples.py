"""Which of the pages found belong to an invented convention or campaign: they come last, and say so."""

from __future__ import annotations

from collections.abc import Collection

from campaigns.invented import without_invented
from search.models import SearchText
from translations.models import BasePage


def find_invented(texts: Collection[int]) -> set[int]:
    """Return those of `texts`, keys of search texts, whose pages are invented, or stand below what is: one query."""
    if not texts:
        return set()
    real = without_invented(BasePage.objects.filter(search_texts__in=texts))
    return set(SearchText.objects.filter(pk__in=texts).exclude(page__in=real.values("pk")).values_list("pk", flat=True))
