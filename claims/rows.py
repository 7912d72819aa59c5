"""Findings and open questions by what readers cite them by: `TR-C1`, `TR-Q1`. They are as visible as their reports."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Left, Length
from django.urls import reverse

from translations.languages import LANGUAGES, SOURCE, column
from workshops.models import ConventionPage, Finding, OpenQuestion, WorkshopReportPage
from workshops.models.report import NumberedRow

from .marks import RowMark
from .models import ClaimPage
from .register.listing import visible_claims

ROW_TYPES: dict[str, type[NumberedRow]] = {row.letter: row for row in (Finding, OpenQuestion)}
LAST_GIVEN = {Finding: "last_finding", OpenQuestion: "last_question"}


def visible_rows(row_type: type[Any]) -> Any:
    """Return the rows of `row_type` in reports that everybody may read."""
    return row_type.objects.filter(page__in=WorkshopReportPage.objects.visible().order_by(), number__isnull=False)


def find_row(mark: RowMark) -> NumberedRow | None:
    """Return the finding or question that `mark` names, with its report; None where nobody may see one."""
    rows = visible_rows(ROW_TYPES[mark.letter]).filter(page__code=mark.code, number=mark.number)
    return rows.select_related("page").first()


def list_languages_of(row: NumberedRow) -> list[str]:
    """Return the languages that `row` is written in: the source, then those that it is translated into."""
    name = row.translated_fields[0]
    return [SOURCE, *(each for each in LANGUAGES if each != SOURCE and getattr(row, column(name, each)))]


def is_given(mark: RowMark) -> bool:
    """Tell whether `mark` was given to a row of a visible report: one that is no longer there, if none is found."""
    last = f"{LAST_GIVEN[ROW_TYPES[mark.letter]]}__gte"
    return (
        bool(mark.number)
        and WorkshopReportPage.objects.visible().filter(code=mark.code, **{last: mark.number}).exists()
    )


def find_row_addresses(marks: Collection[RowMark]) -> dict[RowMark, str]:
    """Map those of `marks` that visible rows bear to their addresses in the active language: a query for each kind."""
    found = {}
    for letter, row_type in ROW_TYPES.items():
        asked = {mark for mark in marks if mark.letter == letter}
        if not asked:
            continue
        rows = visible_rows(row_type).filter(
            page__code__in={mark.code for mark in asked}, number__in={mark.number for mark in asked}
        )
        for code, number in rows.values_list("page__code", "number"):
            if (mark := RowMark(code, letter, number)) in asked:
                found[mark] = reverse("numbered_row", args=[str(mark)])
    return found


def list_claims_resting_on(finding: Finding) -> list[ClaimPage]:
    """Return the visible claims of the finding's report that name it as a ground, in one query."""
    claims = visible_claims().filter(path__startswith=finding.page.path, depth=finding.page.depth + 1)
    return [claim for claim in claims.exclude(findings="") if finding.number in claim.finding_numbers]


def list_neighbours(row: NumberedRow) -> tuple[str, str]:
    """Return the marks of the finding or question before and after `row` in its report, by number; "" for none."""
    numbers = sorted(type(row).objects.filter(page=row.page, number__isnull=False).values_list("number", flat=True))
    place = numbers.index(row.number)
    around = numbers[place - 1] if place else None, next(iter(numbers[place + 1 :]), None)
    before, after = (str(RowMark(row.page.code, row.letter, number)) if number else "" for number in around)
    return before, after


def list_open_questions() -> Any:
    """Return every visible open question, by report; those of invented examples come last."""
    convention = Left(OuterRef("page__path"), Length(OuterRef("page__path")) - WorkshopReportPage.steplen)
    is_example = Exists(ConventionPage.objects.filter(path=convention, is_example=True))
    questions = visible_rows(OpenQuestion).select_related("page").annotate(is_example=is_example)
    return questions.order_by("is_example", F("page__path"), "sort_order", "pk")
