"""Limits: counted for networks, domains and the site, in the database, without noting who came from where."""

from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.limits import Cap, Tally, count_once, take_back
from newsletter.models import Subscriber
from newsletter.network import UNKNOWN, get_network
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows

HOUR = timedelta(hours=1)
GENEROUS = (1000, 3600)


@pytest.mark.django_db
def test_cap_is_reached_after_its_number_and_over_after_its_period():
    cap = Cap("test", most=2, period=HOUR)
    assert [count_once([(cap, "a")]) for _time in range(3)] == [None, None, cap]
    assert count_once([(cap, "b")]) is None
    Tally.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert [count_once([(cap, "a")]) for _time in range(3)] == [None, None, cap]


@pytest.mark.django_db
def test_period_begins_with_the_first_time_and_not_with_the_last():
    cap = Cap("test", most=5, period=HOUR)
    count_once([(cap, "a")])
    until = Tally.objects.get().until
    count_once([(cap, "a")])
    assert Tally.objects.get().until == until


@pytest.mark.django_db
def test_what_was_taken_back_does_not_count():
    cap = Cap("test", most=1, period=HOUR)
    count_once([(cap, "a")])
    take_back(cap, "a")
    take_back(cap, "a")
    assert [count_once([(cap, "a")]) for _time in range(2)] == [None, cap]


@pytest.mark.django_db
def test_first_cap_exceeded_is_named_and_all_are_counted():
    narrow, wide = Cap("narrow", most=1, period=HOUR), Cap("wide", most=2, period=HOUR)
    results = [count_once([(narrow, "a"), (wide, "")]) for _time in range(3)]
    assert results == [None, narrow, narrow]
    assert count_once([(narrow, "b"), (wide, "")]) is wide


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("network", "Very many coupons have come from your network. Send yours again in an hour."),
        ("domain", "Very many coupons have come with addresses like yours. Send yours again in an hour."),
        ("all", "Very many coupons have come at once. Send yours again in an hour."),
    ],
)
def test_too_many_coupons_are_asked_to_wait_in_words_and_kept(visitor: Visitor, settings, mailoutbox, name, words):
    settings.SUBSCRIBING_CAPS = {**dict.fromkeys(("network", "domain", "all"), GENEROUS), name: (2, 3600)}
    assert [visitor.ask(f"a{number}@exemple.fr").status_code for number in range(2)] == [303, 303]
    response = visitor.ask("a2@exemple.fr")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert visitor.words(words) in page.find(role="alert").get_text()
    assert page.find("input", {"name": "email"})["value"] == "a2@exemple.fr"
    assert page.title.get_text().startswith(visitor.words("Error:"))
    assert len(mailoutbox) == 2


def test_other_networks_and_domains_are_not_kept_waiting(visitor: Visitor, settings):
    settings.SUBSCRIBING_CAPS = {"network": (1, 3600), "domain": (2, 3600), "all": GENEROUS}
    settings.PROXIES = 1

    def ask(address: str, client: str) -> int:
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": client}
        return visitor.ask(address, headers=headers).status_code

    assert ask("a@exemple.fr", "203.0.113.7") == 303
    assert ask("b@exemple.fr", "203.0.113.200") == 429  # the same /24
    assert ask("b@exemple.fr", "203.0.114.7") == 429  # another network; the refused one counted for the domain
    assert ask("b@exemple.org", "203.0.115.7") == 303
    assert ask("c@exemple.org", "2001:db8::1") == 303
    assert ask("d@exemple.net", "2001:db8::ffff:1") == 429  # the same /64


def test_known_and_unknown_addresses_reach_a_cap_alike(visitor: Visitor, settings):
    visitor.ask_and_confirm()
    settings.SUBSCRIBING_CAPS = {"network": GENEROUS, "domain": (2, 3600), "all": GENEROUS}
    assert visitor.ask("nobody@exemple.fr").status_code == 303
    assert visitor.ask(ADDRESS).status_code == visitor.ask("other@exemple.fr").status_code == 429


def test_coupon_with_a_mistake_does_not_count(visitor: Visitor, settings):
    settings.SUBSCRIBING_CAPS = dict.fromkeys(("network", "domain", "all"), (1, 3600))
    for _time in range(3):
        assert visitor.ask("marie@").status_code == 422
    assert visitor.ask().status_code == 303


def test_address_gets_three_mails_a_month_even_if_it_is_erased_in_between(visitor: Visitor, mailoutbox):
    for number in range(5):
        assert visitor.ask().status_code == 303
        assert len(mailoutbox) == min(number + 1, 3)
        Subscriber.objects.update(mail_again_at=None)
        if number == 1:
            Subscriber.objects.all().delete()
    Tally.objects.update(until=timezone.now())
    visitor.ask()
    assert len(mailoutbox) == 4


def test_mail_that_could_not_be_sent_is_not_one_of_the_three(visitor: Visitor, settings, mailoutbox):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.newsletter.mailservers.Down"
    for _time in range(5):
        assert visitor.ask().status_code == 503
    settings.EMAIL_BACKEND = working
    assert visitor.ask().status_code == 303
    assert len(mailoutbox) == 1


def test_counts_tell_nobody_who_came_from_where_and_are_forgotten(visitor: Visitor):
    visitor.ask()
    kept = str(list(Tally.objects.values()))
    assert "exemple" not in kept
    assert "127.0" not in kept + str(all_rows())
    assert Tally.objects.count() == 4
    Tally.objects.update(until=timezone.now() - timedelta(seconds=1))
    call_command("delete_unconfirmed", verbosity=0, stdout=StringIO())
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "network"),
    [
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.0/24"),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.0/24"),
        (1, "6.6.6.6, 198.51.100.1", "10.0.0.1", "198.51.100.0/24"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.0/24"),
        (2, "198.51.100.1", "10.0.0.1", "198.51.100.0/24"),
        (1, "", "203.0.113.7", "203.0.113.0/24"),
        (1, "198.51.100.1:4711", "10.0.0.1", "198.51.100.0/24"),
        (1, "[2001:db8:1:2:3::4]:4711", "10.0.0.1", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        (0, "", "::ffff:203.0.113.7", "203.0.113.0/24"),
        (0, "", "fe80::1%eth0", "fe80::/64"),
        (0, "", "", UNKNOWN),
        (1, "unknown", "10.0.0.1", UNKNOWN),
    ],
)
def test_network_is_told_by_the_proxies_that_are_ours(settings, proxies, forwarded, remote, network):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert get_network(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == network


@examples(deadline=None)
@given(st.text(st.characters(exclude_characters="\r\n", codec="latin-1")))
def test_any_header_names_some_network(forwarded: str):
    assert get_network(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}))
