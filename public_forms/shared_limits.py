"""Limits that many share, such as those of one recipient or of all: what is over them waits, and is not refused.

A limit about one network may refuse: whoever is refused is who sent too much, or their neighbour. A limit that
everybody shares may not, or one stranger could close a form for all. So what comes by a form is given the time at which
its email may leave, and mail/queue.py holds it until then: half of what a limit allows goes at once, the rest at an
even pace, so that no period sees more than its limit. Nothing is held for longer than MOST_HELD: the queue is bounded.

Half of each limit is for those of whose wider network little has come today: whoever sends without end, from however
many networks of one provider, waits behind their own messages and keeps no newcomer waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction
from django.utils import timezone

from .network import NETWORKS
from .rate_limit import SKEW, RateLimit, RateLimitCounter, count_once, imprint_of, name_subjects

MOST_HELD = timedelta(days=1)
FEW, TODAY = 2, timedelta(days=1)  # so many of one wider network a day are a newcomer's
NEWCOMERS, OTHERS = "newcomers", "others"


class LimitExceeded(Exception):
    """Raised when a form cannot be taken now: `limit` says why, `status` and `seconds` what to answer."""

    def __init__(self, limit: RateLimit, status: HTTPStatus, seconds: int) -> None:
        super().__init__(limit.name)
        self.limit, self.status, self.seconds = limit, status, seconds

    @property
    def about_network(self) -> bool:
        return self.limit.name in NETWORKS


def admit(
    form: str, limits: Mapping[str, tuple[int, int]], *, networks: Mapping[str, str], shared: Mapping[str, str]
) -> datetime | None:
    """Count what came by a form; return when its email may leave, None for at once.

    :param limits: (how often, in how many seconds) by the limit's name
    :param networks: where it came from, see public_forms/network.py
    :param shared: whom the limits that many share are about, by their names, the narrowest first

    Raises LimitExceeded, with 429 when a network has sent too much, with 503 when a day's worth waits already.
    """
    if exceeded := count_once(name_subjects(form, limits, networks)):
        raise LimitExceeded(exceeded, HTTPStatus.TOO_MANY_REQUESTS, exceeded.seconds)
    newcomer = RateLimit(form, "newcomer", most=FEW, period=TODAY)
    lane = OTHERS if count_once([(newcomer, list(networks.values())[-1])]) else NEWCOMERS
    return reserve_places(name_subjects(form, limits, shared), lane)


def reserve_places(shared: list[tuple[RateLimit, str]], lane: str) -> datetime | None:
    """Give an email its place in each of `shared`, the narrowest first; return when it may leave, None for at once.

    For each limit one moment is stored: when what was let through will have been spread evenly (the generic cell rate
    algorithm, ITU-T I.371). The widest is asked first and the narrowest last, so that a recipient's limit is exact
    whatever the others say. Where one has no place within MOST_HELD, none is taken. Raises LimitExceeded.
    """
    now = timezone.now()
    halves = {imprint_of(halve(limit, lane), subject): halve(limit, lane) for limit, subject in shared}
    with transaction.atomic():
        RateLimitCounter.objects.bulk_create(
            [RateLimitCounter(imprint=each, until=now) for each in sorted(halves)], ignore_conflicts=True
        )
        locked = RateLimitCounter.objects.select_for_update().filter(imprint__in=halves).order_by("imprint")
        counters = {counter.imprint: counter for counter in locked}
        at = now
        for imprint, limit in reversed(halves.items()):
            counter = counters[imprint]
            if not limit.most:
                raise LimitExceeded(limit, HTTPStatus.SERVICE_UNAVAILABLE, int(MOST_HELD.total_seconds()))
            at_once = (limit.most + 1) // 2
            step = limit.period / (limit.most - at_once + 1)
            if counter.until > now + MOST_HELD + limit.period + step + SKEW:  # set by a clock that ran ahead
                counter.until = now
            until = max(counter.until, at)
            at = max(at, until - (at_once - 1) * step)
            counter.until = until + step
            if at > now + MOST_HELD:
                raise LimitExceeded(limit, HTTPStatus.SERVICE_UNAVAILABLE, int(MOST_HELD.total_seconds()))
        RateLimitCounter.objects.bulk_update(counters.values(), ["until"])
    return at if at > now else None


def halve(limit: RateLimit, lane: str) -> RateLimit:
    """Return what of `limit` one of the two has: newcomers the greater half."""
    most = (limit.most + 1) // 2 if lane == NEWCOMERS else limit.most // 2
    return RateLimit(f"{limit.form} {lane}", limit.name, most, limit.period)
