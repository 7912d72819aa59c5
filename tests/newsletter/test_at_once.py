"""Two presses at the same moment. SQLite lets one writer in at a time, so only PostgreSQL can show a fault here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscribing import confirm, subscribe, unsubscribe
from tests.newsletter.conftest import ADDRESS

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

AT_ONCE = 4


def all_at_once(act: Callable[[], None]) -> None:
    barrier = Barrier(AT_ONCE)

    def run(_number: int) -> None:
        try:
            barrier.wait(10)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(run, range(AT_ONCE)))


def ask() -> None:
    subscribe(address=ADDRESS, language="fr", topics=[], rhythm="weekly", form_language="fr", text_version="1")


def test_several_coupons_for_one_address_make_one_subscriber_and_one_mail(mailoutbox):
    all_at_once(ask)
    assert Subscriber.objects.get().consent_events.count() == 1
    assert len(mailoutbox) == 1


def test_several_presses_confirm_and_end_once():
    ask()
    subscriber = Subscriber.objects.get()
    all_at_once(lambda: confirm(subscriber=subscriber, form_language="fr"))
    all_at_once(lambda: unsubscribe(subscriber=subscriber, form_language="fr"))
    assert [event.kind for event in ConsentEvent.objects.all()] == ["asked", "confirmed", "withdrawn"]
    assert Suppression.objects.count() == 1


def test_several_coupons_of_somebody_coming_back_make_one_mail(mailoutbox):
    ask()
    unsubscribe(subscriber=Subscriber.objects.get(), form_language="fr")
    mailoutbox.clear()
    all_at_once(ask)
    assert Subscriber.objects.get().status == "pending"
    assert len(mailoutbox) == 1
