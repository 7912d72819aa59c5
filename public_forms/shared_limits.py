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
from .rate_limit import SKEW, Cap, Tally, count_once, hide, name_subjects

MOST_HELD = timedelta(days=1)
FEW, TODAY = 2, timedelta(days=1)  # so many of one wider network a day are a newcomer's
NEWCOMERS, OTHERS = "newcomers", "others"


class Refused(Exception):
    """Raised when a form cannot be taken now: `cap` says why, `status` and `seconds` what to answer."""

    def __init__(self, cap: Cap, status: HTTPStatus, seconds: int) -> None:
        super().__init__(cap.name)
        self.cap, self.status, self.seconds = cap, status, seconds

    @property
    def about_network(self) -> bool:
        return self.cap.name in NETWORKS


def admit(
    form: str, caps: Mapping[str, tuple[int, int]], *, networks: Mapping[str, str], shared: Mapping[str, str]
) -> datetime | None:
    """Count what came by a form; return when its email may leave, None for at once.

    :param caps: (how often, in how many seconds) by the cap's name
    :param networks: where it came from, see public_forms/network.py
    :param shared: whom the caps that many share are about, by their names, the narrowest first

    Raises Refused, with 429 when a network has sent too much, with 503 when a day's worth waits already.
    """
    if exceeded := count_once(name_subjects(form, caps, networks)):
        raise Refused(exceeded, HTTPStatus.TOO_MANY_REQUESTS, exceeded.seconds)
    newcomer = Cap(form, "newcomer", most=FEW, period=TODAY)
    lane = OTHERS if count_once([(newcomer, list(networks.values())[-1])]) else NEWCOMERS
    return reserve(name_subjects(form, caps, shared), lane)


def reserve(shared: list[tuple[Cap, str]], lane: str) -> datetime | None:
    """Give an email its place in each of `shared`, the narrowest first; return when it may leave, None for at once.

    For each cap one moment is stored: when what was let through will have been spread evenly (the generic cell rate
    algorithm, ITU-T I.371). The widest is asked first and the narrowest last, so that a recipient's limit is exact
    whatever the others say. Where one has no place within MOST_HELD, none is taken. Raises Refused.
    """
    now = timezone.now()
    halves = {hide(halve(cap, lane), subject): halve(cap, lane) for cap, subject in shared}
    with transaction.atomic():
        Tally.objects.bulk_create([Tally(imprint=each, until=now) for each in sorted(halves)], ignore_conflicts=True)
        locked = Tally.objects.select_for_update().filter(imprint__in=halves).order_by("imprint")
        tallies = {tally.imprint: tally for tally in locked}
        at = now
        for imprint, cap in reversed(halves.items()):
            tally = tallies[imprint]
            if not cap.most:
                raise Refused(cap, HTTPStatus.SERVICE_UNAVAILABLE, int(MOST_HELD.total_seconds()))
            at_once = (cap.most + 1) // 2
            step = cap.period / (cap.most - at_once + 1)
            if tally.until > now + MOST_HELD + cap.period + step + SKEW:  # set by a clock that ran ahead
                tally.until = now
            until = max(tally.until, at)
            at = max(at, until - (at_once - 1) * step)
            tally.until = until + step
            if at > now + MOST_HELD:
                raise Refused(cap, HTTPStatus.SERVICE_UNAVAILABLE, int(MOST_HELD.total_seconds()))
        Tally.objects.bulk_update(tallies.values(), ["until"])
    return at if at > now else None


def halve(cap: Cap, lane: str) -> Cap:
    """Return what of `cap` one of the two has: newcomers the greater half."""
    most = (cap.most + 1) // 2 if lane == NEWCOMERS else cap.most // 2
    return Cap(f"{cap.form} {lane}", cap.name, most, cap.period)
