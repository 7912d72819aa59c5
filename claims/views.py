"""Finding a claim, a report, a finding or an open question by its mark."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from translations.models import BasePage
from workshops.models import WorkshopReportPage

from .marks import Mark, RowMark, parse_code, parse_mark, parse_row_mark, parse_spoken
from .models import GivenMark, Tombstone
from .register.listing import visible_claims
from .rows import find_row, is_given


@require_safe
def go_to_mark(request: HttpRequest, mark: str) -> HttpResponse:
    """Lead from a short address, `/r/DS-4`, `/r/DS` or `/r/DS-C1`, to its page in the reader's language.

    A mark whose claim was deleted answers 410 Gone (RFC 9110, section 15.5.11): paper still carries it. One whose
    claim is a draft, unpublished or private answers 404 as one never given does.
    """
    page = find_cited(mark)
    if page is None:
        return refuse_mark(request, mark)
    return redirect(page.get_url(request))


def refuse_mark(request: HttpRequest, mark: str) -> HttpResponse:
    """Say that nothing to be seen bears `mark`: 410 if it was given to a claim deleted since, else 404.

    A deleted claim's page says when and why, and leads to the claims that took its place.
    """
    gone = find_gone_mark(mark)
    context: dict[str, Any] = {"mark": gone or mark, "gone": bool(gone), "unknown_address": True}
    context["is_row"] = isinstance(gone, RowMark)
    if isinstance(gone, Mark) and (
        tombstone := Tombstone.objects.filter(given_mark__code=gone.code, given_mark__number=gone.number).first()
    ):
        context |= {
            "tombstone": tombstone,
            "successors": visible_claims().filter(given_mark__deleted_predecessors=tombstone).order_by("number", "pk"),
        }
    status = HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND
    return render(request, "claims/unknown_mark.html", context, status=status)


def find_by_mark(text: str) -> BasePage | None:
    """Return the claim whose mark, or the report whose code, is `text`; None where nobody may see one."""
    if mark := parse_mark(text):
        return visible_claims().filter(mark=str(mark)).first()
    if code := parse_code(text):
        return WorkshopReportPage.objects.visible().filter(code=code).first()
    return None


def find_cited(text: str) -> Any:
    """Return what `text` names in whatever way: a claim, a report, or else a finding or an open question."""
    if found := find_by_mark(text):
        return found
    if row := parse_row_mark(text):
        return find_row(row)
    spoken = parse_spoken(text)
    return find_row(spoken) if isinstance(spoken, RowMark) else find_by_mark(str(spoken)) if spoken else None


def find_gone_mark(text: str) -> Mark | RowMark | None:
    """Return the mark that `text` names if it was given to what has been deleted since.

    Of a finding or a question, that is one that the report no longer has.
    """
    mark = parse_mark(text)
    given = GivenMark.objects.find(mark) if mark else None
    if mark and given and not given.claim_id:
        return mark
    row = parse_row_mark(text)
    return row if row and is_given(row) and not find_row(row) else None
