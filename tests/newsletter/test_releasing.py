"""Editors who may lift the refusal of an address: they see first what would happen, and no log names it."""

import logging
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from newsletter.models import Subscriber, Suppression
from newsletter.subscriptions.unsubscribing import record_complaint, refuse_subscription, unsubscribe
from tests.factories import SubscriberFactory
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client, django_user_model: Any) -> Any:
    user = django_user_model.objects.create_user("clerk", "clerk@exemple.fr", "clerk")
    codenames = ["access_admin", "view_subscriber", "release_subscriber"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def post(client: Client, act: str, **answers: str) -> Any:
    return client.post(
        reverse("subscribers:release"), {"email": ADDRESS, "reason": "Demandé de vive voix.", "act": act, **answers}
    )


def refused() -> None:
    refuse_subscription(subscriber=SubscriberFactory(email=ADDRESS, status="pending"), form_language="fr")


def text_of(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def test_looking_changes_nothing_and_says_what_would_happen(client, clerk):
    refused()
    before = all_rows()
    response = post(client, "look")
    assert ADDRESS in text_of(response)
    assert "N’avait rien demandé" in text_of(response)
    assert all_rows() == before


def test_released_address_is_asked_to_confirm_like_any_other(client, clerk, visitor: Visitor):
    refused()
    visitor.ask()
    assert not mail.outbox
    assert post(client, "release").status_code == 302
    assert not Suppression.objects.exists()
    assert not Subscriber.objects.exists()
    visitor.ask()
    assert Subscriber.objects.get().status == "pending"
    assert len(mail.outbox) == 1


def test_complaint_is_released_with_a_warning_and_the_old_record_stays(client, clerk, visitor: Visitor):
    old = SubscriberFactory(email=ADDRESS, status="active", confirmed_at=timezone.now())
    record_complaint(subscriber=old)
    assert "une seconde plainte nuit" in text_of(post(client, "look"))
    post(client, "release")
    assert visitor.ask_and_confirm(ADDRESS).status == "active"
    old.refresh_from_db()
    assert (old.status, old.email) == ("complained", None)
    assert old.consent_events.get().kind == "withdrawn"


def test_log_says_who_when_and_why_and_nothing_names_the_address(client, clerk, caplog: pytest.LogCaptureFixture):
    refused()
    caplog.set_level(logging.DEBUG)
    post(client, "release")
    entry = ModelLogEntry.objects.get(action="newsletter.release")
    assert (entry.user, entry.data) == (clerk, {"reason": "Demandé de vive voix.", "was": "refused"})
    assert ADDRESS not in f"{vars(entry)} {caplog.text} {all_rows()}"


def test_reason_with_an_address_in_it_or_none_is_refused(client, clerk):
    refused()
    for reason in ("", f"{ADDRESS} a demandé"):
        assert post(client, "release", reason=reason).status_code == 422
    assert Suppression.objects.exists()


def test_address_that_nothing_forbids_is_told_so(client, clerk):
    unsubscribe(subscriber=SubscriberFactory(email=ADDRESS, status="active"), form_language="fr")
    for act in ("look", "release"):
        assert "n’est pas bloquée" in text_of(post(client, act))
    assert Suppression.objects.get().reason == "unsubscribed"


def test_hash_under_an_older_key_is_found(client, clerk, settings: Any):
    settings.NEWSLETTER_KEYS = ["old"]
    refused()
    settings.NEWSLETTER_KEYS = ["new", "old"]
    post(client, "release")
    assert not Suppression.objects.exists()


def test_who_may_not_is_refused(client, importer):
    refused()
    for response in (client.get(reverse("subscribers:release")), post(client, "release")):
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")
    assert Suppression.objects.exists()
