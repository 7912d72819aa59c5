"""Applications: how many are taken from one network, and what becomes of those over a limit that many share."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from campaigns.models import Application
from mail.queue import OutgoingEmail, give_up
from tests.campaigns.applying import apply

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_too_many_applications_of_one_network_are_asked_to_wait_in_words_and_kept(
    client, call, regions, settings, language
):
    settings.APPLYING_RATE_LIMITS = {"network": (1, 3600), "domain": (100, 60), "all": (100, 60)}
    assert apply(client, call, regions["africa"], language).status_code == 303
    answer = apply(client, call, regions["africa"], language, email="autre@exemple.org")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    words = {"fr": "Trop de candidatures viennent de votre réseau", "en": "from your network just now"}
    assert words[language] in answer.content.decode()
    assert "Me voici." in answer.content.decode()
    assert Application.objects.count() == 1


@pytest.mark.parametrize("name", ["domain", "all"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_applications_over_a_shared_limit_are_held_then_refused_for_today_and_kept(
    client, call, regions, settings, monkeypatch, name, language
):
    settings.APPLYING_RATE_LIMITS = {
        "network": (100, 60),
        "domain": (1000, 60),
        "all": (1000, 60),
        name: (4, 48 * 3600),
    }
    answers = [apply(client, call, regions["africa"], language, email=f"a{n}@exemple.org") for n in range(8)]
    held = [answer for answer in answers if answer.status_code == 303 and "later" in answer["Location"]]
    assert held
    assert OutgoingEmail.objects.count() == len(held)
    words = {"fr": "jusqu’à un jour", "en": "up to a day"}
    assert words[language] in client.get(held[0]["Location"]).content.decode()
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (503, "86400")
    words = {"fr": "Trop de candidatures sont en attente", "en": "Too many applications are waiting"}
    assert words[language] in answers[-1].content.decode()
    assert "Me voici." in answers[-1].content.decode()
    waiting = OutgoingEmail.objects.order_by("due_at").last()
    last = (waiting.held_until + datetime.timedelta(hours=settings.CONFIRMATION_MAX_AGE)).timestamp()
    link = re.search(r"http\S+/(?:confirmer|confirm)/\S+", waiting.text)[0].removeprefix(settings.BASE_URL)
    monkeypatch.setattr("django.core.signing.time.time", lambda: last - 60)
    assert client.get(link).status_code == 200  # it is good from when it leaves
    monkeypatch.setattr("django.core.signing.time.time", lambda: last + 60)
    assert client.get(link).status_code == 410


def test_form_with_a_mistake_does_not_count(client, call, regions, settings):
    settings.APPLYING_RATE_LIMITS = dict.fromkeys(("network", "domain", "all"), (1, 3600))
    assert [apply(client, call, regions["africa"], email="noe@").status_code for _ in range(3)] == [422] * 3
    assert apply(client, call, regions["africa"]).status_code == 303


def test_address_gets_three_mails_a_month_whatever_becomes_of_its_applications(client, call, regions):
    for number in range(5):
        assert apply(client, call, regions["africa"]).status_code == 303
        assert len(mail.outbox) == min(number + 1, 3)
        Application.objects.all().delete()


def test_mail_that_was_given_up_is_none_of_the_three(client, call, regions, settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.newsletter.mailservers.Down"
    for _ in range(5):
        apply(client, call, regions["africa"])
        give_up(timezone.now() + 2 * DAY)
        Application.objects.update(mailed_at=None)
    settings.EMAIL_BACKEND = working
    for number in range(5):
        apply(client, call, regions["africa"])
        Application.objects.update(mailed_at=None)
        assert len(mail.outbox) == min(number + 1, 3)
