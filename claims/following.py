"""Following a claim up: entering steps in its record."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from translations.languages import SOURCE, column

from .models.claim import ClaimPage
from .models.decision import Deliberation
from .models.step import Step, StepKind
from .record import find_open_put, read_follow_up

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


def list_due(on: datetime.date | None = None) -> models.QuerySet[Step]:
    """Return the standing steps whose date to look again has come and which no later step of the claim followed."""
    later = Step.objects.filter(claim=models.OuterRef("claim"), on__gte=models.OuterRef("look_again_on"))
    due = Step.objects.standing().filter(look_again_on__lte=on or timezone.localdate())
    return due.exclude(models.Exists(later)).select_related("claim", "organisation").order_by("look_again_on", "pk")
