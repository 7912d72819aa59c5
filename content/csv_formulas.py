"""The one rule by which tables that leave the site hold no formula: a spreadsheet would compute it on opening.

What strangers write ends up in tables that editors open (OWASP, CSV injection).
"""

from __future__ import annotations

import re
from typing import Any

# The full-width signs too, which spreadsheets set to Chinese or Japanese compute
FORMULA = re.compile(r" *[=+\-@\t\r\n＝＋－＠]")
COMPUTED = re.compile(r"[' ]*[=+\-@\t\r\n＝＋－＠]")
NEUTRALISED = re.compile(r"'[' ]*[=+\-@\t\r\n＝＋－＠]")


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet may compute `cell`, perhaps once it has taken the spaces before it away."""
    return bool(FORMULA.match(cell))


def neutralise(cell: str) -> str:
    """Return `cell` as a spreadsheet shows it without computing it: an apostrophe before it says that it is text.

    One that has such an apostrophe already gets another, so that `restore` gives back whatever was written.
    """
    return f"'{cell}" if COMPUTED.match(cell) else cell


def restore(cell: str) -> str:
    """Undo `neutralise`."""
    return cell[1:] if NEUTRALISED.match(cell) else cell


class ExportWithoutFormulas:
    """For Wagtail's lists that are exported. In XLSX a cell says itself that it is text, and Wagtail makes it so."""

    FORMAT_CSV: str

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        value = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return neutralise(value) if isinstance(value, str) and export_format == self.FORMAT_CSV else value
