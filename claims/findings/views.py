"""The page of a finding or of an open question, and the list of all open questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from translations.languages import LANGUAGES, SOURCE, in_each_language
from workshops.models import ConventionPage, Finding

from ..citations.formats import cite_in_each
from ..citations.queries import list_pages_citing
from ..marks import RowMark, parse_row_mark
from ..rows import find_row, list_claims_resting_on, list_languages_of, list_neighbours, list_open_questions
from ..views import find_cited, refuse_mark
from .citing import make_row_references

QUESTIONS_PER_PAGE = 50


@require_safe
def show_row(request: HttpRequest, mark: str) -> HttpResponse:
    """Show a finding, with the claims that rest on it, or an open question, at the address that never changes.

    Another way to write its mark leads there, and so does a claim's mark to the claim.
    """
    parsed = parse_row_mark(mark)
    row = find_row(parsed) if parsed else None
    if row is None or mark != str(parsed):
        found = row or find_cited(mark)
        return redirect(found.get_url(request), permanent=bool(row)) if found else refuse_mark(request, mark)
    convention = ConventionPage.objects.defer_streamfields().get(path=row.page.path[: -row.page.steplen])
    before, after = list_neighbours(row)
    context: dict[str, Any] = {
        "row": row,
        "own_mark": mark,
        "is_finding": isinstance(row, Finding),
        "report": row.page,
        "convention": convention,
        "claims": list_claims_resting_on(row) if isinstance(row, Finding) else [],
        "citing_pages": list_citing(parsed, row),
        "references": cite_in_each(make_row_references(row, row.page, convention)),
        "before": before,
        "after": after,
        "short_address": reverse("mark", args=[mark]),
        **name_addresses("numbered_row", mark, languages=list_languages_of(row)),
        "base_url": settings.BASE_URL,
    }
    return render(request, "claims/row.html", context)


def list_citing(mark: RowMark | None, row: Any) -> list[Any]:
    return list(list_pages_citing(mark).exclude(pk=row.page_id)) if mark else []


def name_addresses(name: str, *args: Any, languages: Iterable[str] = LANGUAGES) -> dict[str, Any]:
    """Return the addresses of a page in every language, in those it is written in, and the one that counts."""
    addresses = in_each_language(lambda: reverse(name, args=args))
    written_in = {language: addresses[language] for language in languages}
    canonical = written_in.get(get_language() or SOURCE, addresses[SOURCE])
    return {"addresses": addresses, "written_in": written_in, "canonical": canonical}


@require_safe
def list_questions(request: HttpRequest) -> HttpResponse:
    """List all that workshops left open, under their reports, with what is invented last."""
    page = Paginator(list_open_questions(), QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    conventions = {each.path: each for each in ConventionPage.objects.visible().defer_streamfields()}
    shelves: list[dict[str, Any]] = []
    for question in page:
        report = question.page
        if not shelves or shelves[-1]["report"].pk != report.pk:
            convention = conventions.get(report.path[: -report.steplen])
            shelves.append({"report": report, "convention": convention, "questions": []})
        shelves[-1]["questions"].append(question)
    context = {
        "shelves": shelves,
        "questions_page": page,
        **name_addresses("open_questions"),
        "base_url": settings.BASE_URL,
    }
    return render(request, "claims/questions.html", context)
