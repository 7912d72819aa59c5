"""Claims as CSV, for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import override, pgettext

from content.csv_formulas import neutralise
from translations.languages import LANGUAGES, SOURCE

from ..models import Support
from .selectors import Gathered, gather
from .serializers import describe

# What spreadsheets set to a language take for the end of a cell; elsewhere it is a comma (RFC 4180)
SEPARATORS = {"de": ";", "es": ";", "fr": ";", "it": ";", "nl": ";"}
BOM = "\ufeff"


class Line:
    """The file that a csv writer writes to: it hands each row on."""

    def write(self, text: str) -> str:
        return text


def write_table(claims: Any, *, separator: str) -> Iterator[str]:
    """Yield, row by row, the table of `claims`, a queryset of visible ones; column names are the same everywhere.

    It begins with a byte order mark: without it Excel reads the file in the code page of the system and breaks every
    accent; LibreOffice, Python ("utf-8-sig") and R read it too.
    """
    writer = csv.writer(Line(), delimiter=separator, lineterminator="\r\n")
    rows = (make_row(item) for item in gather(claims))
    yield BOM + writer.writerow(NAMES)
    for row in rows:
        yield writer.writerow([neutralise(row[name]) if isinstance(row[name], str) else row[name] for name in NAMES])


def in_languages(name: str) -> list[str]:
    return [f"{name}_{language}" for language in LANGUAGES]


NAMES = [
    "mark", "number", "workshop", *in_languages("workshop"), *in_languages("convention"), "town", "held_on", "example",
    *in_languages("title"), *in_languages("statement"), "wording", "worded_at",
    "deliberation", "decided_on", *in_languages("reason"), "follow_up", "last_step_on", "waiting_since", "steps",
    "evidence", *in_languages("addressees"), *in_languages("carried_by"), *in_languages("supported_by"),
    *in_languages("reservations"), "findings", *in_languages("sources"), "predecessors", "successors",
    "short_address", *in_languages("address"),
]  # fmt: skip


def make_row(item: Gathered) -> dict[str, Any]:
    """Return the cells of a claim by the names of their columns; of several things, each on a line of its own."""
    claim = describe(item)
    workshop, convention = claim["workshop"] or {}, claim["convention"] or {}
    decision = claim["deliberation"]["decisions"][-1] if claim["deliberation"]["decisions"] else {}
    carried = [row for row in claim["support"] if row["role"] == Support.Role.CARRIES]
    supported = [row for row in claim["support"] if row["role"] == Support.Role.SUPPORTS]
    row: dict[str, Any] = {
        **{name: claim[name] for name in ("mark", "number", "wording", "worded_at")},
        "workshop": workshop.get("code"),
        "town": convention.get("town"),
        "held_on": workshop.get("held_on") or convention.get("starts_on"),
        "example": "1" if convention.get("example") else "0",
        "deliberation": claim["deliberation"]["state"],
        "decided_on": decision.get("on"),
        "follow_up": claim["follow_up"]["state"],
        "last_step_on": claim["follow_up"]["last_step_on"],
        "waiting_since": claim["follow_up"]["waiting_since"],
        "steps": lines(f"{step['on']} {step['kind']}" for step in claim["steps"]),
        "evidence": lines(evidence["url"] for step in claim["steps"] for evidence in step["evidence"]),
        "findings": lines(finding["mark"] for finding in claim["findings"]),
        "predecessors": lines(claim["predecessors"]),
        "successors": lines(claim["successors"]),
        "short_address": claim["@id"],
    }
    for language in LANGUAGES:
        cells = {
            "workshop": workshop.get("title", {}).get(language),
            "convention": convention.get("title", {}).get(language),
            "title": claim["title"][language],
            "statement": claim["statement"][language],
            "reason": tell_reason(decision, language),
            "addressees": lines(row["name"][language] for row in claim["addressees"]),
            "carried_by": lines(row["organisation"]["name"][language] for row in carried),
            "supported_by": lines(row["organisation"]["name"][language] for row in supported),
            "reservations": lines(row["text"][language] for row in claim["reservations"]),
            "sources": lines(row["title"][language] for row in claim["sources"]),
            "address": claim["addresses"][language],
        }
        row |= {f"{name}_{language}": cell for name, cell in cells.items()}
    return row


def tell_reason(decision: dict[str, Any], language: str) -> str | None:
    """Return why it was decided so; or since when that is withheld, and why."""
    withheld = decision.get("withheld")
    if not withheld:
        reason: str | None = decision.get("reason", {}).get(language)
        return reason
    with override(language):
        told = pgettext("text", "Withheld on %(withheld_on)s:") % {"withheld_on": withheld["on"]}
    return f"{told} {withheld['reason'][language] or withheld['reason'][SOURCE]}"


def lines(texts: Any) -> str:
    return "\n".join(text for text in texts if text)
