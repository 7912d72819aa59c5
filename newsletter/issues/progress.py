"""How far an issue has come, in figures that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from ..models import Issue
from ..models.delivery import Delivery

RATE_OVER = timedelta(seconds=60)
DEAD_LETTERS_SHOWN = 50

State = Delivery.State


@dataclass(frozen=True)
class Progress:
    """Counts of deliveries. `rate` is messages accepted a second, over the last minute; `left` what is still to go."""

    total: int
    accepted: int
    deferred: int
    rejected: int
    returned: int
    skipped: int
    remaining: int  # deferred ones included
    rate: float
    left: timedelta | None  # None where nothing tells

    @property
    def percent(self) -> int:
        return 100 * (self.total - self.remaining) // self.total if self.total else 0

    @property
    def minutes_left(self) -> int | None:
        return None if self.left is None else max(1, round(self.left.total_seconds() / 60))


def measure(issue: Issue, now: datetime | None = None) -> Progress:
    """Count in one query."""
    now = now or timezone.now()
    counts: dict[str, Any] = issue.deliveries.aggregate(
        total=Count("pk"),
        deferred=Count("pk", filter=Q(state=State.WAITING, attempts__gt=0)),
        remaining=Count("pk", filter=Q(state__in=[State.WAITING, State.CLAIMED])),
        recent=Count("pk", filter=Q(state=State.ACCEPTED, done_at__gt=now - RATE_OVER)),
        **{
            state.value: Count("pk", filter=Q(state=state))
            for state in (State.ACCEPTED, State.REJECTED, State.RETURNED, State.SKIPPED)
        },
    )
    recent = counts.pop("recent")
    seconds = RATE_OVER.total_seconds()
    if issue.started_at:
        seconds = min(seconds, max((now - issue.started_at).total_seconds(), 1))
    rate = recent / seconds if issue.state == Issue.State.SENDING else 0.0
    left = timedelta(seconds=counts["remaining"] / rate) if rate and counts["remaining"] else None
    return Progress(**counts, rate=rate, left=left)


def dead_letters(issue: Issue) -> Any:
    """Return the deliveries that were rejected, the latest first, with whom they were for."""
    rejected = issue.deliveries.filter(state=State.REJECTED).select_related("subscriber")
    return rejected.order_by("-done_at", "-pk")[:DEAD_LETTERS_SHOWN]
