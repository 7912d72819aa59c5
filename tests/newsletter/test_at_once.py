"""Two presses at the same moment. SQLite lets one writer in at a time, so only PostgreSQL can show a fault here.

Threads have connections of their own, outside the test's transaction: what they write is there for all to see, and
has to be taken away again.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle
from threading import Barrier

import pytest
from django.db import connection

from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscriptions.consent import VERSION
from newsletter.subscriptions.subscribing import confirm_subscription, subscribe
from newsletter.subscriptions.unsubscribing import unsubscribe
from public_forms.rate_limit import RateLimit, RateLimitCounter, count_once
from tests.newsletter.conftest import ADDRESS

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture(autouse=True)
def nothing_left(db: None) -> Iterator[None]:
    yield
    in_threads(1, lambda: [model.objects.all().delete() for model in (Subscriber, Suppression, RateLimitCounter)])


def in_threads(number: int, act: Callable[[], object]) -> None:
    barrier = Barrier(number)

    def run(_number: int) -> None:
        try:
            barrier.wait(10)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        list(threads.map(run, range(number)))


def ask() -> None:
    subscribe(address=ADDRESS, language="fr", topics=[], rhythm="weekly", form_language="fr", text_version="1")


def press_confirm() -> None:
    subscriber = Subscriber.objects.get()
    confirm_subscription(subscriber=subscriber, form_language="fr", choices=subscriber.get_choices_digest(VERSION))


def press_unsubscribe() -> None:
    unsubscribe(subscriber=Subscriber.objects.get(), form_language="fr")


def test_several_coupons_for_one_address_make_one_subscriber_and_one_mail(mailoutbox):
    in_threads(4, ask)
    assert Subscriber.objects.get().consent_events.count() == 1
    assert len(mailoutbox) == 1


def test_cap_holds_when_many_count_at_once_and_nobody_waits_for_ever():
    """Named in two orders, but locked in one, the counts cannot wait for each other."""
    limit, site, taken = (
        RateLimit("test", "network", 10, timedelta(hours=1)),
        RateLimit("test", "all", 1000, timedelta(hours=1)),
        [],
    )
    orders = cycle([[(limit, "a"), (site, "")], [(site, ""), (limit, "a")]])

    def come() -> None:
        subjects = next(orders)
        taken.extend(count_once(subjects) for _time in range(5))

    in_threads(4, come)
    assert taken.count(None) == 10


def test_several_presses_confirm_and_end_once():
    in_threads(1, ask)
    in_threads(4, press_confirm)
    in_threads(4, press_unsubscribe)
    assert [event.kind for event in ConsentEvent.objects.all()] == ["asked", "confirmed", "withdrawn"]
    assert Suppression.objects.count() == 1


def test_several_coupons_of_somebody_coming_back_make_one_mail(mailoutbox):
    in_threads(1, ask)
    in_threads(1, press_unsubscribe)
    mailoutbox.clear()
    in_threads(4, ask)
    assert Subscriber.objects.get().status == "pending"
    assert len(mailoutbox) == 1
