"""Links in mails: opening one shows a button, pressing it acts, and no other link does."""

import time
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.signing import BadSignature
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscriptions.tokens import (
    make_confirmation_token,
    make_manage_token,
    make_refusal_token,
    make_unsubscribe_token,
    read_confirmation_token,
    read_manage_token,
    read_refusal_token,
    read_unsubscribe_token,
)
from tests.factories import SubscriberFactory, TopicFactory
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows

KINDS = ConsentEvent.Kind
TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:"


def heading(response) -> str:
    return BeautifulSoup(response.content, "html.parser").h1.get_text()


def test_opening_the_link_shows_what_was_asked_and_a_button(visitor: Visitor):
    topic = TopicFactory(name_fr="Travail", name_en="Work")
    visitor.ask(topics=[topic.slug])
    page = BeautifulSoup(visitor.open(visitor.link()).content, "html.parser")
    assert page.h1.get_text() == visitor.words("Confirm your subscription")
    assert page.main.form["method"] == "post"
    assert {"fr": "Travail", "en": "Work"}[visitor.language] in page.dl.get_text()
    assert visitor.words("Weekly") in page.dl.get_text()
    assert Subscriber.objects.get().status == "pending"


def test_pressing_the_button_confirms(visitor: Visitor):
    visitor.ask()
    response = visitor.press(visitor.link())
    assert (response.status_code, response["Location"]) == (303, visitor.link())
    assert heading(visitor.open(visitor.link())) == visitor.words("You are subscribed")
    subscriber = Subscriber.objects.get()
    assert subscriber.status == "active"
    assert subscriber.confirmed_at
    assert [event.kind for event in subscriber.consent_events.all()] == [KINDS.ASKED, KINDS.CONFIRMED]


def test_pressing_twice_does_no_harm(visitor: Visitor):
    visitor.ask_and_confirm()
    before = all_rows()
    assert visitor.press(visitor.link()).status_code == 303
    assert heading(visitor.open(visitor.link())) == visitor.words("You are subscribed")
    assert all_rows() == before


@pytest.mark.parametrize("method", ["get", "head"])
def test_mail_scanners_that_open_links_change_nothing(visitor: Visitor, method: str):
    visitor.ask()
    confirm = visitor.link()
    before = all_rows()
    assert getattr(visitor.client, method)(confirm).status_code == 200
    assert all_rows() == before
    visitor.press(confirm)
    unsubscribe = visitor.url("unsubscribe", make_unsubscribe_token(Subscriber.objects.get()))
    before = all_rows()
    assert getattr(visitor.client, method)(unsubscribe).status_code == 200
    assert getattr(visitor.client, method)(visitor.url("subscribe")).status_code == 200
    assert all_rows() == before


def test_unsubscribing_ends_and_erases(visitor: Visitor):
    subscriber = visitor.ask_and_confirm(topics=[TopicFactory().slug])
    link = visitor.url("unsubscribe", make_unsubscribe_token(subscriber))
    assert heading(visitor.open(link)) == visitor.words("Unsubscribe")
    assert visitor.press(link).status_code == 303
    assert heading(visitor.open(link)) == visitor.words("You are unsubscribed")
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.email) == ("unsubscribed", None)
    assert subscriber.ended_at
    assert not subscriber.topics.exists()
    assert subscriber.consent_events.last().kind == KINDS.WITHDRAWN
    assert Suppression.objects.of(ADDRESS).get().reason == "unsubscribed"
    assert ADDRESS not in str(all_rows())


def test_unsubscribing_twice_is_said_to_be_done(visitor: Visitor):
    link = visitor.url("unsubscribe", make_unsubscribe_token(visitor.ask_and_confirm()))
    visitor.press(link)
    before = all_rows()
    visitor.press(link)
    assert heading(visitor.open(link)) == visitor.words("You are unsubscribed")
    assert all_rows() == before


def test_link_of_somebody_erased_since_says_that_it_has_stopped(visitor: Visitor):
    subscriber = visitor.ask_and_confirm()
    link = visitor.url("unsubscribe", make_unsubscribe_token(subscriber))
    subscriber.delete()
    assert heading(visitor.open(link)) == visitor.words("You are unsubscribed")
    assert heading(visitor.press(link)) == visitor.words("You are unsubscribed")


def test_who_comes_back_is_the_same_subscriber_and_old_links_still_stop_the_letter(visitor: Visitor):
    subscriber = visitor.ask_and_confirm()
    link = visitor.url("unsubscribe", make_unsubscribe_token(subscriber))
    visitor.press(link)
    again = visitor.ask_and_confirm()
    assert again.pk == subscriber.pk
    assert not Suppression.objects.exists()
    kinds = [event.kind for event in again.consent_events.all()]
    assert kinds == [KINDS.ASKED, KINDS.CONFIRMED, KINDS.WITHDRAWN, KINDS.ASKED, KINDS.CONFIRMED]
    visitor.press(link)
    assert Subscriber.objects.get().status == "unsubscribed"


def test_who_changes_their_mind_before_confirming_again_is_unsubscribed_still(visitor: Visitor):
    link = visitor.url("unsubscribe", make_unsubscribe_token(visitor.ask_and_confirm()))
    visitor.press(link)
    visitor.ask()
    visitor.press(link)
    assert Subscriber.objects.get().status == "unsubscribed"
    assert Suppression.objects.of(ADDRESS).count() == 1


def test_confirmation_link_of_a_former_subscription_confirms_no_later_one(visitor: Visitor):
    visitor.ask()
    first = visitor.link()
    visitor.press(first)
    visitor.press(visitor.url("unsubscribe", make_unsubscribe_token(Subscriber.objects.get())))
    assert visitor.open(first).status_code == 404
    visitor.ask()
    assert visitor.press(first).status_code == 404
    assert Subscriber.objects.get().status == "pending"
    assert visitor.press(visitor.link()).status_code == 303
    assert Subscriber.objects.get().status == "active"


def test_confirmation_link_dies_after_its_time(visitor: Visitor, monkeypatch):
    visitor.ask()
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 72 * 3600 - 10)
    assert visitor.open(visitor.link()).status_code == 200
    monkeypatch.setattr("time.time", lambda: now + 72 * 3600 + 10)
    for response in (visitor.open(visitor.link()), visitor.press(visitor.link())):
        assert response.status_code == 410
        assert heading(response) == visitor.words("This link no longer works")
        assert visitor.url("subscribe") in response.content.decode()
    assert Subscriber.objects.get().status == "pending"


def test_unsubscribing_link_never_expires(visitor: Visitor, monkeypatch):
    link = visitor.url("unsubscribe", make_unsubscribe_token(visitor.ask_and_confirm()))
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 20 * 365 * 24 * 3600)
    assert visitor.press(link).status_code == 303
    assert Subscriber.objects.get().status == "unsubscribed"


@pytest.mark.parametrize("name", ["confirm", "unsubscribe"])
def test_forged_link_says_what_to_do(visitor: Visitor, name: str):
    forged = ["x", "é", ":", "a" * 5000, f"{uuid.uuid4()}", "AAAAAAAAAAAAAAAAAAAAAA:x:y", "%00", "..", "a:b\ud7ff"]
    for token in forged:
        for response in (visitor.open(visitor.url(name, token)), visitor.press(visitor.url(name, token))):
            assert response.status_code == 404, token
            assert heading(response) == visitor.words("This link no longer works")
            assert visitor.words("Error:") in BeautifulSoup(response.content, "html.parser").title.get_text()


def test_token_is_good_for_one_purpose_only(visitor: Visitor):
    subscriber = SubscriberFactory()
    assert visitor.press(visitor.url("unsubscribe", make_confirmation_token(subscriber))).status_code == 404
    assert visitor.press(visitor.url("confirm", make_unsubscribe_token(subscriber))).status_code == 404
    subscriber.refresh_from_db()
    assert subscriber.status == "pending"


@pytest.mark.parametrize("status", ["undeliverable", "complained"])
def test_who_may_not_be_written_to_cannot_be_confirmed(visitor: Visitor, status: str):
    subscriber = SubscriberFactory(status=status)
    link = visitor.url("confirm", make_confirmation_token(subscriber))
    visitor.press(link)
    assert visitor.open(link).status_code == 410
    subscriber.refresh_from_db()
    assert subscriber.status == status


def test_pages_behind_links_are_kept_from_caches_referers_and_search_engines(visitor: Visitor):
    visitor.ask()
    link = visitor.link()
    responses = [visitor.open(link), visitor.press(link), visitor.open(link), visitor.open(visitor.url("confirm", "x"))]
    for response in responses:
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"


def test_addresses_of_pages_name_no_mailbox_and_are_short(visitor: Visitor):
    visitor.ask()
    visitor.press(visitor.link())
    unsubscribe = visitor.url("unsubscribe", make_unsubscribe_token(Subscriber.objects.get()))
    for link in (visitor.link(), unsubscribe):
        assert "@" not in link
        assert "marie" not in link
        assert len(link) < 80


def test_links_survive_a_new_key_and_a_new_secret_key(visitor: Visitor, settings):
    settings.NEWSLETTER_KEYS = ["first-" + "x" * 50]
    subscriber = visitor.ask_and_confirm()
    link = visitor.url("unsubscribe", make_unsubscribe_token(subscriber))
    settings.SECRET_KEY = "other-" + "y" * 50
    settings.NEWSLETTER_KEYS = ["second-" + "z" * 50, *settings.NEWSLETTER_KEYS]
    assert visitor.press(link).status_code == 303
    settings.NEWSLETTER_KEYS = ["third-" + "t" * 50, *settings.NEWSLETTER_KEYS]
    assert Suppression.objects.of(ADDRESS).exists()
    settings.NEWSLETTER_KEYS = ["third-" + "t" * 50]
    assert visitor.open(link).status_code == 404


@pytest.mark.django_db
@examples(deadline=None)
@given(data=st.data())
def test_any_changed_token_is_refused(data: st.DataObject):
    subscriber = Subscriber.objects.filter(email=ADDRESS).first() or SubscriberFactory(email=ADDRESS)
    make, read = data.draw(
        st.sampled_from(
            [
                (make_confirmation_token, read_confirmation_token),
                (make_unsubscribe_token, read_unsubscribe_token),
                (make_refusal_token, read_refusal_token),
                (make_manage_token, read_manage_token),
            ]
        )
    )
    token = make(subscriber)
    at = data.draw(st.integers(0, len(token) - 1))
    replacement = data.draw(st.text(TOKEN_LETTERS, max_size=3) | st.text(max_size=3))
    changed = token[:at] + replacement + token[at + 1 :]
    assert read(token) == subscriber
    if changed != token:
        with pytest.raises(BadSignature):
            read(changed)


@pytest.mark.django_db
@examples(deadline=None)
@given(token=st.text())
def test_any_text_as_token_is_refused(token: str):
    for read in (read_confirmation_token, read_unsubscribe_token, read_refusal_token, read_manage_token):
        with pytest.raises(BadSignature):
            read(token)


def test_reminder_leads_to_the_choices_and_from_there_to_unsubscribing(visitor: Visitor):
    visitor.ask_and_confirm()
    visitor.ask()
    assert len(mail.outbox) == 2
    page = BeautifulSoup(visitor.open(visitor.link()).content, "html.parser")
    stop = page.find("section", {"aria-labelledby": "stop"}).a["href"]
    visitor.press(stop)
    assert Subscriber.objects.get().status == "unsubscribed"
    assert Subscriber.objects.get().ended_at > timezone.now() - timedelta(minutes=5)
