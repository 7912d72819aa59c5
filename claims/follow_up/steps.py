"""Following a claim up: entering steps in its record."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from search.indexing import write_texts
from translations.languages import SOURCE, column
from translations.publishing.locking import lock_pages

from ..models.claim import ClaimPage
from ..models.decision import Deliberation
from ..models.step import Step, StepKind
from .record import find_open_put, read_follow_up


@transaction.atomic
def record_step(*, step: Step, user: User | None = None) -> Step:
    """Enter `step`, not saved yet, in its claim's record, and bring the claim's follow-up up to date.

    :raises ValidationError: if the claim bears no mark, if it is no longer open and would be put again, or if the step
        is incomplete; see Step.clean()
    """
    lock_pages(step.claim_id)
    step.by = user
    claim = check_step(step)
    with override(SOURCE):
        step.save()
    bring_up_to_date(claim)
    log(claim, "claims.step", user=user, data={"mark": claim.mark, "kind": step.kind, "on": step.on.isoformat()})
    return step


def check_step(step: Step) -> ClaimPage:
    """Return the claim of `step`, not saved yet, if it can be entered in its record; see record_step()."""
    claim = ClaimPage.objects.get(pk=step.claim_id)
    if not claim.mark:
        raise ValidationError(_("A claim’s progress can be recorded once it is published and has a number."))
    if Deliberation(claim.deliberation).is_final and step.kind == StepKind.PUT:
        raise ValidationError(
            {"kind": _("This claim is closed. Add the update to one of the claims that replaced it.")}
        )
    with override(SOURCE):
        step.full_clean()
    return claim


def bring_up_to_date(claim: ClaimPage) -> None:
    """Store on `claim` what its record says, for lists."""
    steps = list(Step.objects.filter(claim=claim).standing().in_order())
    claim.follow_up = read_follow_up(steps)
    claim.last_step_on = max((step.on for step in steps), default=None)
    claim.put_on = find_open_put(steps)
    claim.save(update_fields=["follow_up", "last_step_on", "put_on"], clean=False)  # only its record is in question


@transaction.atomic
def record_steps(*, steps: Iterable[Step], user: User | None = None) -> list[Step]:
    """Enter `steps`, one for each of several claims, all of them or none: what one letter does. See record_step().

    :raises ValidationError: naming the claim in whose record a step cannot stand
    """
    steps = list(steps)
    lock_pages(*(step.claim_id for step in steps))
    for step in steps:
        with naming_the_claim(step):
            record_step(step=step, user=user)
    return steps


def check_steps(steps: Iterable[Step]) -> None:
    """:raises ValidationError: as record_steps() would"""
    for step in steps:
        with naming_the_claim(step):
            check_step(step)


@contextmanager
def naming_the_claim(step: Step) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            raise
        raise ValidationError([f"{step.claim}: {message}" for message in error.messages]) from error


@transaction.atomic
def translate_step(*, step: Step, language: str, texts: Mapping[str, str], user: User | None = None) -> bool:
    """Add to `step` those of its texts that are still missing in `language`; return whether any was.

    What it says already stays, and nothing is added that it does not say in the source language.

    :param texts: by the names of the step's translated fields
    :raises ValidationError: on the field whose text is too long
    """
    lock_pages(step.claim_id)
    step = Step.objects.select_related("claim").get(pk=step.pk)
    missing = {column(name, language): texts.get(name, "").strip() for name in list_untranslated(step, language)}
    missing = {name: text for name, text in missing.items() if text}
    if not missing:
        return False
    errors = {}
    for name, text in missing.items():
        try:
            Step._meta.get_field(name).clean(text, step)  # type: ignore[union-attr]
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    Step.objects.filter(pk=step.pk).complete(**missing)
    write_texts([type(step.claim).objects.get(pk=step.claim_id)])
    log(step.claim, "claims.step_translated", user=user, data={"mark": step.claim.mark, "language": language})
    return True


def list_untranslated(step: Step, language: str) -> list[str]:
    """Return the names of the texts that `step` has in the source language and not in `language`."""
    return [
        name
        for name in Step.translated_fields
        if getattr(step, column(name, SOURCE)) and not getattr(step, column(name, language))
    ]


def list_due(on: datetime.date | None = None) -> models.QuerySet[Step]:
    """Return the standing steps whose date to look again has come, the longest due first.

    A step of the same day or later answers it; so does any later step that gives another date to look again. Claims
    that are no longer open are left alone.
    """
    others = Step.objects.standing().filter(claim=OuterRef("claim")).exclude(pk=OuterRef("pk"))
    follows = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    looked = others.filter(follows).filter(Q(on__gte=OuterRef("look_again_on")) | Q(look_again_on__isnull=False))
    due = Step.objects.standing().filter(look_again_on__lte=on or timezone.localdate())
    closed = [state for state in Deliberation if state.is_final]
    due = due.exclude(Exists(looked)).exclude(claim__deliberation__in=closed)
    return due.select_related("claim", "organisation").order_by("look_again_on", "pk")
