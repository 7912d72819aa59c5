"""From old marks to new ones: what took the place of claims that were withdrawn, merged or split."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import ClaimPage, Decision, Deliberation, GivenMark, Succession
from .filters import of_an_example, visible_claims

LINES_PER_PAGE = 200
FINAL = [deliberation for deliberation in Deliberation if deliberation.is_final]


@require_safe
def list_successions(request: HttpRequest) -> HttpResponse:
    """List every mark that is no longer put to anybody, with the marks that took its place."""
    closed = visible_claims().filter(deliberation__in=FINAL).annotate(is_example=of_an_example())
    page = Paginator(closed.order_by("given_mark__code", "number"), LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"lines": read_concordance(list(page)), "lines_page": page}
    return render(request, "claims/concordance.html", context)


def read_concordance(claims: list[ClaimPage]) -> list[dict[str, Any]]:
    """Return {claim, decision, successors, deleted} for each of `claims`, in three queries."""
    visible = visible_claims().order_by().values("pk")
    successions = Succession.objects.filter(predecessor__in=claims, successor__in=visible)
    successors: dict[int, list[ClaimPage]] = {}
    for succession in successions.select_related("successor").order_by("successor__number", "pk"):
        successors.setdefault(succession.predecessor_id, []).append(succession.successor)
    deleted: dict[int, list[GivenMark]] = {}
    for given in GivenMark.objects.filter(tombstone__predecessors__claim__in=claims).annotate(
        before=F("tombstone__predecessors__claim")
    ):
        deleted.setdefault(given.before, []).append(given)
    decisions = {decision.claim_id: decision for decision in Decision.objects.filter(claim__in=claims)}
    return [
        {
            "claim": claim,
            "decision": decisions.get(claim.pk),
            "successors": successors.get(claim.pk, []),
            "deleted": deleted.get(claim.pk, []),
        }
        for claim in claims
    ]
