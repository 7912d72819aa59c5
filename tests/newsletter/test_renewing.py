"""Consent two years old: asked for anew once, with a last day, and ended after it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from newsletter import renewing
from newsletter.ending import unsubscribe
from newsletter.links import manage_url, renewal_url
from newsletter.mail import MailUnavailable
from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscribing import choose_anew
from newsletter.ticking import tick
from tests.factories import SubscriberFactory
from tests.newsletter.conftest import Visitor

pytestmark = pytest.mark.django_db
LONG = timedelta(days=731)


def subscriber(age: timedelta = LONG, **fields: Any) -> Subscriber:
    since = timezone.now() - age
    reader = SubscriberFactory(**{"status": "active", "language": "fr", "confirmed_at": since, **fields})
    reader.consent_events.create(kind="confirmed", language="fr")
    speak(reader, since)
    return reader


def speak(reader: Subscriber, at: datetime) -> None:
    """Set when `reader` last said something: events write their own time, and are changed by no code of ours."""
    super(type(ConsentEvent.objects.all()), ConsentEvent.objects.filter(subscriber=reader)).update(at=at)


def test_silent_subscriber_is_asked_once_with_the_last_day_and_a_way_out(visitor: Visitor):
    reader = subscriber(language=visitor.language)
    tick()
    tick()
    (message,) = mail.outbox
    reader.refresh_from_db()
    assert message.to == [reader.email]
    assert str(reader.renew_by.year) in message.body
    for url in (renewal_url(reader), manage_url(reader)):
        assert url.rpartition(":")[0].rpartition(":")[0] in message.body  # but for the time and the signature
    assert message.alternatives[0][0].count(f"/{visitor.language}/") >= 2
    assert reader.renew_by - timezone.now() > timedelta(days=29)


def test_nobody_else_is_asked(settings: Any):
    subscriber(timedelta(days=729))
    subscriber(status="pending")
    subscriber(status="unsubscribed", email=None)
    spoke = subscriber()
    spoke.consent_events.create(kind="changed", language="fr")
    tick()
    subscriber()
    settings.RENEW_AFTER = 0
    tick()
    assert not mail.outbox


def test_who_presses_goes_on_and_is_asked_again_two_years_later_only(visitor: Visitor):
    reader = subscriber(language=visitor.language)
    tick()
    url = renewal_url(reader)
    before = reader.consent_events.count()
    assert visitor.open(url).status_code == 200
    assert reader.consent_events.count() == before
    assert visitor.press(url).status_code == 303
    visitor.press(url)
    assert visitor.words("It is confirmed") in visitor.open(url).content.decode()
    assert [event.kind for event in reader.consent_events.all()][before:] == ["confirmed"]
    tick(timezone.now() + timedelta(days=60))
    reader.refresh_from_db()
    assert (reader.status, reader.renew_by) == ("active", None)
    assert len(mail.outbox) == 1


def test_choosing_anew_goes_on_too_even_the_same_choices():
    reader = subscriber()
    tick()
    choose_anew(subscriber=reader, language="fr", topics=[], rhythm=reader.rhythm, form_language="fr")
    reader.refresh_from_db()
    assert reader.renew_by is None
    assert reader.consent_events.last().kind == "confirmed"


def test_who_does_not_answer_is_ended_after_the_last_day_and_may_come_back(visitor: Visitor):
    reader = subscriber()
    address, url = reader.email, renewal_url(reader)
    tick()
    tick(timezone.now() + timedelta(days=29))
    assert Subscriber.objects.get().status == "active"
    for _tick in range(2):
        tick(timezone.now() + timedelta(days=31))
    reader.refresh_from_db()
    assert (reader.status, reader.email, reader.renew_by) == ("unsubscribed", None, None)
    assert [event.kind for event in reader.consent_events.all()].count("lapsed") == 1
    assert Suppression.objects.get().reason == "unsubscribed"
    assert visitor.press(url).status_code == 303
    assert Subscriber.objects.get().status == "unsubscribed"
    assert visitor.ask_and_confirm(address).status == "active"


def test_mail_server_that_is_down_ends_nobody_who_was_not_asked(monkeypatch: pytest.MonkeyPatch):
    subscriber()

    def fail(letter: object) -> None:
        raise MailUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(renewing, "hand_over", fail)
        tick()
    tick(timezone.now() + timedelta(days=60))
    assert Subscriber.objects.get().status == "active"
    assert len(mail.outbox) == 1


def test_ticks_that_overlap_ask_once(monkeypatch: pytest.MonkeyPatch):
    """A second tick looks while the first one's mail is on its way."""
    subscriber()
    hand_over, asked = renewing.hand_over, []

    def hand_over_during_a_tick(letter: Any) -> None:
        if not asked:
            asked.append(letter)
            tick()
        hand_over(letter)

    monkeypatch.setattr(renewing, "hand_over", hand_over_during_a_tick)
    tick()
    assert len(mail.outbox) == len(asked) == 1


def test_who_leaves_while_the_mail_is_on_its_way_stays_away(monkeypatch: pytest.MonkeyPatch):
    reader = subscriber()
    monkeypatch.setattr(
        renewing, "hand_over", lambda letter: Subscriber.objects.filter(pk=reader.pk).update(status="complained")
    )
    tick()
    reader.refresh_from_db()
    assert reader.renew_by is None
    Subscriber.objects.filter(pk=reader.pk).update(status="active")
    unsubscribe(subscriber=reader, form_language="fr")
    tick(timezone.now() + timedelta(days=60))
    assert not mail.outbox
