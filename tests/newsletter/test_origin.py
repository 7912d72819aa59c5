"""Forms sent from elsewhere, and programs that fill in forms."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.signing import Signer, TimestampSigner
from django.utils import timezone

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
    assert visitor.words("We could not verify this form. Please check it and send it again.") in summary
    assert page.find("input", {"name": "email"})["value"] == ADDRESS
    assert not Subscriber.objects.exists()
    assert not mailoutbox


def test_browser_that_names_no_origin_is_taken_with_the_stamp_of_the_form(visitor: Visitor):
    page = BeautifulSoup(visitor.open(visitor.url("subscribe")).content, "html.parser")
    stamp = page.find("input", {"name": "stamp"})["value"]
    assert visitor.ask(headers={}, stamp=stamp).status_code == 303


def test_stamp_does_not_excuse_a_foreign_origin(visitor: Visitor):
    assert visitor.ask(headers={"Origin": "http://autre.example"}, stamp=make_stamp()).status_code == 403


def test_stamp_is_good_today_and_tomorrow_and_no_longer(visitor: Visitor, monkeypatch):
    stamp, now = make_stamp(), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    assert visitor.ask(headers={}, stamp=stamp).status_code == 303
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=2))
    assert visitor.ask(headers={}, stamp=stamp).status_code == 403
    monkeypatch.setattr(timezone, "now", lambda: now - timedelta(days=1))
    assert visitor.ask(headers={}, stamp=stamp).status_code == 403


def test_stamp_of_another_use_is_refused(visitor: Visitor):
    day = timezone.localdate().isoformat()
    for stamp in (Signer(salt="other").sign(day), TimestampSigner(salt="other").sign("form"), day, ""):
        assert visitor.ask(headers={}, stamp=stamp).status_code == 403


def test_stamp_is_the_same_all_day(monkeypatch):
    """A page with a form is kept until midnight, and holds no secret of whoever asked for it first."""
    stamps = set()
    for hour in (0, 9, 23):
        moment = datetime(2026, 6, 1, hour, tzinfo=timezone.get_default_timezone())
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        stamps.add(make_stamp())
    assert len(stamps) == 1


def test_program_that_fills_in_what_nobody_sees_gets_the_form_again(visitor: Visitor, mailoutbox):
    response = visitor.ask(website="http://autre.example")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    words = visitor.words("Please send the form again to confirm that you are not a robot.")
    assert words in page.find(attrs={"role": "alert"}).get_text()
    assert page.find("input", {"name": "email"})["value"] == ADDRESS
    assert not page.find("input", {"name": "website"}).get("value")  # so a person only has to press again
    assert not Subscriber.objects.exists()
    assert not mailoutbox


def test_people_and_screen_readers_do_not_meet_the_hidden_field(visitor: Visitor):
    page = BeautifulSoup(visitor.open(visitor.url("subscribe")).content, "html.parser")
    assert page.find("input", {"name": "website"}).find_parent(hidden=True)
