"""Editors who may end a pause: of somebody who is paused, by a button, and the log names nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from newsletter.issues.recipients import readers_of
from newsletter.models import Subscriber
from newsletter.subscriptions.pausing import PAUSE
from tests.factories import SubscriberFactory
from tests.newsletter.conftest import ADDRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client, django_user_model: Any) -> Any:
    user = django_user_model.objects.create_user("clerk", "clerk@exemple.fr", "clerk")
    codenames = ["access_admin", "view_subscriber", "release_subscriber"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


@pytest.fixture
def subscriber() -> Subscriber:
    now = timezone.now()
    return SubscriberFactory(
        email=ADDRESS, status="active", confirmed_at=now, bounce_score=3, bounced_at=now, paused_until=now + PAUSE
    )


def resume_url(subscriber: Subscriber) -> str:
    return reverse("subscribers:resume", args=[subscriber.pk])


def inspect(client: Client, subscriber: Subscriber) -> str:
    return client.get(reverse("subscribers:inspect", args=[subscriber.pk])).content.decode()


def is_written_to(subscriber: Subscriber) -> bool:
    return readers_of(subscriber.language).filter(pk=subscriber.pk).exists()


def test_editor_ends_a_pause_and_letters_are_sent_again(client, clerk, subscriber):
    assert resume_url(subscriber) in inspect(client, subscriber)
    assert not is_written_to(subscriber)
    assert client.post(resume_url(subscriber)).status_code == 302
    assert is_written_to(subscriber)
    subscriber.refresh_from_db()
    assert (subscriber.paused_until, subscriber.bounce_score, subscriber.bounced_at) == (None, 0, None)
    assert "La pause est terminée" in inspect(client, subscriber)
    assert resume_url(subscriber) not in inspect(client, subscriber)


def test_log_says_who_ended_a_pause_and_names_no_address(client, clerk, subscriber):
    client.post(resume_url(subscriber))
    entry = ModelLogEntry.objects.get(action="newsletter.resume")
    assert (entry.user, entry.object_id) == (clerk, str(subscriber.pk))
    assert ADDRESS not in str(vars(entry))


@pytest.mark.parametrize(
    "changed",
    [{"paused_until": None}, {"paused_until": timezone.now() - timedelta(days=1)}, {"status": "pending"}],
)
def test_who_is_not_paused_is_left_as_they_are(client, clerk, subscriber, changed):
    Subscriber.objects.update(**changed)
    before = Subscriber.objects.values().get()
    assert resume_url(subscriber) not in inspect(client, subscriber)
    client.post(resume_url(subscriber))
    assert Subscriber.objects.values().get() == before
    assert not ModelLogEntry.objects.filter(action="newsletter.resume").exists()


def test_only_a_post_of_who_may_release_addresses_ends_a_pause(client, clerk, subscriber):
    assert client.get(resume_url(subscriber)).status_code == 405
    clerk.user_permissions.remove(Permission.objects.get(codename="release_subscriber"))
    assert resume_url(subscriber) not in inspect(client, subscriber)
    assert client.post(resume_url(subscriber))["Location"] == reverse("wagtailadmin_home")
    assert not is_written_to(subscriber)
