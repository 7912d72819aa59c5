"""Consent two years old: asked for anew once, with a last day, and ended after it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from mail.queue import OutgoingEmail, give_up, send_due_emails
from newsletter.delivery.scheduler import tick
from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscriptions import consent_renewal as renewing
from newsletter.subscriptions.links import manage_url, renewal_url
from newsletter.subscriptions.subscribing import choose_anew
from newsletter.subscriptions.unsubscribing import unsubscribe
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
    assert visitor.words("You are subscribed") in visitor.open(url).content.decode()
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


@pytest.mark.parametrize("server", ["Down", "KnowsNobody", "Greylisting"])
def test_question_that_reached_nobody_ends_no_subscription_and_is_asked_again(settings: Any, server: str):
    reader = subscriber()
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"tests.newsletter.mailservers.{server}"
    tick()
    give_up(timezone.now() + timedelta(days=2))
    reader.refresh_from_db()
    assert (reader.status, reader.renew_by) == ("active", None)
    settings.EMAIL_BACKEND = working
    tick()
    assert not mail.outbox  # not the same day
    tick(timezone.now() + timedelta(days=60))
    assert Subscriber.objects.get().status == "active"
    assert len(mail.outbox) == 1


def test_ticks_that_overlap_ask_once(monkeypatch: pytest.MonkeyPatch):
    """A second tick asks between the first one's look and its question."""
    subscriber()
    silent, looks = renewing.silent, []

    def silent_before_a_tick(now: Any) -> Any:
        found = list(silent(now))
        if not looks:
            looks.append(found)
            tick()
            return found
        return silent(now)

    monkeypatch.setattr(renewing, "silent", silent_before_a_tick)
    tick()
    assert len(mail.outbox) == len(looks) == 1


def test_who_leaves_while_the_mail_waits_gets_none(settings: Any):
    settings.EMAILS_AT_ONCE = False
    reader = subscriber()
    tick()
    assert OutgoingEmail.objects.count() == 1
    unsubscribe(subscriber=reader, form_language="fr")
    send_due_emails()
    tick(timezone.now() + timedelta(days=60))
    assert not mail.outbox
