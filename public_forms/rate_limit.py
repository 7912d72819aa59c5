"""Limits to how often something may be done, for instance by one network: counted without noting who did it.

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
class Cap:
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


class Tally(models.Model):
    """How often something happened until a moment. `imprint` hides what it was and who did it."""

    imprint = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "body"  # whose migrations made the table

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%Y-%m-%d %H:%M}"


def name_subjects(form: str, caps: Mapping[str, tuple[int, int]], subjects: Mapping[str, str]) -> list[tuple[Cap, str]]:
    """Return the caps of a form with whom each is about, as `count_once` takes them.

    :param caps: (how often, in how many seconds) by the cap's name
    :param subjects: by the cap's name, the narrowest first
    """
    return [
        (Cap(form, name, caps[name][0], timedelta(seconds=caps[name][1])), subject)
        for name, subject in subjects.items()
        if name in caps
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


def has_counted(cap: Cap, subject: str) -> bool:
    """Tell whether anything is counted for `subject` at this time."""
    now = timezone.now()
    tallies = Tally.objects.filter(imprint=hide(cap, subject), count__gt=0)
    return tallies.filter(until__gt=now, until__lte=now + cap.period + SKEW).exists()  # later: a clock ran ahead


def hide(cap: Cap, subject: str) -> str:
    return salted_hmac(f"body.limits.{cap.form}.{cap.name}", subject, algorithm="sha256").hexdigest()


def count_once(subjects: Iterable[tuple[Cap, str]]) -> Cap | None:
    """Count one more time for each `(cap, subject)`, the narrowest first; return the first cap exceeded, if any.

    Those after it are not counted: one network that tries without end must not use up what all others have.
    Rows are locked in one order, so that two processes never wait for each other.
    """
    now = timezone.now()
    caps = {hide(cap, subject): cap for cap, subject in subjects}
    with transaction.atomic():
        new = [Tally(imprint=imprint, until=now + caps[imprint].period) for imprint in sorted(caps)]
        Tally.objects.bulk_create(new, ignore_conflicts=True)
        locked = Tally.objects.select_for_update().filter(imprint__in=caps).order_by("imprint")
        tallies = {tally.imprint: tally for tally in locked}
        exceeded = None
        for imprint, cap in caps.items():
            tally = tallies[imprint]
            if not now < tally.until <= now + cap.period + SKEW:  # over, or set by a clock that ran ahead
                tally.count, tally.until = 0, now + cap.period
            if tally.count >= cap.most:
                exceeded = cap
                break
            tally.count += 1
        Tally.objects.bulk_update(tallies.values(), ["count", "until"])
    return exceeded


def take_back(cap: Cap, subject: str) -> None:
    """Count one time less: what was counted did not happen after all."""
    tallies = Tally.objects.filter(imprint=hide(cap, subject), count__gt=0)
    tallies.update(count=models.F("count") - 1)


def forget_past() -> None:
    """Delete the counts whose time is over."""
    Tally.objects.filter(until__lte=timezone.now()).delete()
