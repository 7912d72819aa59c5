""" "It was not me": the second link of the confirmation mail, for somebody whose address another one typed."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscriptions.links import refusal_url
from newsletter.subscriptions.tokens import make_confirmation_token, make_refusal_token
from newsletter.subscriptions.unsubscribing import refuse_subscription, unsubscribe
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows


def refusal(visitor: Visitor) -> str:
    """Return the path of the link in the last mail that says so."""
    lines = [line for line in str(mail.outbox[-1].body).splitlines() if line.startswith("http")]
    return lines[1].removeprefix("http://localhost")


def heading(response) -> str:
    return BeautifulSoup(response.content, "html.parser").h1.get_text()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_shows_a_button_and_changes_nothing(visitor: Visitor, method: str):
    visitor.ask()
    before = all_rows()
    assert getattr(visitor.client, method)(refusal(visitor)).status_code == 200
    assert heading(visitor.open(refusal(visitor))) == visitor.words("It was not me")
    assert all_rows() == before


def test_pressing_erases_and_nobody_can_ask_again(visitor: Visitor, mailoutbox):
    visitor.ask()
    link, confirm = refusal(visitor), visitor.link()
    assert visitor.press(link).status_code == 303
    assert heading(visitor.open(link)) == visitor.words("You will receive nothing")
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert Suppression.objects.of(ADDRESS).get().reason == "refused"
    assert ADDRESS not in str(all_rows())
    before = all_rows()
    assert visitor.ask().status_code == 303
    assert visitor.press(confirm).status_code == 404
    assert visitor.press(link).status_code == 200
    assert all_rows() == before
    assert len(mailoutbox) == 1


def test_link_goes_on_working_after_confirming_and_ends_the_subscription(visitor: Visitor):
    subscriber = visitor.ask_and_confirm()
    visitor.press(refusal(visitor))
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.email) == ("unsubscribed", None)
    assert subscriber.consent_events.last().kind == "withdrawn"
    assert Suppression.objects.of(ADDRESS).get().reason == "refused"
    visitor.ask()
    assert not Subscriber.objects.filter(status="pending").exists()


def test_refusing_after_having_left_weighs_more_than_having_left(visitor: Visitor):
    subscriber = visitor.ask_and_confirm()
    unsubscribe(subscriber=subscriber, form_language="fr")
    visitor.ask()
    refuse_subscription(subscriber=subscriber, form_language="fr")
    assert Suppression.objects.of(ADDRESS).get().reason == "refused"
    assert Subscriber.objects.get().status == "unsubscribed"


def test_link_is_bound_to_its_purpose(visitor: Visitor):
    visitor.ask()
    subscriber = Subscriber.objects.get()
    for token in (make_confirmation_token(subscriber), make_refusal_token(subscriber)[:-1], "x"):
        assert visitor.press(visitor.url("refuse", token)).status_code == 404
    assert visitor.press(visitor.url("confirm", make_refusal_token(subscriber))).status_code == 404
    assert Subscriber.objects.get().status == "pending"
    assert refusal_url(subscriber).endswith(refusal(visitor))
