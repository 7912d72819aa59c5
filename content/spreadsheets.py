"""What spreadsheets and mailing programs do to the CSV files that they write, and how each names its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

# A line before all others by which Excel tells itself the separator; quoted where another program saved it again
SEPARATOR_LINE = re.compile(r'\s*"?sep=(?P<separator>[^"\r\n])"?[;,\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"?')


def fold_heading(heading: str) -> str:
    """Return what is left of a column's name without capitals, accents, spaces and signs: how to tell them apart."""
    decomposed = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())


def fold_headings(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the column that each spelling means, under its folded form."""
    return {fold_heading(spelling): column for column, spellings in names.items() for spelling in spellings}


def find_separator(text: str, separators: str = ";,\t") -> tuple[str, str, int]:
    """Return what separates a CSV file's cells, its text without a line that only says so, and how many lines that is.

    Without such a line, it is what the first line has most of, outside of quotation marks.
    """
    if (match := SEPARATOR_LINE.match(text)) and match["separator"] in separators:
        return match["separator"], text[match.end() :], text.count("\n", 0, match.end())
    header = QUOTED.sub("", text.lstrip().splitlines()[0]) if text.strip() else ""
    return max(separators, key=header.count), text, 0
