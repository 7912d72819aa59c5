"""Limits to how often something may be done, for instance by one network: counted without noting who did it.

Counts are kept in the database, which all processes share, under a keyed hash of whom they are about; once their
time is over, they mean nothing and are deleted. Without the key, nobody can tell an address from its hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .keys import get_keys


@dataclass(frozen=True)
class Cap:
    """At most `most` times in `period`, which begins with the first time, for each of what `name` is about."""

    name: str
    most: int
    period: timedelta


class Tally(models.Model):
    """How often something happened until a moment. `imprint` hides what it was and who did it."""

    imprint = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%Y-%m-%d %H:%M}"


def hide(cap: Cap, subject: str) -> str:
    return salted_hmac(f"newsletter.limits.{cap.name}", subject, secret=get_keys()[0], algorithm="sha256").hexdigest()


def count_once(subjects: Iterable[tuple[Cap, str]]) -> Cap | None:
    """Count one more time for each `(cap, subject)`; return the first cap that this exceeds, if any.

    Rows are locked in one order, so that two processes never wait for each other. What was refused counts too.
    """
    now = timezone.now()
    caps = {hide(cap, subject): cap for cap, subject in subjects}
    with transaction.atomic():
        new = [Tally(imprint=imprint, until=now + caps[imprint].period) for imprint in sorted(caps)]
        Tally.objects.bulk_create(new, ignore_conflicts=True)
        tallies = list(Tally.objects.select_for_update().filter(imprint__in=caps).order_by("imprint"))
        for tally in tallies:
            if tally.until <= now:
                tally.count, tally.until = 0, now + caps[tally.imprint].period
            tally.count += 1
        Tally.objects.bulk_update(tallies, ["count", "until"])
    exceeded = {tally.imprint for tally in tallies if tally.count > caps[tally.imprint].most}
    return next((cap for imprint, cap in caps.items() if imprint in exceeded), None)


def take_back(cap: Cap, subject: str) -> None:
    """Count one time less: what was counted did not happen after all."""
    tallies = Tally.objects.filter(imprint=hide(cap, subject), count__gt=0)
    tallies.update(count=models.F("count") - 1)


def forget_past() -> None:
    """Delete the counts whose time is over."""
    Tally.objects.filter(until__lte=timezone.now()).delete()
