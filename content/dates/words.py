"""Days in words, as readers of a language write them: what a search finds pages by."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import override


def days_in_words(language: str, *days: datetime.date | None) -> list[str]:
    """Return `16 septembre 2023` for each of `days` that is given, each once."""
    with override(language):
        return [date_format(day, "j F Y") for day in dict.fromkeys(days) if day]
