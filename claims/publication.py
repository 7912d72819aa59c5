"""Saving a claim: its mark at first publication, its wording at each, and what its records say kept in every case.

All of it happens in the transaction that saves the claim's row (BasePage.save), so that there is all of it or nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from translations.publishing.locking import lock_pages

from .decisions.wordings import find_wording, record_wording
from .marks import Mark
from .models.claim import RECORDED, ClaimPage
from .models.ledger import GivenMark
from .models.wording import Wording
from .register.numbering import give_mark, restore_mark

CACHE_VERSION_BITS = 31
SAVED_ALWAYS = ["mark", "number", "cache_version", "wording", "worded_at"]


@dataclass
class Publication:
    """What the row of a claim that is being written makes necessary: a new mark in the ledger, its wording."""

    mark: Mark | None
    wording: Wording | None


def prepare_row(claim: ClaimPage, update_fields: Collection[str] | None) -> Collection[str] | None:
    """Set on `claim`, about to be written, what it must have; return the fields to write.

    Its page is locked, so that of two who publish one claim at once, the second finds the mark that the first one gave.

    :param update_fields: what is saved of it; None for all
    """
    if claim.pk:
        lock_pages(claim.pk)
    scheduled = claim.go_live_at and claim.go_live_at > timezone.now()  # as live, by a program: not yet published
    is_published = claim.live and not scheduled and not claim.alias_of_id
    mark = None
    if not restore_mark(claim) and is_published:
        mark = give_mark(claim.report.code)
        claim.mark, claim.number = str(mark), mark.number
    had_mark = keep_recorded(claim, but=update_fields or [])
    claim.cache_version = secrets.randbits(CACHE_VERSION_BITS)
    # what is saved in part may be a draft that says this, but for a claim that gets its mark now
    worded = is_published and (update_fields is None or not had_mark)
    claim.publication = Publication(mark, find_wording(claim) if worded else None)
    return update_fields and [*update_fields, *SAVED_ALWAYS]


def finish_row(claim: ClaimPage) -> None:
    """Write what the row of `claim`, just written, makes necessary."""
    made, claim.publication = claim.publication, None
    if made and made.mark:
        GivenMark.objects.filter(code=made.mark.code, number=made.mark.number).update(claim=claim)
    if made and made.wording:
        record_wording(claim, made.wording)


def forget_new_mark(claim: ClaimPage) -> None:
    """Take from `claim`, which could not be saved, the mark that it was to get."""
    made, claim.publication = claim.publication, None
    if made and made.mark:
        claim.mark = claim.number = None


def keep_recorded(claim: ClaimPage, *, but: Collection[str]) -> bool:
    """Take from the database what other acts may have recorded since `claim` was read.

    :param but: fields that are being recorded right now
    :returns: whether the claim had a mark when it was last saved
    """
    stored = ClaimPage.objects.filter(pk=claim.pk).values("mark", "deliberation", *RECORDED).first() or {}
    for name in [*RECORDED, *(["deliberation"] if stored.get("mark") else [])]:
        if name in stored and name not in but:
            setattr(claim, name, stored[name])
    return bool(stored.get("mark"))
