"""Claims with all that is told of them, read in chunks: so many queries for each, and no more in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from workshops.models import ConventionPage, Finding, WorkshopReportPage

from ..follow_up.record import leave_out_private_documents
from ..models import (
    ClaimPage,
    Decision,
    Organisation,
    Reservation,
    Source,
    Step,
    Succession,
    Support,
    Tombstone,
    Wording,
)
from ..register.listing import visible_claims

CHUNK = 200  # claims


@dataclass
class Gathered:
    """A visible claim with its report, its convention and its records, nothing of which is asked for any more."""

    claim: ClaimPage
    report: WorkshopReportPage | None
    convention: ConventionPage | None
    findings: list[Finding]
    addressees: list[Organisation] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    reservations: list[Reservation] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    wordings: list[Wording] = field(default_factory=list)
    predecessors: list[str] = field(default_factory=list)
    successors: list[str] = field(default_factory=list)


def gather_claims(claims: Any) -> Iterator[Gathered]:
    """Yield each of `claims`, a queryset of visible ones, in its order."""
    keys = list(claims.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield from gather_chunk(keys[start : start + CHUNK])


def gather_chunk(keys: list[int]) -> list[Gathered]:
    """Gather the claims with these `keys`: those that may still be seen, as what is sent may take its time."""
    claims = visible_claims().annotate(given_at=F("given_mark__given_at")).in_bulk(keys)
    reports = by_path(WorkshopReportPage, {claim.path[: -claim.steplen] for claim in claims.values()})
    conventions = by_path(ConventionPage, {claim.path[: -2 * claim.steplen] for claim in claims.values()})
    findings = group(Finding.objects.filter(page__in=[page.pk for page in reports.values()]).order_by("number"), "page")
    gathered = {}
    for key in keys:
        if claim := claims.get(key):
            report = reports.get(claim.path[: -claim.steplen])
            known = findings[report.pk] if report else []
            named = set(claim.finding_numbers)
            grounds = [finding for finding in known if finding.number in named]
            gathered[key] = Gathered(claim, report, conventions.get(claim.path[: -2 * claim.steplen]), grounds)
    add_records(gathered)
    add_neighbours(gathered)
    return list(gathered.values())


def by_path(model: Any, paths: set[str]) -> dict[str, Any]:
    return {page.path: page for page in model.objects.visible().filter(path__in=paths).defer_streamfields()}


def group(rows: Any, name: str) -> defaultdict[int, list[Any]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, f"{name}_id")].append(row)
    return grouped


def add_records(gathered: dict[int, Gathered]) -> None:
    keys = list(gathered)
    addressed = ClaimPage.addressees.through.objects.filter(claimpage__in=keys)
    addressed = group(addressed.select_related("organisation").order_by("pk"), "claimpage")
    entries = list(Step.objects.filter(claim__in=keys).in_order().select_related(*OF_A_STEP))
    leave_out_private_documents(entries)
    steps = group(entries, "claim")
    records = {
        "supports": group(of_pages(Support, keys).select_related("organisation"), "page"),
        "reservations": group(of_pages(Reservation, keys).select_related("organisation"), "page"),
        "sources": group(of_pages(Source, keys), "page"),
        "decisions": group(of_claims(Decision, keys).order_by("on", "pk"), "claim"),
        "wordings": group(of_claims(Wording, keys).public().order_by("number"), "claim"),
    }
    for key, item in gathered.items():
        item.addressees = [row.organisation for row in addressed[key]]
        item.steps = steps[key]
        for name, rows in records.items():
            setattr(item, name, rows[key])


OF_A_STEP = ["organisation", "evidence_document__collection", "withholding"]


def of_claims(model: Any, keys: list[int]) -> Any:
    return model.objects.filter(claim__in=keys).select_related("withholding")


def of_pages(model: Any, keys: list[int]) -> Any:
    return model.objects.filter(page__in=keys).order_by("sort_order", "pk")


def add_neighbours(gathered: dict[int, Gathered]) -> None:
    """Name the marks of the claims before and after each, of those that may be seen, or that were deleted since."""
    links = Succession.objects.filter(Q(predecessor__in=gathered) | Q(successor__in=gathered)).order_by("pk")
    pairs = list(links.values_list("predecessor", "successor"))
    keys = {key for pair in pairs for key in pair}
    marks = dict(visible_claims().filter(pk__in=keys).order_by().values_list("pk", "mark")) if pairs else {}
    for before, after in pairs:
        if after in gathered and before in marks:
            gathered[after].predecessors.append(marks[before])
        if before in gathered and after in marks:
            gathered[before].successors.append(marks[after])
    for tombstone in (
        Tombstone.objects.filter(Q(predecessors__claim__in=gathered) | Q(successors__claim__in=gathered))
        .select_related("given_mark")
        .prefetch_related("predecessors", "successors")
        .distinct()
        .order_by("pk")
    ):
        for given in tombstone.successors.all():
            if given.claim_id in gathered:
                gathered[given.claim_id].predecessors.append(str(tombstone))
        for given in tombstone.predecessors.all():
            if given.claim_id in gathered:
                gathered[given.claim_id].successors.append(str(tombstone))
