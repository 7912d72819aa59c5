"""The address of List-Unsubscribe (RFC 8058): a mail program's POST ends the subscription, and nothing else does."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from newsletter.models import Subscriber
from newsletter.subscriptions.links import unsubscribe_url
from tests.factories import SubscriberFactory
from tests.newsletter.conftest import all_rows
from translations.languages import LANGUAGES

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mail_program() -> Client:
    """It has no cookie, no Referer and no token of forms."""
    return Client(enforce_csrf_checks=True)


def path(subscriber: Subscriber) -> str:
    return unsubscribe_url(subscriber).removeprefix("http://localhost")


def heading(response) -> str:
    return BeautifulSoup(response.content, "html.parser").h1.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_post_ends_the_subscription_without_redirect(mail_program: Client, language: str, kind: str):
    subscriber = SubscriberFactory(email="marie@exemple.fr", status="active", language=language)
    if kind == "multipart":
        response = mail_program.post(path(subscriber), ONE_CLICK)
    else:
        body = "List-Unsubscribe=One-Click"
        response = mail_program.post(path(subscriber), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert not response.cookies
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.email) == ("unsubscribed", None)
    assert subscriber.consent_events.last().language == language


def test_post_again_and_for_somebody_erased_is_answered_alike(mail_program: Client):
    subscriber = SubscriberFactory(status="active")
    address = path(subscriber)
    assert mail_program.post(address, ONE_CLICK).status_code == 200
    assert mail_program.post(address, ONE_CLICK).status_code == 200
    subscriber.delete()
    assert mail_program.post(address, ONE_CLICK).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_opening_leads_to_the_button_in_the_subscribers_language(client: Client, method: str, language: str):
    subscriber = SubscriberFactory(status="active", language=language)
    before = all_rows()
    response = getattr(client, method)(path(subscriber))
    assert response.status_code == 302
    assert response["Location"].startswith(f"http://localhost/{language}/")
    assert getattr(client, method)(response["Location"]).status_code == 200
    assert all_rows() == before


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "no"}, {"one-click": "List-Unsubscribe"}])
def test_post_that_does_not_say_one_click_changes_nothing_and_shows_the_button(client: Client, body: dict[str, str]):
    subscriber = SubscriberFactory(status="active")
    before = all_rows()
    response = client.post(path(subscriber), body)
    assert response.status_code == 400
    assert all_rows() == before
    action = BeautifulSoup(response.content, "html.parser").main.form["action"]
    assert client.post(action).status_code == 303
    subscriber.refresh_from_db()
    assert subscriber.status == "unsubscribed"


def test_malformed_multipart_is_a_bad_request(client: Client):
    response = client.post(path(SubscriberFactory(status="active")), b"x", content_type="multipart/form-data")
    assert response.status_code == 400
    assert Subscriber.objects.get().status == "active"


@pytest.mark.parametrize("token", ["x", "a" * 3000, "AAAAAAAAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAA", "é", ":"])
def test_forged_or_truncated_token_is_not_found(client: Client, token: str):
    address = reverse("one_click", args=[token])
    assert client.post(address, ONE_CLICK).status_code == 404
    assert client.get(address).status_code == 404


def test_address_is_absolute_has_no_language_and_is_short(settings):
    settings.BASE_URL = "https://cahier.example"
    url = unsubscribe_url(SubscriberFactory(language="en"))
    assert url.startswith("https://cahier.example/u/")
    assert len(url) <= 72
    assert "en" not in url.split("/")[3:-1]


@pytest.mark.parametrize("status", ["undeliverable", "complained"])
def test_who_was_ended_from_outside_stays_so(mail_program: Client, status: str):
    subscriber = SubscriberFactory(email=None, status=status)
    assert mail_program.post(path(subscriber), ONE_CLICK).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.status == status
