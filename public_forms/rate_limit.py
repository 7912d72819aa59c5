"""Rate limits: how often something may be done, for instance by one network, counted without recording who did it.

Counts are kept in the database, which all processes share, under a keyed hash of whom they are about; once their
time is over, they mean nothing and are deleted. Without the key, nobody can tell an address from its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

SKEW = timedelta(minutes=1)  # between the clocks of two processes


@dataclass(frozen=True)
class RateLimit:
    """At most `most` times in `period`, which begins with the first time, for each of what `name` is about.

    :param form: what is done; counts of one form are apart from those of another
    """

    form: str
    name: str
    most: int
    period: timedelta

    @property
    def seconds(self) -> int:
        return int(self.period.total_seconds())


class RateLimitCounter(models.Model):
    """How often something happened until a moment. `imprint` hides what it was and who did it."""

    imprint = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "body"  # whose migrations made the table

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%Y-%m-%d %H:%M}"


def name_subjects(
    form: str, limits: Mapping[str, tuple[int, int]], subjects: Mapping[str, str]
) -> list[tuple[RateLimit, str]]:
    """Return the limits of a form with whom each is about, as `count_once` takes them.

    :param limits: (how often, in how many seconds) by the limit's name
    :param subjects: by the limit's name, the narrowest first
    """
    return [
        (RateLimit(form, name, limits[name][0], timedelta(seconds=limits[name][1])), subject)
        for name, subject in subjects.items()
        if name in limits
    ]


def one_mailbox(address: str) -> str:
    """Return the same for every way of writing to one mailbox: `jean+a@…` is `jean@…`; Gmail hears no dots.

    For limits only: whose mailbox it is in truth, its server alone knows.
    """
    local_part, _at, domain = address.lower().rpartition("@")
    local_part = local_part.partition("+")[0] or local_part
    if domain in ("gmail.com", "googlemail.com"):
        local_part, domain = local_part.replace(".", ""), "gmail.com"
    return f"{local_part}@{domain}"


def has_counted(limit: RateLimit, subject: str) -> bool:
    """Tell whether anything is counted for `subject` at this time."""
    now = timezone.now()
    counters = RateLimitCounter.objects.filter(imprint=imprint_of(limit, subject), count__gt=0)
    return counters.filter(until__gt=now, until__lte=now + limit.period + SKEW).exists()  # later: a clock ran ahead


def imprint_of(limit: RateLimit, subject: str) -> str:
    return salted_hmac(f"body.limits.{limit.form}.{limit.name}", subject, algorithm="sha256").hexdigest()


def count_once(subjects: Iterable[tuple[RateLimit, str]]) -> RateLimit | None:
    """Count one more time for each `(limit, subject)`, the narrowest first; return the first limit exceeded, if any.

    Those after it are not counted: one network that tries without end must not use up what all others have.
    Rows are locked in one order, so that two processes never wait for each other.
    """
    now = timezone.now()
    limits = {imprint_of(limit, subject): limit for limit, subject in subjects}
    with transaction.atomic(savepoint=False):  # part of the caller's transaction, if there is one
        new = [RateLimitCounter(imprint=imprint, until=now + limits[imprint].period) for imprint in sorted(limits)]
        RateLimitCounter.objects.bulk_create(new, ignore_conflicts=True)
        locked = RateLimitCounter.objects.select_for_update().filter(imprint__in=limits).order_by("imprint")
        counters = {counter.imprint: counter for counter in locked}
        exceeded = None
        for imprint, limit in limits.items():
            counter = counters[imprint]
            if not now < counter.until <= now + limit.period + SKEW:  # over, or set by a clock that ran ahead
                counter.count, counter.until = 0, now + limit.period
            if counter.count >= limit.most:
                exceeded = limit
                break
            counter.count += 1
        RateLimitCounter.objects.bulk_update(counters.values(), ["count", "until"])
    return exceeded


def take_back(limit: RateLimit, subject: str) -> None:
    """Count one time less: what was counted did not happen after all."""
    counters = RateLimitCounter.objects.filter(imprint=imprint_of(limit, subject), count__gt=0)
    counters.update(count=models.F("count") - 1)


def forget_past() -> None:
    """Delete the counts whose time is over."""
    RateLimitCounter.objects.filter(until__lte=timezone.now()).delete()
