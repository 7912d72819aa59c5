"""What can be taken away of the claims: pages, and files in formats that other programs read."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import GivenMark
from ..register import visible_claims

MARKS_PER_PAGE = 500


@require_safe
def list_marks(request: HttpRequest) -> HttpResponse:
    """List every mark in order, with the state of its claim; those of deleted claims too, as paper still bears them.

    A mark whose claim is a draft again, or private, is left out, as its short address answers 404.
    """
    marks = GivenMark.objects.filter(Q(claim=None) | Q(claim__in=visible_claims().order_by())).order_by(
        "code", "number"
    )
    page = Paginator(marks, MARKS_PER_PAGE).get_page(request.GET.get("page"))
    claims = visible_claims().in_bulk([given.claim_id for given in page if given.claim_id])
    groups: dict[str, list[dict[str, Any]]] = {}
    for given in page:
        groups.setdefault(given.code, []).append({"mark": str(given), "claim": claims.get(given.claim_id)})
    return render(request, "claims/marks.html", {"groups": groups.items(), "marks_page": page})
