"""Two presses at the same moment. SQLite lets one writer in at a time, so only PostgreSQL can show a fault here.

Threads have connections of their own, outside the test's transaction: what they write is there for all to see, and
has to be taken away again.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from newsletter.ending import unsubscribe
from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscribing import confirm, subscribe
from tests.newsletter.conftest import ADDRESS

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture(autouse=True)
def nothing_left(db: None) -> Iterator[None]:
    yield
    in_threads(1, lambda: (Subscriber.objects.all().delete(), Suppression.objects.all().delete()))


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
    confirm(subscriber=Subscriber.objects.get(), form_language="fr")


def press_unsubscribe() -> None:
    unsubscribe(subscriber=Subscriber.objects.get(), form_language="fr")


def test_several_coupons_for_one_address_make_one_subscriber_and_one_mail(mailoutbox):
    in_threads(4, ask)
    assert Subscriber.objects.get().consent_events.count() == 1
    assert len(mailoutbox) == 1


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
