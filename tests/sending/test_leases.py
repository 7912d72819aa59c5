"""Leases are short, and renewed while a worker lives: what a killed one held is another's within half a minute."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError

from newsletter.delivery import ledger
from newsletter.delivery.issuing import PAUSES
from newsletter.delivery.leases import Renewal
from newsletter.delivery.scheduler import paused_long_enough, tick
from newsletter.delivery.sending import Sender
from newsletter.models import Issue
from newsletter.models.delivery import BACK_OFF, Delivery
from tests.sending.conftest import readers, states

pytestmark = pytest.mark.django_db

PATIENCE = 10  # seconds, for a thread
SECOND = timedelta(seconds=1)


@pytest.fixture
def renewals(monkeypatch: pytest.MonkeyPatch, settings: Any) -> tuple[list[list[int]], Event]:
    """What is renewed, and an event that is set each time. The database is another thread's, so it is not asked."""
    settings.NEWSLETTER_LEASE = 0.03
    renewed: list[list[int]] = []
    event = Event()

    def renew(claims: Any, now: Any) -> None:
        renewed.append([claimed.pk for claimed in claims])
        event.set()

    monkeypatch.setattr(ledger, "renew", renew)
    return renewed, event


def test_lease_that_is_renewed_does_not_end(issue, clock, settings):
    readers(2)
    tick(clock.now)
    claims = ledger.claim(issue, 2, clock.now)
    for _time in range(5):
        clock.go_on(seconds=settings.NEWSLETTER_LEASE - 1)
        ledger.renew(claims, clock.now)
        tick(clock.now)
    assert states(issue) == {"claimed": 2}
    clock.go_on(seconds=settings.NEWSLETTER_LEASE + 1)
    tick(clock.now)
    assert states(issue) == {"waiting": 2}


def test_tick_that_waited_for_the_database_leaves_a_worker_what_it_claimed_or_renewed_meanwhile(issue, clock):
    readers(2)
    tick(clock.now)
    looked_at = clock.now
    clock.go_on(seconds=3)
    claims = ledger.claim(issue, 2, clock.now)
    assert ledger.return_expired(looked_at) == 0
    clock.go_on(seconds=3)
    ledger.renew(claims, clock.now)
    assert ledger.return_expired(looked_at) == 0
    assert states(issue) == {"claimed": 2}


def test_tick_that_waited_for_the_database_ends_no_pause_and_no_wait_that_a_worker_has_set_meanwhile(issue, clock):
    readers(2)
    tick(clock.now)
    at = clock.now + 3 * SECOND
    Delivery.objects.update(tried_at=at, due_at=at + BACK_OFF[-1])
    ledger.catch_up(clock.now)
    assert not Delivery.objects.due(issue.pk, at).exists()
    Issue.objects.update(state="paused", paused_until=at + PAUSES[-1])
    assert not paused_long_enough(clock.now)


def test_what_is_done_or_anothers_is_not_renewed(issue, clock):
    readers(3)
    tick(clock.now)
    claims = ledger.claim(issue, 3, clock.now)
    done, lost, _held = [claimed.pk for claimed in claims]
    Delivery.objects.filter(pk=done).update(state="accepted", claim="", lease_until=None)
    Delivery.objects.filter(pk=lost).update(claim="x" * 32)
    before = Delivery.objects.get(pk=lost).lease_until
    ledger.renew(claims, clock.now + timedelta(seconds=20))
    assert Delivery.objects.get(pk=done).lease_until is None
    assert Delivery.objects.get(pk=lost).lease_until == before


def test_worker_that_a_mail_server_keeps_waiting_goes_on_holding_its_batch(issue, clock, server, settings, renewals):
    settings.NEWSLETTER_RATE = 0
    readers(2)
    tick(clock.now)
    renewed, event = renewals
    server.before = lambda address: event.wait(PATIENCE)
    assert Sender(issue, open_line=server.open_line, now=clock, sleep=clock.sleep).run() == 2
    assert sorted(Delivery.objects.values_list("pk", flat=True)) in [sorted(keys) for keys in renewed]


def test_worker_that_hangs_renews_nothing_after_its_time(clock, renewals):
    renewed, _event = renewals
    with Renewal(clock, seconds=0) as renewal:
        renewal.thread.join(PATIENCE)
        assert not renewal.thread.is_alive()
    assert not renewed


def test_database_that_is_away_for_a_moment_ends_no_renewal(clock, renewals, monkeypatch):
    _renewed, event = renewals
    renew, failures = ledger.renew, [OperationalError("away")]

    def fail_once(*args: Any) -> None:
        if failures:
            raise failures.pop()
        renew(*args)

    monkeypatch.setattr(ledger, "renew", fail_once)
    with Renewal(clock, seconds=60):
        assert event.wait(PATIENCE)


def test_killed_workers_batch_is_anothers_within_half_a_minute(issue, send, server, clock):
    readers(2)
    tick(clock.now)
    ledger.claim(issue, 2, clock.now)  # and nothing is heard of it any more
    clock.go_on(seconds=31)
    send()
    assert len(server.sent) == 2
