"""Claims as CSV, for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import override, pgettext

from content.csv_formulas import neutralise
from content.structured_data import get_licence
from translations.languages import LANGUAGES, SOURCE

from ..models import Support
from .selectors import gather_claims
from .serializers import ClaimSerializer

# What spreadsheets set to a language take for the end of a cell; elsewhere it is a comma (RFC 4180)
CSV_SEPARATORS = {"de": ";", "es": ";", "fr": ";", "it": ";", "nl": ";"}
BOM = "\ufeff"


class Echo:
    """The file that a csv writer writes to: it hands each row on."""

    def write(self, text: str) -> str:
        return text


def write_claim_table(claims: Any, *, separator: str) -> Iterator[str]:
    """Yield, row by row, the table of `claims`, a queryset of visible ones; column names are the same everywhere.

    It begins with a byte order mark: without it Excel reads the file in the code page of the system and breaks every
    accent; LibreOffice, Python ("utf-8-sig") and R read it too.
    """
    writer = csv.writer(Echo(), delimiter=separator, lineterminator="\r\n")
    serializer = ClaimSerializer()
    rows = (make_claim_row(serializer.serialize(item)) for item in gather_claims(claims))
    yield BOM + writer.writerow(COLUMN_NAMES)
    for row in rows:
        yield writer.writerow(
            [neutralise(row[name]) if isinstance(row[name], str) else row[name] for name in COLUMN_NAMES]
        )


def columns_for(name: str) -> list[str]:
    return [f"{name}_{language}" for language in LANGUAGES]


VOTES = ["present", "votes_for", "votes_against", "votes_abstaining"]
COLUMN_NAMES = [
    "mark", "number", "workshop", *columns_for("workshop"), *columns_for("convention"), "town", "held_on", "example",
    *columns_for("title"), *columns_for("statement"), "wording", "worded_at",
    "deliberation", "decided_on", *columns_for("reason"), *VOTES, *columns_for("mandate"), "rapporteur",
    "follow_up", "last_step_on", "waiting_since", "steps",
    "evidence", *columns_for("addressees"), *columns_for("carried_by"), *columns_for("supported_by"),
    *columns_for("reservations"), "findings", *columns_for("sources"), "predecessors", "successors",
    "short_address", *columns_for("address"), "license",
]  # fmt: skip


def make_claim_row(claim: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a claim by the names of their columns; of several things, each on a line of its own.

    :param claim: as ClaimSerializer describes it
    """
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
        **{name: decision.get(name) for name in (*VOTES, "rapporteur")},
        "follow_up": claim["follow_up"]["state"],
        "last_step_on": claim["follow_up"]["last_step_on"],
        "waiting_since": claim["follow_up"]["waiting_since"],
        "steps": lines(f"{step['on']} {step['kind']}" for step in claim["steps"]),
        "evidence": lines(evidence["url"] for step in claim["steps"] for evidence in step["evidence"]),
        "findings": lines(finding["mark"] for finding in claim["findings"]),
        "predecessors": lines(claim["predecessors"]),
        "successors": lines(claim["successors"]),
        "short_address": claim["@id"],
        "license": get_licence(),
    }
    for language in LANGUAGES:
        cells = {
            "workshop": workshop.get("title", {}).get(language),
            "convention": convention.get("title", {}).get(language),
            "title": claim["title"][language],
            "statement": claim["statement"][language],
            "reason": tell_reason(decision, language),
            "mandate": decision.get("mandate", {}).get(language),
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
