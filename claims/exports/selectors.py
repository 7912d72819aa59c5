"""Claims with all that is told of them, read in chunks: so many queries for each, and no more in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from modeltranslation.utils import get_translation_fields

from translations.addresses.page_addresses import ADDRESS_FIELDS
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
from ..models.grounds import read_findings
from ..register.listing import visible_claims

CHUNK = 500  # claims

# What is told of each page: rows of so many columns take a tenth of what pages take
TITLE = get_translation_fields("title")
CLAIM = (
    "pk", "path", *ADDRESS_FIELDS, *TITLE, "mark", "number", *get_translation_fields("statement"), "wording",
    "worded_at", "deliberation", "follow_up", "last_step_on", "put_on", "findings", "given_at",
)  # fmt: skip
REPORT = ("pk", "path", *ADDRESS_FIELDS, *TITLE, "code", "held_on")
FINDING = ("page_id", "number", *TITLE, *get_translation_fields("text"))
CONVENTION = ("pk", "path", *ADDRESS_FIELDS, *TITLE, "starts_on", "ends_on", "town", "is_example")


@dataclass
class Gathered:
    """A visible claim with its report, its convention and its records, nothing of which is asked for any more.

    Pages and findings are named tuples of CLAIM, REPORT, CONVENTION and FINDING.
    """

    claim: Any
    report: Any
    convention: Any
    findings: list[Any]
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
    step = ClaimPage.steplen
    found = visible_claims().filter(pk__in=keys).annotate(given_at=F("given_mark__given_at")).order_by()
    claims = {claim.pk: claim for claim in list_columns(found, CLAIM)}
    reports = by_path(WorkshopReportPage, {claim.path[:-step] for claim in claims.values()}, REPORT)
    conventions = by_path(ConventionPage, {claim.path[: -2 * step] for claim in claims.values()}, CONVENTION)
    found = Finding.objects.filter(page__in=[report.pk for report in reports.values()]).order_by("number")
    findings = group(list_columns(found, FINDING), "page")
    gathered = {}
    for key in keys:
        if claim := claims.get(key):
            report = reports.get(claim.path[:-step])
            named = set(read_findings(claim.findings))
            grounds = [finding for finding in findings[report.pk] if finding.number in named] if report else []
            gathered[key] = Gathered(claim, report, conventions.get(claim.path[: -2 * step]), grounds)
    add_records(gathered)
    add_neighbours(gathered)
    return list(gathered.values())


def by_path(model: Any, paths: set[str], columns: tuple[str, ...]) -> dict[str, Any]:
    pages = model.objects.visible().filter(path__in=paths).order_by()
    return {page.path: page for page in list_columns(pages, columns)}


def list_columns(rows: Any, columns: tuple[str, ...]) -> Any:
    """Return named tuples of `columns` as they are, not those of the active language."""
    return rows.rewrite(False).values_list(*columns, named=True)


def group(rows: Any, name: str) -> defaultdict[int, list[Any]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, f"{name}_id")].append(row)
    return grouped


def add_records(gathered: dict[int, Gathered]) -> None:
    keys = list(gathered)
    addressed = list_addressees(keys)
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
        item.addressees = addressed[key]
        item.steps = steps[key]
        for name, rows in records.items():
            setattr(item, name, rows[key])


def list_addressees(keys: list[int]) -> defaultdict[int, list[Organisation]]:
    """Map claims to whom they are addressed: each organisation is read once, as many share it."""
    pairs = ClaimPage.addressees.through.objects.filter(claimpage__in=keys).order_by("pk")
    pairs = list(pairs.values_list("claimpage_id", "organisation_id"))
    organisations = Organisation.objects.in_bulk({organisation for _claim, organisation in pairs})
    addressed = defaultdict(list)
    for claim, organisation in pairs:
        addressed[claim].append(organisations[organisation])
    return addressed


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
