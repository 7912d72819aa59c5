"""Reads a claim's record: its follow-up, what each party says, the decisions taken, and its successors."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from translations.languages import column

from ..models.claim import ClaimPage
from ..models.decision import Decision, Deliberation, Succession
from ..models.ledger import GivenMark
from ..models.step import VOICES, FollowUp, Step, StepKind


def read_follow_up(steps: Iterable[Step]) -> FollowUp:
    """Return what the last of `steps`, standing and in order, has brought the claim to."""
    follow_up = FollowUp.NOT_PUT
    for step in steps:
        follow_up = StepKind(step.kind).follow_up or follow_up
    return follow_up


def find_open_put(steps: Iterable[Step]) -> datetime.date | None:
    """Return the day since which an answer is awaited: that of the first time it was put since the last answer."""
    since = None
    for step in steps:
        if step.kind == StepKind.PUT:
            since = since or step.on
        elif StepKind(step.kind).follow_up:
            since = None
    return since


@dataclass
class Record:
    """A claim's record as readers see it."""

    steps: list[Step]  # what happened, in order, those corrected since included
    voices: list[tuple[Any, list[Step]]]  # what each party says: its label, and its words, the latest first
    days_waiting: int | None  # since the claim was put, while nobody has answered


def read_record(claim: ClaimPage) -> Record:
    """Read the record of `claim` in one query, or two where documents are its evidence."""
    related = ["organisation", "evidence_document__collection", "corrects", "correction", "withholding"]
    entries = list(Step.objects.filter(claim=claim).in_order().select_related(*related))
    leave_out_private_documents(entries)
    voices = [(kind.label, [step for step in reversed(entries) if step.kind == kind]) for kind in VOICES]
    return Record(
        steps=[step for step in entries if not step.is_voice],
        voices=[(label, words) for label, words in voices if words],
        days_waiting=(timezone.localdate() - claim.put_on).days if claim.put_on else None,
    )


def leave_out_private_documents(steps: list[Step]) -> None:
    """Leave out documents in collections that not everybody may open: their titles and files' names would tell."""
    if not any(step.evidence_document for step in steps):
        return
    private = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    for step in steps:
        if step.evidence_document and step.evidence_document.collection.path.startswith(private):
            step.evidence_document = None


@dataclass
class History:
    """What was decided on a claim, and the claims before and after it."""

    decision: Decision | None  # the latest one, if any was entered
    predecessors: list[ClaimPage]
    successors: list[ClaimPage]
    deleted_predecessors: list[GivenMark] = field(default_factory=list)
    deleted_successors: list[GivenMark] = field(default_factory=list)


def read_history(claim: ClaimPage) -> History:
    """Read what was decided on `claim`, those of its neighbours that may be seen, and the deleted: three queries."""
    decision = Decision.objects.filter(claim=claim).select_related("withholding").order_by("on", "pk").last()
    if not claim.has_predecessors and not Deliberation(claim.deliberation).is_final:
        return History(decision=decision, predecessors=[], successors=[])
    comes_after = Exists(Succession.objects.filter(predecessor=claim, successor=OuterRef("pk")))
    near = type(claim).objects.visible().filter(Q(precessions__predecessor=claim) | Q(successions__successor=claim))
    near = list(near.annotate(comes_after=comes_after).distinct().defer_streamfields().order_by("number", "pk"))
    return History(
        decision=decision,
        predecessors=[other for other in near if not other.comes_after],
        successors=[other for other in near if other.comes_after],
        **read_deleted(claim),
    )


def read_deleted(claim: ClaimPage) -> dict[str, list[GivenMark]]:
    """Return the marks of deleted claims that stood before and after `claim`: in one query."""
    before, after = Q(tombstone__successors__claim=claim), Q(tombstone__predecessors__claim=claim)
    came_after = Exists(GivenMark.objects.filter(after, pk=OuterRef("pk")))
    found = list(GivenMark.objects.filter(before | after).annotate(came_after=came_after).distinct().order_by("pk"))
    return {
        "deleted_predecessors": [given for given in found if not given.came_after],
        "deleted_successors": [given for given in found if given.came_after],
    }


@contextmanager
def hold_record(claim: ClaimPage) -> Iterator[None]:
    """Read the steps and decisions of `claim` once, however often they are asked for meanwhile."""
    prefetch_related_objects([claim], Prefetch("steps", Step.objects.select_related("correction")), "decisions")
    try:
        yield
    finally:
        for name in ("steps", "decisions"):
            claim._prefetched_objects_cache.pop(name, None)


def read_record_texts(claim: ClaimPage, language: str) -> list[str]:
    """Return what the page of `claim` shows of its record in `language`, but for what was corrected: it finds nothing.

    Titles of evidence are shown with its address only, those of documents not at all: their collection may be private.
    """
    if not claim.pk:
        return []
    held = "steps" in getattr(claim, "_prefetched_objects_cache", {})
    steps = claim.steps.all() if held else claim.steps.select_related("correction")
    decision = next(reversed(claim.decisions.all()), None)
    shown: list[tuple[Decision | Step, str]] = []
    if decision and decision.deliberation != Deliberation.ADOPTED:
        shown.append((decision, "reason"))
    for step in steps:
        if not hasattr(step, "correction"):
            names = ["means", "text", *(["evidence_title"] if step.evidence_url else [])]
            shown += [(step, name) for name in names]
    return [text for entry, name in shown if (text := getattr(entry, column(name, language)))]
