"""So many messages a second, in all and for each mail domain, however many workers there are.

A worker takes its times out of the table Pace in one short transaction for a batch, then keeps to them. Nobody waits
for a slow domain: what its time is too far away for goes back into the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from ..models.delivery import Pace

ALL = ""  # the name of the pace of the mail server as a whole
HORIZON = timedelta(seconds=30)  # how far ahead a worker takes times; well within a lease


@dataclass(frozen=True)
class Slot:
    """From when the message at place `index` of a batch may go; `back` if it should go back until then."""

    index: int
    at: datetime
    back: bool = False


def batch_size(most: int) -> int:
    """Return how many messages to claim at once: no more than the pace lets go within the horizon."""
    rate = settings.NEWSLETTER_RATE
    return max(1, min(most, int(rate * HORIZON.total_seconds()))) if rate else most


def reserve_slots(domains: Sequence[str], now: datetime) -> list[Slot]:
    """Take a time for one message to each of `domains`, in order. Does nothing where no pace is set."""
    rate, domain_rate = settings.NEWSLETTER_RATE, settings.NEWSLETTER_DOMAIN_RATE
    if not rate and not domain_rate:
        return [Slot(index, now) for index in range(len(domains))]
    names = {ALL} if rate else set()
    if domain_rate:
        names |= set(domains)
    with transaction.atomic():
        free = lock_paces(names, now)
        slots = [take_slot(index, domain, free, now) for index, domain in enumerate(domains)]
        for name, at in free.items():
            Pace.objects.filter(domain=name).update(free_at=at)
    return slots


def lock_paces(names: set[str], now: datetime) -> dict[str, datetime]:
    """Return from when each of `names` is free, locked in one order. A clock set back must not stop them for long."""
    Pace.objects.bulk_create([Pace(domain=name, free_at=now) for name in sorted(names)], ignore_conflicts=True)
    rows = Pace.objects.select_for_update().filter(domain__in=names).order_by("domain")
    latest = now + 2 * HORIZON
    return {row.domain: max(now, row.free_at) if row.free_at <= latest else now for row in rows}


def take_slot(index: int, domain: str, free: dict[str, datetime], now: datetime) -> Slot:
    names = [name for name in (ALL, domain) if name in free]
    at = max(free[name] for name in names)
    if at - now > HORIZON:
        return Slot(index, at, back=True)
    for name in names:
        rate = settings.NEWSLETTER_DOMAIN_RATE if name else settings.NEWSLETTER_RATE
        free[name] = (at if name else free[name]) + timedelta(seconds=1 / rate)
    return Slot(index, at)


def forget_paces(now: datetime) -> None:
    """Delete what no longer holds anything up."""
    Pace.objects.filter(free_at__lt=now - timedelta(days=1)).delete()
