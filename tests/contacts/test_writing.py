"""A visitor writes to somebody through our form, which passes the message on and keeps nothing."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from mail.queue import OutgoingEmail, send_due_emails
from public_forms.rate_limit import RateLimitCounter
from tests.factories import PersonFactory, RegionPageFactory

pytestmark = pytest.mark.django_db

HERE = {"headers": {"Sec-Fetch-Site": "same-origin"}}
DATA = {"name": "Noé Petit", "email": "noe@exemple.org", "message": "Bonjour,\nune question.", "website": ""}


@pytest.fixture
def person():
    person = PersonFactory(name="Ana Lima", email="ana.lima@exemple.fr", public_email=False)
    page = RegionPageFactory(region__slug="afrique")
    page.posts.create(role_fr="Coordination", person=person)
    page.save()
    return person


def url_of(person, language="fr"):
    return {"fr": f"/fr/annuaire/ecrire/{person.key}/", "en": f"/en/directory/write/{person.key}/"}[language]


def test_message_reaches_an_address_that_is_not_public_and_can_be_answered(client, person):
    answer = client.post(url_of(person), DATA, **HERE)
    assert (answer.status_code, answer["Location"]) == (303, "/fr/annuaire/ecrire/envoye/")
    assert client.get(answer["Location"]).status_code == 200
    (message,) = mail.outbox
    assert message.to == ["ana.lima@exemple.fr"]
    assert message.reply_to == ["noe@exemple.org"]
    assert DATA["message"] in message.body
    assert "ana.lima@exemple.fr" not in message.body


def test_page_shows_whom_one_writes_to_sets_no_cookie_and_is_not_indexed(client, person):
    answer = client.get(url_of(person, "en"))
    html = answer.content.decode()
    assert "Write to Ana Lima" in html
    assert "ana.lima" not in html
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex"
    assert not mail.outbox


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Noé\r\nBcc: tous@exemple.org"),
        ("name", "N" * 81),
        ("email", "nobody"),
        ("email", "a@exemple.org\nBcc: b@exemple.org"),
        ("message", " "),
        ("message", "x" * 5001),
        ("message", "\x00"),  # which no text holds: translations/texts/characters.py
        ("website", "https://exemple.com"),
    ],
)
def test_wrong_form_comes_back_with_what_was_written(client, person, field, value):
    answer = client.post(url_of(person, "en"), {**DATA, field: value}, **HERE)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert BeautifulSoup(html, "html.parser").title.text.startswith("Error: Write to Ana Lima")
    assert "The message was not sent." in html
    if field in ("name", "email", "message"):
        assert f'href="#{field}"' in html
        assert f'id="{field}_error"' in html
        assert "Noé Petit" in html or field == "name"
    assert not mail.outbox


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}, {}])
def test_form_from_elsewhere_is_refused_and_kept(client, person, headers):
    answer = client.post(url_of(person), DATA, headers=headers)
    assert answer.status_code == 403
    assert "une question." in answer.content.decode()
    assert not mail.outbox


def test_browser_that_names_no_origin_sends_the_stamp_of_the_page(client, person):
    page = BeautifulSoup(client.get(url_of(person)).content, "html.parser")
    stamp = page.find("input", {"name": "stamp"})["value"]
    assert client.post(url_of(person), {**DATA, "stamp": stamp}).status_code == 303
    assert client.post(url_of(person), {**DATA, "stamp": stamp + "x"}).status_code == 403


@pytest.mark.parametrize("language", ["fr", "en"])
def test_too_many_messages_of_one_network_are_asked_to_wait_in_words_and_kept(client, person, settings, language):
    settings.WRITING_RATE_LIMITS = {"network": (2, 3600), "recipient": (100, 60), "all": (100, 60)}
    for _ in range(2):
        assert client.post(url_of(person, language), DATA, **HERE).status_code == 303
    answer = client.post(url_of(person, language), DATA, **HERE)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    words = {"fr": "Trop de messages viennent de votre réseau", "en": "Too many messages from your"}
    assert words[language] in answer.content.decode()
    assert "une question." in answer.content.decode()
    assert len(mail.outbox) == 2
    RateLimitCounter.objects.update(until=timezone.now())
    assert client.post(url_of(person, language), DATA, **HERE).status_code == 303


@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        (
            "recipient",
            "Trop de messages pour Ana Lima sont en attente",
            "Too many messages to Ana Lima are waiting",
        ),
        ("all", "Trop de messages sont en attente", "Too many messages are waiting"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_messages_over_a_shared_limit_are_held_then_refused_for_today_and_kept(
    client, person, settings, name, french, english, language
):
    settings.WRITING_RATE_LIMITS = {
        "network": (100, 60),
        "recipient": (1000, 60),
        "all": (1000, 60),
        name: (4, 24 * 3600),
    }
    answers = [client.post(url_of(person, language), DATA, **HERE) for _ in range(8)]
    sent = [answer for answer in answers if answer.status_code == 303]
    held = [answer for answer in sent if "later" in answer["Location"]]
    assert [len(mail.outbox), len(held)] == [len(sent) - OutgoingEmail.objects.count(), OutgoingEmail.objects.count()]
    assert held
    words = {"fr": "il peut se passer un jour", "en": "may take up to a day"}
    assert words[language] in client.get(held[0]["Location"]).content.decode()
    assert words[language] not in client.get(sent[0]["Location"]).content.decode()
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (503, "86400")
    html = answers[-1].content.decode()
    assert {"fr": french, "en": english}[language] in html
    assert "une question." in html


def write_from(client, person, address):
    return client.post(url_of(person), DATA, headers={**HERE["headers"], "X-Forwarded-For": address})


def test_stranger_with_many_networks_neither_shuts_the_form_for_newcomers_nor_floods_a_coordinator(
    client, person, settings
):
    settings.PROXIES = 1
    codes = [write_from(client, person, f"2001:db8:{number:x}::1").status_code for number in range(120)]
    assert {503, 429} & set(codes)
    per_day, _seconds = settings.WRITING_RATE_LIMITS["recipient"]
    assert len(mail.outbox) <= per_day // 2
    assert OutgoingEmail.objects.count() < per_day
    before = len(mail.outbox)
    answer = write_from(client, person, "198.51.100.7")
    assert (answer.status_code, answer["Location"]) == (303, "/fr/annuaire/ecrire/envoye/")
    assert len(mail.outbox) == before + 1


def test_what_is_counted_names_neither_the_sender_nor_the_person(client, person):
    client.post(url_of(person), DATA, **HERE)
    kept = str(list(RateLimitCounter.objects.values()))
    assert RateLimitCounter.objects.count() == 5  # two networks, whether it is a newcomer, the recipient and all
    assert not [word for word in ("exemple", "127.0", person.key.hex) if word in kept]


def test_mail_server_that_is_down_loses_no_message_and_keeps_nobody_waiting(client, person, settings, caplog):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.newsletter.mailservers.HangsUp"
    assert client.post(url_of(person), DATA, **HERE).status_code == 303
    settings.EMAIL_BACKEND = working
    OutgoingEmail.objects.update(due_at=timezone.now())
    send_due_emails()
    (message,) = mail.outbox
    assert DATA["message"] in message.body
    assert "exemple" not in caplog.text
    assert not OutgoingEmail.objects.exists()  # nothing of it is kept


@pytest.mark.parametrize("change", [{"takes_messages": False}, {"email": ""}, {"consent_on": None}])
def test_who_takes_no_messages_has_no_form(client, person, change):
    for name, value in change.items():
        setattr(person, name, value)
    person.save()
    assert client.get(url_of(person)).status_code == 404
    assert client.post(url_of(person), DATA, **HERE).status_code == 404
    page = person.posts.get().page
    assert "ecrire/" not in client.get(page.get_urls()["fr"]).content.decode().partition("<main")[2]
