"""Saving a claim: its mark at first publication, its wording at each, and what its records say kept in every case."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from translations.publishing.locking import lock_pages

from .decisions.wordings import find_wording, record_wording
from .follow_up.record import hold_record
from .models.claim import RECORDED, ClaimPage
from .models.wording import Wording
from .register.numbering import restore_mark, save_with_mark

CACHE_VERSION_BITS = 31
SAVED_ALWAYS = ["mark", "number", "seal", "wording", "worded_at"]


def save_claim(claim: ClaimPage, write: Callable[..., None], update_fields: Collection[str] | None) -> None:
    """Save `claim` in one transaction, its page locked.

    :param write: saves the row and its parts, given `update_fields`
    :param update_fields: what is saved of it; None for all
    """
    scheduled = claim.go_live_at and claim.go_live_at > timezone.now()  # as live, by a program: not yet published
    is_published = claim.live and not scheduled and not claim.alias_of_id

    def save() -> None:
        had_mark = keep_recorded(claim, but=update_fields or [])
        claim.seal = secrets.randbits(CACHE_VERSION_BITS)
        # what is saved in part may be a draft that says this, but for a claim that gets its mark now
        worded = is_published and (update_fields is None or not had_mark)
        claim.__dict__["_wording_to_store"] = find_wording(claim) if worded else None
        write(update_fields=update_fields and [*update_fields, *SAVED_ALWAYS])
        store_wording(claim)

    with transaction.atomic(savepoint=False):
        if claim.pk:
            lock_pages(claim.pk)
        if is_published:
            save_with_mark(claim, save)
        else:
            restore_mark(claim)
            save()


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


def store_wording(claim: ClaimPage) -> None:
    """Store the wording that the claim's row, just written, names."""
    wording: Wording | None = claim.__dict__.pop("_wording_to_store", None)
    if wording:
        record_wording(claim, wording)


@contextmanager
def hold_claim(claim: Any) -> Iterator[None]:
    """Let those who are told of a change of `claim` find its wording stored, and read its record once."""
    store_wording(claim)
    with hold_record(claim):
        yield
