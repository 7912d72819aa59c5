"""Citing a claim in one of its wordings, a finding or an open question: as a sentence, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from translations.languages import LANGUAGES, SOURCE, column
from workshops.models import ConventionPage, WorkshopReportPage

from ..models.claim import ClaimPage

PLAIN_CITATION = _(
    "%(mark)s. “%(statement)s” %(convention)s, %(report)s, %(place)s. Version %(wording)s, %(day)s. %(address)s"
)
CITATION_WITHOUT_VERSION = _("%(mark)s. “%(statement)s” %(convention)s, %(report)s, %(place)s. %(address)s")
SLOT = re.compile(r"%\((\w+)\)s")
BABEL = {"de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch"}
BIBTEX_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}  # fmt: skip


@dataclass(frozen=True)
class CitedText:
    """A text, and the language that it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


def read_cited_text(obj: Any, name: str, language: str) -> CitedText:
    """Read text `name` of `obj` in `language`, or else in the source language."""
    if text := getattr(obj, column(name, language)):
        return CitedText(text, language)
    return CitedText(getattr(obj, column(name, SOURCE)) or "", SOURCE)


@dataclass(frozen=True)
class Reference:
    """A claim in one of its wordings, or a finding or question, which has none, to be cited in `language`."""

    language: str
    mark: str
    statement: CitedText
    report: CitedText
    convention: CitedText
    town: str
    held_on: datetime.date
    address: str  # the short one, absolute: the same in every language
    wording: int | None = None
    worded_on: datetime.date | None = None
    is_example: bool = False

    @property
    def key(self) -> str:
        return f"{self.mark}.{self.wording}" if self.wording else self.mark

    @property
    def written_on(self) -> datetime.date:
        return self.worded_on or self.held_on

    @property
    def version(self) -> str:
        """The wording in words of the active language, "" where there is none."""
        return gettext("Version %(number)s") % {"number": self.wording} if self.wording else ""


def make_reference(
    claim: ClaimPage, report: WorkshopReportPage, convention: ConventionPage, language: str
) -> Reference:
    """Describe the published wording of `claim`, which bears a mark. Reads nothing from the database."""
    return Reference(
        language=language,
        mark=claim.mark or "",
        statement=read_cited_text(claim, "statement", language),
        report=read_cited_text(report, "title", language),
        convention=read_cited_text(convention, "title", language),
        town=convention.town,
        held_on=report.held_on or convention.starts_on,
        wording=claim.wording,
        worded_on=timezone.localtime(claim.worded_at or claim.first_published_at or timezone.now()).date(),
        address=f"{settings.BASE_URL}{claim.short_address}",
        is_example=convention.is_example,
    )


def make_references(claim: ClaimPage, report: WorkshopReportPage, convention: ConventionPage) -> list[Reference]:
    return [make_reference(claim, report, convention, language) for language in LANGUAGES]


# As a sentence


def cite_in_parts(reference: Reference) -> list[CitedText]:
    """Return the citation in plain text, in parts that are each in one language: a title may not be translated."""
    with override(reference.language):
        sentence = str(PLAIN_CITATION if reference.wording else CITATION_WITHOUT_VERSION)
        values: dict[str, str | CitedText] = {
            "mark": reference.mark,
            "statement": reference.statement,
            "convention": reference.convention,
            "report": reference.report,
            "place": f"{reference.town}, {cited_day(reference.held_on)}",
            "wording": str(reference.wording),
            "day": cited_day(reference.written_on),
            "address": reference.address,
        }
        if reference.is_example:
            sentence += f" [{gettext('A fictional example.')}]"
    return fill_sentence(sentence, values, reference.language)


def cite_in_each(references: Iterable[Reference]) -> list[dict[str, Any]]:
    """Return {code, parts} for each of `references`: its language, and its sentence."""
    return [{"code": reference.language, "parts": cite_in_parts(reference)} for reference in references]


def fill_sentence(sentence: str, values: Mapping[str, str | CitedText], language: str) -> list[CitedText]:
    """Return `sentence`, in `language`, with its slots filled from `values`, in parts that are each in one language."""
    parts: list[CitedText] = []
    for place, piece in enumerate(SLOT.split(sentence)):  # words and names of slots take turns
        value: str | CitedText = values[piece] if place % 2 else piece
        text = value if isinstance(value, CitedText) else CitedText(value, language)
        if parts and parts[-1].language == text.language:
            parts[-1] = CitedText(f"{parts[-1]}{text}", text.language)
        else:
            parts.append(text)
    return parts


def cited_day(day: datetime.date) -> str:
    """Return `day` as in a sentence of the active language; French counts the first of a month and no other."""
    number = "1er" if day.day == 1 and get_language() == "fr" else str(day.day)
    return f"{number} {format_date(day, 'F Y')}"


# As BibTeX


def cite_in_bibtex(reference: Reference) -> str:
    """Return an entry in UTF-8 that both BibTeX and biblatex read.

    Text in double braces is set as it stands: the assembly's name is no person's, and a mark keeps its capitals.
    """
    with override(reference.language):
        note = f"{reference.version}, {cited_day(reference.written_on)}" if reference.wording else ""
        place = f"{reference.report}, {reference.town}, {cited_day(reference.held_on)}"
    fields = {
        "author": f"{{{{{escape_tex(str(reference.convention))}}}}}",
        "title": f"{{{{{escape_tex(f'{reference.mark}. {reference.statement}')}}}}}",
        "howpublished": f"{{{escape_tex(place)}}}",
        "year": f"{{{reference.written_on.year}}}",
        "month": BIBTEX_MONTHS[reference.written_on.month - 1],
        **({"note": f"{{{escape_tex(note)}}}"} if note else {}),
        "url": f"{{{reference.address}}}",
        "langid": f"{{{BABEL.get(reference.statement.language, reference.statement.language)}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{reference.key},\n{lines}\n}}\n"


def escape_tex(text: str) -> str:
    """Return `text` on one line, its characters that TeX reads as commands written as themselves."""
    return "".join(TEX.get(sign, sign) for sign in " ".join(text.split()))


# As CSL-JSON


def cite_in_csl(reference: Reference) -> dict[str, Any]:
    """Return an item with the names of the CSL-JSON 1.0 schema, as citeproc, Zotero and Pandoc read it."""
    with override(reference.language):
        versions = {"version": str(reference.wording), "note": reference.version} if reference.wording else {}
    return {
        "id": reference.key,
        "type": "webpage",
        "title": f"{reference.mark}. {' '.join(str(reference.statement).split())}",
        "title-short": reference.mark,
        "number": reference.mark,
        "author": [{"literal": str(reference.convention)}],
        "container-title": str(reference.report),
        "event": str(reference.convention),
        "event-place": reference.town,
        "event-date": in_date_parts(reference.held_on),
        "issued": in_date_parts(reference.written_on),
        **versions,
        "URL": reference.address,
        "language": reference.statement.language,
    }


def in_date_parts(day: datetime.date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}
