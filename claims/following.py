"""Following a claim up: entering steps in its record, and reading from the record how far it has come."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from translations.languages import SOURCE, column

from .models.claim import ClaimPage
from .models.decision import Deliberation
from .models.step import VOICES, FollowUp, Step, StepKind

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def record_step(*, step: Step, user: User | None = None) -> Step:
    """Enter `step`, not saved yet, in its claim's record, and bring the claim's follow-up up to date.

    :raises ValidationError: if the claim bears no mark or is no longer open, or if the step is incomplete; see
        Step.clean()
    """
    claim = ClaimPage.objects.select_for_update(of=("self",)).get(pk=step.claim_id)
    if not claim.mark:
        raise ValidationError(_("A claim is followed up once it is published: its mark names it."))
    if Deliberation(claim.deliberation).is_final and step.kind == StepKind.PUT:
        raise ValidationError({"kind": _("This claim is no longer open: put one of its successors.")})
    step.by = user
    with override(SOURCE):
        step.full_clean()
        step.save()
    bring_up_to_date(claim)
    log(claim, "claims.step", user=user, data={"mark": claim.mark, "kind": step.kind, "on": step.on.isoformat()})
    return step


def bring_up_to_date(claim: ClaimPage) -> None:
    """Store on `claim` what its record says, for lists."""
    steps = list(Step.objects.filter(claim=claim).standing().in_order())
    claim.follow_up = read_follow_up(steps)
    claim.last_step_on = max((step.on for step in steps), default=None)
    claim.put_on = find_open_put(steps)
    claim.save(update_fields=["follow_up", "last_step_on", "put_on"])


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


@transaction.atomic
def translate_step(*, step: Step, language: str, texts: dict[str, str], user: User | None = None) -> None:
    """Add to `step` those of its texts that are still missing in `language`. What it says already stays.

    :param texts: by the names of the step's translated fields
    """
    missing = {column(name, language): text for name, text in texts.items() if text and name in Step.translated_fields}
    missing = {name: text for name, text in missing.items() if not getattr(step, name)}
    if missing and language != SOURCE:
        models.QuerySet(Step).filter(pk=step.pk).update(**missing)
        data = {"mark": step.claim.mark, "language": language}
        log(step.claim, "claims.step_translated", user=user, data=data)


@dataclass
class Record:
    """A claim's record as readers see it."""

    steps: list[Step]  # what happened, in order, those corrected since included
    voices: list[tuple[Any, list[Step]]]  # what each party says: its label, and its words, the latest first
    days_waiting: int | None  # since the claim was put, while nobody has answered


def read_record(claim: ClaimPage) -> Record:
    """Read the record of `claim` in one query."""
    related = ["organisation", "evidence_document", "corrects", "correction"]
    entries = list(Step.objects.filter(claim=claim).in_order().select_related(*related))
    voices = [(kind.label, [step for step in reversed(entries) if step.kind == kind]) for kind in VOICES]
    return Record(
        steps=[step for step in entries if not step.is_voice],
        voices=[(label, words) for label, words in voices if words],
        days_waiting=(timezone.localdate() - claim.put_on).days if claim.put_on else None,
    )


def list_due(on: datetime.date | None = None) -> models.QuerySet[Step]:
    """Return the standing steps whose date to look again has come and which no later step of the claim followed."""
    later = Step.objects.filter(claim=models.OuterRef("claim"), on__gte=models.OuterRef("look_again_on"))
    due = Step.objects.standing().filter(look_again_on__lte=on or timezone.localdate())
    return due.exclude(models.Exists(later)).select_related("claim", "organisation").order_by("look_again_on", "pk")
