"""Marks are given at first publication, in the order of publication, and never taken back.

The ledger GivenMark remembers every mark, also of a claim deleted since; its unique constraint is what holds when two
editors publish at the same moment: the second one's insert fails and takes the next number.
"""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import Max

from ..marks import Mark
from ..models.claim import ClaimPage
from ..models.ledger import GivenMark

TRIES = 20


def restore_mark(claim: ClaimPage) -> bool:
    """Set on `claim` the mark that the ledger has for it, whatever the object says; return whether it has one.

    So neither a stale copy in memory, an old revision, a copy nor an alias can lose, change or borrow a mark.
    """
    given = GivenMark.objects.filter(claim=claim.pk).first() if claim.pk else None
    claim.mark, claim.number = (str(given), given.number) if given else (None, None)
    return given is not None


def give_mark(code: str) -> Mark:
    """Enter the next mark of workshop `code` in the ledger and return it. To be called in a transaction.

    :raises IntegrityError: if others took the next number each of TRIES times
    """
    for _ in range(TRIES - 1):
        with suppress(IntegrityError):
            return take_next(code)
    return take_next(code)


def take_next(code: str) -> Mark:
    """:raises IntegrityError: if somebody else took that number meanwhile"""
    highest = GivenMark.objects.filter(code=code).aggregate(highest=Max("number"))["highest"] or 0
    with transaction.atomic():
        GivenMark.objects.create(code=code, number=highest + 1)
    return Mark(code, highest + 1)
