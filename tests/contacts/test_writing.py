"""A visitor writes to somebody through our form, which passes the message on and keeps nothing."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from contacts import writing
from contacts.models import PassedMessage
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
    assert PassedMessage.objects.count() == 1


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
        ("message", "a\x00b"),
        ("website", "https://exemple.com"),
    ],
)
def test_wrong_form_comes_back_with_what_was_written(client, person, field, value):
    answer = client.post(url_of(person, "en"), {**DATA, field: value}, **HERE)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "<title>Error: Write to Ana Lima" in html
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
    stamp = client.get(url_of(person)).context["form"].stamp
    assert client.post(url_of(person), {**DATA, "stamp": stamp}).status_code == 303
    assert client.post(url_of(person), {**DATA, "stamp": stamp + "x"}).status_code == 403


def test_person_gets_so_many_messages_a_day_and_no_more(client, person, monkeypatch):
    monkeypatch.setattr(writing, "MOST_FOR_ONE", 2)
    for _ in range(2):
        assert client.post(url_of(person), DATA, **HERE).status_code == 303
    answer = client.post(url_of(person), DATA, **HERE)
    assert answer.status_code == 429
    assert "une question." in answer.content.decode()
    assert len(mail.outbox) == 2
    PassedMessage.objects.update(at=timezone.now() - datetime.timedelta(days=1, minutes=1))
    assert client.post(url_of(person), DATA, **HERE).status_code == 303
    assert PassedMessage.objects.count() == 1


def test_site_passes_on_so_many_messages_an_hour_and_no_more(client, person, monkeypatch):
    monkeypatch.setattr(writing, "MOST_OF_ALL", 1)
    PassedMessage.objects.create(person=PersonFactory())
    assert client.post(url_of(person), DATA, **HERE).status_code == 429
    PassedMessage.objects.update(at=timezone.now() - datetime.timedelta(minutes=61))
    assert client.post(url_of(person), DATA, **HERE).status_code == 303


def test_mail_server_that_is_down_loses_nothing_and_counts_nothing(client, person, monkeypatch, caplog):
    def fail(self):
        raise ConnectionRefusedError("ana.lima@exemple.fr")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    answer = client.post(url_of(person), DATA, **HERE)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "une question." in answer.content.decode()
    assert not PassedMessage.objects.exists()
    assert "exemple" not in caplog.text


@pytest.mark.parametrize("change", [{"takes_messages": False}, {"email": ""}, {"consent_on": None}])
def test_who_takes_no_messages_has_no_form(client, person, change):
    for name, value in change.items():
        setattr(person, name, value)
    person.save()
    assert client.get(url_of(person)).status_code == 404
    assert client.post(url_of(person), DATA, **HERE).status_code == 404
    page = person.posts.get().page
    assert "ecrire/" not in client.get(page.get_urls()["fr"]).content.decode().partition("<main")[2]
