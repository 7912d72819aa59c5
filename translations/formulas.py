"""Texts in spreadsheets: none is calculated."""

from typing import Any

# What a spreadsheet takes for a formula (OWASP, CSV injection), the full-width signs included
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(value: Any) -> str:
    """Return `value` as a cell that no spreadsheet calculates: an apostrophe before it says that it is text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
