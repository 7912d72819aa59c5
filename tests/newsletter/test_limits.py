"""Limits: counted for networks, domains and the site, in the database, without noting who came from where."""

from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from newsletter.models import Subscriber
from public_forms.rate_limit import Tally
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows

GENEROUS = (1000, 3600)


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
    assert ask("b@exemple.fr", "203.0.114.7") == 303  # another network; the refused one did not count for the domain
    assert ask("c@exemple.fr", "203.0.116.7") == 429
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


def test_counts_tell_nobody_who_came_from_where_and_are_forgotten(visitor: Visitor):
    visitor.ask()
    kept = str(list(Tally.objects.values()))
    assert "exemple" not in kept
    assert "127.0" not in kept + str(all_rows())
    assert Tally.objects.count() == 4
    Tally.objects.update(until=timezone.now() - timedelta(seconds=1))
    call_command("delete_unconfirmed", verbosity=0, stdout=StringIO())
    assert not Tally.objects.exists()


def test_one_mailbox_gets_three_mails_a_month_however_its_address_is_written(visitor: Visitor, mailoutbox):
    for number in range(8):
        assert visitor.ask(f"victime+{number}@exemple.fr").status_code == 303
    assert len(mailoutbox) == 3


def test_six_networks_of_one_site_do_not_close_the_form_for_others(visitor: Visitor, settings):
    settings.SUBSCRIBING_CAPS = {"network": (2, 3600), "customer": (2, 3600), "site": (3, 3600), "domain": (4, 3600)}
    settings.PROXIES = 1

    def ask(number: int, client: str) -> int:
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": client}
        return visitor.ask(f"a{number}@exemple.fr", headers=headers).status_code

    assert [ask(number, f"2001:db8:1:{number}00::1") for number in range(6)] == [303, 303, 303, 429, 429, 429]
    assert ask(9, "2001:db8:2::1") == 303
