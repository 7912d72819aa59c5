"""Tables as spreadsheets read and write them (RFC 4180), safe to open: see content/csv_formulas.py."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from content.csv_formulas import neutralise, restore
from content.spreadsheets import find_separator, fold_heading
from translations.texts.characters import clean_text

LARGEST = 1_000_000  # bytes
MOST_ROWS = 2000


class UnreadableTable(Exception):
    """Raised with words that say what is wrong with a file as a whole."""


def write_table(
    columns: list[str], rows: Iterable[Mapping[str, str]], labels: Mapping[str, str] | None = None
) -> bytes:
    """Return a CSV file in UTF-8, with the mark by which spreadsheets know that it is.

    :param labels: what to write above columns, where it is not their names
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([(labels or {}).get(column, column) for column in columns])
    writer.writerows([neutralise(row.get(column) or "") for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def read_table(
    content: bytes, *, known: list[str], required: list[str], spellings: Mapping[str, str] | None = None
) -> list[tuple[int, dict[str, str]]]:
    """Return (line number, cells by column) of each row of a CSV file that is not empty.

    Commas, semicolons and tabs are taken as separators, as content/spreadsheets.py finds them. Columns without a name
    are left out where they are empty: spreadsheets add them at the end.

    :param spellings: columns by other names for them, folded

    Raises UnreadableTable.
    """
    if len(content) > LARGEST:
        raise UnreadableTable(_("The file is larger than one megabyte."))
    separator, text, left_out = find_separator(decode_table(content), ",;\t")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        columns = [name_column(name, known, spellings or {}) for name in next(reader, [])]
        while columns and not columns[-1]:
            columns.pop()
        check_columns(columns, known, required)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                line = reader.line_num + left_out
                rows.append((line, read_table_row(cells, columns, line)))
    except csv.Error:
        words = _("Line %(line)s cannot be read: a quotation mark may be missing.")
        raise UnreadableTable(words % {"line": reader.line_num + left_out}) from None
    if not rows:
        raise UnreadableTable(_("The file has no rows below its column names."))
    if len(rows) > MOST_ROWS:
        raise UnreadableTable(
            _("The file has more than %(most)s rows. Split it into several files.") % {"most": MOST_ROWS}
        )
    return rows


def name_column(heading: str, known: list[str], spellings: Mapping[str, str]) -> str:
    heading = heading.strip()
    return heading if heading in known else spellings.get(fold_heading(heading), heading)


def decode_table(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableTable(_("The file is not in UTF-8. Save it again as “CSV UTF-8”.")) from None
    if "\x00" in text:
        raise UnreadableTable(_("This is not a CSV file: it contains invalid characters."))
    return clean_text(text)


def check_columns(columns: list[str], known: list[str], required: list[str]) -> None:
    unknown = [name or "?" for name in columns if name not in known]
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    missing = [name for name in required if name not in columns]
    problems = []
    if unknown:
        problems.append(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown)})
    if doubled and not unknown:
        problems.append(_("Duplicate columns: %(names)s.") % {"names": ", ".join(doubled)})
    if missing:
        problems.append(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)})
    if problems:
        raise UnreadableTable(" ".join([*problems, _("The columns are: %(names)s.") % {"names": ", ".join(known)}]))


def read_table_row(cells: list[str], columns: list[str], line: int) -> dict[str, str]:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(columns):
        words = _("Line %(line)s has %(cells)s cells for %(columns)s columns.")
        raise UnreadableTable(words % {"line": line, "cells": len(cells), "columns": len(columns)})
    return dict(zip(columns, map(restore, cells), strict=True))
