"""Forms sent from elsewhere, and programs that fill in forms."""

import time

import pytest
from bs4 import BeautifulSoup
from django.core.signing import TimestampSigner

from newsletter.models import Subscriber
from public_forms.origin import make_stamp
from tests.newsletter.conftest import ADDRESS, Visitor

HERE = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://testserver"},
]
ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "http://autre.example"},
    {"Origin": "http://testserver.autre.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {},
]


@pytest.mark.parametrize("headers", HERE)
def test_form_of_our_own_is_taken(visitor: Visitor, headers: dict[str, str]):
    assert visitor.ask(headers=headers).status_code == 303


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_form_from_elsewhere_is_refused_and_shown_again(visitor: Visitor, headers: dict[str, str], mailoutbox):
    response = visitor.ask(headers=headers)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 403
    assert page.title.get_text().startswith(visitor.words("Error:"))
    summary = page.find(attrs={"role": "alert"}).get_text()
    assert visitor.words("We cannot tell that it came from this page. Read it again, then press the button.") in summary
    assert page.find("input", {"name": "email"})["value"] == ADDRESS
    assert not Subscriber.objects.exists()
    assert not mailoutbox


def test_browser_that_names_no_origin_is_taken_with_the_stamp_of_the_form(visitor: Visitor):
    page = BeautifulSoup(visitor.open(visitor.url("subscribe")).content, "html.parser")
    stamp = page.find("input", {"name": "stamp"})["value"]
    assert visitor.ask(headers={}, stamp=stamp).status_code == 303


def test_stamp_does_not_excuse_a_foreign_origin(visitor: Visitor):
    assert visitor.ask(headers={"Origin": "http://autre.example"}, stamp=make_stamp()).status_code == 403


def test_stamp_of_yesterday_or_of_another_use_is_refused(visitor: Visitor, monkeypatch):
    other = TimestampSigner(salt="other").sign("form")
    assert visitor.ask(headers={}, stamp=other).status_code == 403
    two_days_ago = time.time() - 2 * 24 * 3600
    with monkeypatch.context() as clock:
        clock.setattr("time.time", lambda: two_days_ago)
        old = make_stamp()
    assert visitor.ask(headers={}, stamp=old).status_code == 403


def test_program_that_fills_in_what_nobody_sees_gets_the_form_again(visitor: Visitor, mailoutbox):
    response = visitor.ask(website="http://autre.example")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    words = visitor.words("It was filled in as programs do. If you are a person, press the button again.")
    assert words in page.find(attrs={"role": "alert"}).get_text()
    assert page.find("input", {"name": "email"})["value"] == ADDRESS
    assert not page.find("input", {"name": "website"}).get("value")  # so a person only has to press again
    assert not Subscriber.objects.exists()
    assert not mailoutbox


def test_people_and_screen_readers_do_not_meet_the_hidden_field(visitor: Visitor):
    page = BeautifulSoup(visitor.open(visitor.url("subscribe")).content, "html.parser")
    assert page.find("input", {"name": "website"}).find_parent(hidden=True)
