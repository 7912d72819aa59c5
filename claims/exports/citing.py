"""Citations of a claim, a finding or an open question, as files that reference managers read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from translations.languages import SOURCE
from workshops.models import ConventionPage, WorkshopReportPage
from workshops.models.report import NumberedRow

from ..citations.formats import Reference, cite_in_bibtex, cite_in_csl, make_reference
from ..findings.citing import make_row_reference
from ..marks import parse_mark, parse_row_mark
from ..models import ClaimPage
from ..register.listing import visible_claims
from ..rows import find_row
from ..views import refuse_mark
from .params import as_attachment, in_json, open_to_all


def refer_to_claim(claim: ClaimPage) -> Reference:
    """Describe `claim` in the active language, in two queries."""
    report = WorkshopReportPage.objects.defer_streamfields().get(path=claim.path[: -claim.steplen])
    return make_reference(claim, report, find_convention(report), get_language() or SOURCE)


def refer_to_row(row: NumberedRow) -> Reference:
    """Describe `row`, read with its report, in the active language, in one query."""
    return make_row_reference(row, row.page, find_convention(row.page), get_language() or SOURCE)


def find_convention(report: WorkshopReportPage) -> ConventionPage:
    convention: ConventionPage = ConventionPage.objects.defer_streamfields().get(path=report.path[: -report.steplen])
    return convention


def find_reference(mark: str) -> Reference | None:
    """Describe what bears `mark`, in whatever way it is spelled; None where nobody may see it."""
    if parsed := parse_mark(mark):
        claim = visible_claims().filter(mark=str(parsed)).first()
        return refer_to_claim(claim) if claim else None
    row_mark = parse_row_mark(mark)
    row = find_row(row_mark) if row_mark else None
    return refer_to_row(row) if row else None


def of_a_reference(view: Callable[[Reference], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view of what a mark in its address names; another spelling of the mark leads there."""

    @wraps(view)
    @require_safe
    def answer(request: HttpRequest, mark: str) -> HttpResponseBase:
        reference = find_reference(mark)
        if reference is None:
            return refuse_mark(request, mark)
        if mark != reference.mark and request.resolver_match:
            return redirect(reverse(request.resolver_match.view_name, args=[reference.mark]), permanent=True)
        return open_to_all(view(reference))

    return answer


@of_a_reference
def cite_bibtex(reference: Reference) -> HttpResponseBase:
    response = HttpResponse(cite_in_bibtex(reference), content_type="application/x-bibtex; charset=utf-8")
    return as_attachment(response, f"{reference.mark}.bib")


@of_a_reference
def cite_csl(reference: Reference) -> HttpResponseBase:
    response = in_json([cite_in_csl(reference)], "application/vnd.citationstyles.csl+json")
    return as_attachment(response, f"{reference.mark}.json")
