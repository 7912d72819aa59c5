"""How to cite a finding or an open question: with the address that never changes; it has no wordings to tell apart."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from translations.languages import LANGUAGES
from workshops.models import ConventionPage, WorkshopReportPage
from workshops.models.report import NumberedRow

from ..citations.formats import Reference, read_cited_text


def make_row_reference(
    row: NumberedRow, report: WorkshopReportPage, convention: ConventionPage, language: str
) -> Reference:
    """Describe `row`, which bears a number. Reads nothing from the database."""
    return Reference(
        language=language,
        mark=row.full_mark,
        statement=read_cited_text(row, row.translated_fields[0], language),
        report=read_cited_text(report, "title", language),
        convention=read_cited_text(convention, "title", language),
        town=convention.town,
        held_on=report.held_on or convention.starts_on,
        address=f"{settings.BASE_URL}{reverse('mark', args=[row.full_mark])}",
        is_example=convention.is_example,
    )


def make_row_references(row: NumberedRow, report: WorkshopReportPage, convention: ConventionPage) -> list[Reference]:
    return [make_row_reference(row, report, convention, language) for language in LANGUAGES]
