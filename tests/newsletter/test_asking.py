"""Asking for the newsletter: the same for every address, once a day, and nothing lost when the mail server is down."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mail.queue import OutgoingEmail, send_due_emails
from newsletter.keys import get_keys
from newsletter.models import ConsentEvent, Subscriber, Suppression, make_imprint
from newsletter.subscriptions.unsubscribing import refuse_subscription, unsubscribe
from tests.factories import SubscriberFactory, TopicFactory
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows


def nobody() -> None:
    """An address we have never seen."""


def pending() -> None:
    SubscriberFactory(email=ADDRESS)


def pending_mailed_today() -> None:
    SubscriberFactory(email=ADDRESS, mail_again_at=timezone.now() + timedelta(hours=20))


def active() -> None:
    SubscriberFactory(email=ADDRESS, status="active")


def unsubscribed() -> None:
    unsubscribe(subscriber=SubscriberFactory(email=ADDRESS, status="active"), form_language="fr")


def undeliverable() -> None:
    SubscriberFactory(email=ADDRESS, status="undeliverable")


def complained() -> None:
    SubscriberFactory(email=ADDRESS, status="complained")


def suppressed() -> None:
    Suppression.objects.create(imprint=make_imprint(ADDRESS, get_keys()[0]), reason="refused")


KNOWN_STATES = [pending, pending_mailed_today, active, unsubscribed, undeliverable, complained, suppressed]
GET_A_MAIL = {nobody, pending, active, unsubscribed}
STATES = [nobody, *KNOWN_STATES]


def without_stamp(response: Any) -> tuple[int, dict[str, str], str]:
    page = BeautifulSoup(response.content, "html.parser")
    for stamp in page.find_all("input", {"name": "stamp"}):
        stamp["value"] = ""
    return response.status_code, dict(response.headers), str(page)


@pytest.mark.parametrize("state", KNOWN_STATES)
@pytest.mark.parametrize(
    "server", ["django.core.mail.backends.locmem.EmailBackend", "tests.newsletter.mailservers.Down"]
)
def test_whole_answer_is_the_same_for_known_and_unknown_addresses(visitor: Visitor, settings, state, server: str):
    settings.EMAIL_BACKEND = server
    expected = visitor.ask()
    expected_page = visitor.open(visitor.url("subscribe_sent"))
    Subscriber.objects.all().delete()
    state()
    answer = visitor.ask()
    assert without_stamp(answer) == without_stamp(expected)
    assert without_stamp(visitor.open(visitor.url("subscribe_sent"))) == without_stamp(expected_page)
    assert not answer.cookies


@pytest.mark.parametrize("state", STATES)
def test_answer_takes_the_same_time_whatever_was_done(visitor: Visitor, settings, monkeypatch, state):
    state()
    settings.FORM_TAKES = 100.0
    clock, waited = [0.0], []
    monkeypatch.setattr("public_forms.minimum_duration.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("public_forms.minimum_duration.time.sleep", waited.append)
    monkeypatch.setattr(
        "newsletter.subscriptions.subscribing.queue_letter", lambda *args, **kwargs: clock.__setitem__(0, 30.0)
    )
    assert visitor.ask().status_code == 303
    assert waited == [100.0 - clock[0]]


def test_few_queries_tell_the_states_apart(visitor: Visitor, settings):
    """What a new address costs more than a suppressed one hides well within FORM_TAKES.

    In a test, two of four transactions are part of its own: a visitor's request has four statements more, 30 at most.
    """
    settings.EMAILS_AT_ONCE = False
    counts = {}
    for state in STATES:
        Subscriber.objects.all().delete()
        Suppression.objects.all().delete()
        state()
        with CaptureQueriesContext(connection) as queries:
            visitor.ask()
        counts[state.__name__] = len(queries)
    assert max(counts.values()) <= 26, counts
    assert max(counts.values()) - min(counts.values()) <= 11, counts


@pytest.mark.parametrize("state", STATES)
def test_each_address_gets_the_mail_that_is_right_for_it(visitor: Visitor, mailoutbox, state):
    state()
    visitor.ask()
    assert len(mailoutbox) == (state in GET_A_MAIL)
    if mailoutbox:
        subject = "You already receive Cahier’s newsletter" if state is active else None
        subject = subject or "Confirm your subscription to Cahier’s newsletter"
        language = "fr" if state is active else visitor.language  # an active one is written to as they chose
        assert mailoutbox[0].subject == Visitor(language, visitor.client).words(subject)
        assert mailoutbox[0].to == [ADDRESS]


@pytest.mark.parametrize("state", [suppressed, undeliverable, complained])
def test_who_must_not_be_written_to_leaves_no_trace_of_being_asked_for(visitor: Visitor, state):
    state()
    before = all_rows()
    visitor.ask()
    assert all_rows() == before


def test_stranger_cannot_change_the_choices_of_an_active_subscriber(visitor: Visitor):
    visitor.ask_and_confirm(rhythm="each")
    visitor.ask(rhythm="weekly", language="en" if visitor.language == "fr" else "fr", topics=[TopicFactory().slug])
    subscriber = Subscriber.objects.get()
    assert (subscriber.status, subscriber.rhythm, subscriber.language) == ("active", "each", visitor.language)
    assert not subscriber.topics.exists()
    assert subscriber.consent_events.count() == 2


def test_asking_again_the_same_day_sends_no_second_mail(visitor: Visitor, mailoutbox):
    answers = [visitor.ask(spelling) for spelling in (ADDRESS, ADDRESS, ADDRESS.upper(), f" {ADDRESS} ")]
    assert {answer.status_code for answer in answers} == {303}
    assert len(mailoutbox) == 1
    assert Subscriber.objects.count() == 1
    assert ConsentEvent.objects.count() == 1


def test_asking_again_the_next_day_sends_a_new_link(visitor: Visitor, mailoutbox):
    visitor.ask()
    Subscriber.objects.update(mail_again_at=timezone.now() - timedelta(seconds=1))
    visitor.ask()
    assert len(mailoutbox) == 2
    visitor.press(visitor.link())
    assert Subscriber.objects.get().status == "active"


def test_clock_that_ran_ahead_holds_back_no_mail_once_it_is_set_right(visitor: Visitor, mailoutbox):
    visitor.ask()
    Subscriber.objects.update(mail_again_at=timezone.now() + timedelta(days=365))
    visitor.ask()
    visitor.ask()
    assert len(mailoutbox) == 2


def test_active_one_is_reminded_at_most_once_a_day(visitor: Visitor, mailoutbox):
    visitor.ask_and_confirm()
    for _time in range(3):
        visitor.ask()
    assert len(mailoutbox) == 2


def test_last_choices_before_confirming_count_and_both_are_on_record(visitor: Visitor):
    topic = TopicFactory()
    visitor.ask(rhythm="weekly")
    visitor.ask(rhythm="each", topics=[topic.slug])
    visitor.press(visitor.link())
    subscriber = Subscriber.objects.get()
    assert (subscriber.rhythm, list(subscriber.topics.all())) == ("each", [topic])
    rhythms = [(event.kind, event.choices["rhythm"]) for event in subscriber.consent_events.all()]
    assert rhythms == [("asked", "weekly"), ("asked", "each"), ("confirmed", "each")]


def test_language_of_the_letter_is_the_one_chosen_not_the_page_s(visitor: Visitor, mailoutbox):
    other = "en" if visitor.language == "fr" else "fr"
    visitor.ask(language=other)
    assert Subscriber.objects.get().language == other
    assert ConsentEvent.objects.get().language == visitor.language
    assert f"/{other}/" in visitor.link()


@pytest.mark.parametrize("server", ["Down", "HangsUp"])
def test_dead_mail_server_loses_nothing_and_keeps_nobody_waiting(visitor: Visitor, settings, mailoutbox, server: str):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"tests.newsletter.mailservers.{server}"
    topic = TopicFactory()
    for _time in range(2):
        response = visitor.ask(rhythm="each", topics=[topic.slug])
        assert (response.status_code, response["Location"]) == (303, visitor.url("subscribe_sent"))
    assert OutgoingEmail.objects.count() == 1
    settings.EMAIL_BACKEND = working
    try_again()
    assert len(mailoutbox) == 1
    visitor.press(visitor.link())
    subscriber = Subscriber.objects.get()
    assert (subscriber.status, list(subscriber.topics.all())) == ("active", [topic])


@pytest.mark.parametrize("server", ["Greylisting", "Busy"])
def test_mail_server_that_says_not_now_gets_the_mail_later(visitor: Visitor, settings, mailoutbox, server: str):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"tests.newsletter.mailservers.{server}"
    assert visitor.ask().status_code == 303
    assert not mailoutbox
    settings.EMAIL_BACKEND = working
    try_again()
    assert [message.to for message in mailoutbox] == [[ADDRESS]]
    assert not OutgoingEmail.objects.exists()


def test_request_never_speaks_to_the_mail_server(visitor: Visitor, settings, mailoutbox):
    """A server that stalls would otherwise occupy a thread for each who asks, until none is left for other visitors."""
    settings.EMAILS_AT_ONCE, settings.EMAIL_BACKEND = False, "tests.newsletter.mailservers.Untouchable"
    assert visitor.ask().status_code == 303
    assert not mailoutbox
    assert OutgoingEmail.objects.get().to == ADDRESS


def test_page_says_what_is_true_when_the_mail_has_not_left_yet(visitor: Visitor):
    page = BeautifulSoup(visitor.open(visitor.url("subscribe_sent")).content, "html.parser")
    words = "We will email you a link to confirm within a few minutes. The link works for %(hours)s hours."
    assert visitor.words(words, hours=72) in page.main.get_text()


def test_mailbox_that_the_server_refuses_is_not_told_apart(visitor: Visitor, settings):
    settings.EMAIL_BACKEND = "tests.newsletter.mailservers.KnowsNobody"
    assert visitor.ask().status_code == 303
    assert not OutgoingEmail.objects.exists()


def test_mail_that_waits_goes_with_the_address_that_is_erased(visitor: Visitor, settings):
    settings.EMAILS_AT_ONCE = False
    visitor.ask()
    refuse_subscription(subscriber=Subscriber.objects.get(), form_language="fr")
    assert not OutgoingEmail.objects.exists()


def try_again() -> None:
    OutgoingEmail.objects.update(due_at=timezone.now())
    send_due_emails()
