"""The register of claims: all that may be seen, by convention and workshop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict

from workshops.models import ConventionPage, WorkshopReportPage

from .models.claim import ClaimPage

CLAIMS_PER_PAGE = 100


@dataclass
class Shelf:
    """A convention's claims on one page of the register."""

    convention: ConventionPage | None
    claims: list[ClaimPage] = field(default_factory=list)


@dataclass
class Choice:
    """A workshop to filter by, and how many claims it has."""

    report: WorkshopReportPage
    count: int
    chosen: bool


def visible_claims() -> Any:
    """Claims that may leave the site, in the order of the tree, without their long texts."""
    return ClaimPage.objects.visible().exclude(mark=None).order_by("path").defer_streamfields()


def get_register(query: QueryDict) -> dict[str, Any]:
    """Return the context of the register page for `query`: `workshop` is a code, `page` a number."""
    reports = list(WorkshopReportPage.objects.visible().defer_streamfields().order_by("path"))
    counts = count_claims(reports)
    code = query.get("workshop", "").upper()
    chosen = next((report for report in reports if report.code == code), None)
    claims = visible_claims()
    if chosen:
        claims = claims.descendant_of(chosen)
    paginator = Paginator(claims, CLAIMS_PER_PAGE)
    paginator.count = counts[chosen.code] if chosen else sum(counts.values())
    page = paginator.get_page(query.get("page"))
    return {
        "total": sum(counts.values()),
        "shown": paginator.count,
        "chosen": chosen,
        "choices": [Choice(report, counts[report.code], report == chosen) for report in reports],
        "claims_page": page,
        "shelves": shelve(page),
    }


def count_claims(reports: list[WorkshopReportPage]) -> dict[str, int]:
    """Map each report's code to how many of its claims may be seen, in one query."""
    counted = visible_claims().order_by().values_list("given_mark__code").annotate(Count("pk"))
    return {report.code: 0 for report in reports} | dict(counted)


def shelve(claims: Iterable[ClaimPage]) -> list[Shelf]:
    """Put claims under their conventions, in one query however many there are."""
    conventions = {page.path: page for page in ConventionPage.objects.visible().defer_streamfields()}
    shelves: list[Shelf] = []
    for claim in claims:
        convention = conventions.get(claim.path[: -2 * claim.steplen])
        if not shelves or shelves[-1].convention != convention:
            shelves.append(Shelf(convention))
        shelves[-1].claims.append(claim)
    return shelves
