"""Limits: counted for networks, domains and the site, in the database, without noting who came from where."""

from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone

from mail.queue import OutgoingEmail, give_up, send_due_emails
from newsletter.models import Subscriber
from public_forms.rate_limit import RateLimitCounter
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows

GENEROUS = (1000, 3600)


def test_too_many_coupons_of_one_network_are_asked_to_wait_in_words_and_kept(visitor: Visitor, settings, mailoutbox):
    settings.SUBSCRIBING_RATE_LIMITS = {"network": (2, 3600), "domain": GENEROUS, "all": GENEROUS}
    assert [visitor.ask(f"a{number}@exemple.fr").status_code for number in range(2)] == [303, 303]
    response = visitor.ask("a2@exemple.fr")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    words = "Too many sign-ups from your network just now. Please try again in an hour."
    assert visitor.words(words) in page.find(role="alert").get_text()
    assert page.find("input", {"name": "email"})["value"] == "a2@exemple.fr"
    assert page.title.get_text().startswith(visitor.words("Error:"))
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("name", ["domain", "all"])
def test_coupons_over_a_shared_limit_are_held_then_refused_for_today_and_kept(
    visitor: Visitor, settings, mailoutbox, name
):
    settings.SUBSCRIBING_RATE_LIMITS = {"network": GENEROUS, "domain": GENEROUS, "all": GENEROUS, name: (4, 24 * 3600)}
    answers = [visitor.ask(f"a{number}@exemple.fr") for number in range(8)]
    held = [answer for answer in answers if answer.status_code == 303 and "later" in answer["Location"]]
    assert held
    assert OutgoingEmail.objects.count() == len(held)
    lead = BeautifulSoup(visitor.open(held[0]["Location"]).content, "html.parser").select_one(".lead").get_text()
    assert {"fr": "jusqu’à un jour", "en": "up to a day"}[visitor.language] in lead
    page = BeautifulSoup(answers[-1].content, "html.parser")
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (503, "86400")
    words = "Too many sign-ups are waiting, so we cannot accept yours today. Please send it again tomorrow."
    assert visitor.words(words) in page.find(role="alert").get_text()
    assert page.find("input", {"name": "email"})["value"] == "a7@exemple.fr"


def test_link_of_a_letter_that_is_held_is_good_from_when_it_leaves(visitor: Visitor, settings, mailoutbox, monkeypatch):
    settings.SUBSCRIBING_RATE_LIMITS = {"all": (4, 48 * 3600)}
    while not OutgoingEmail.objects.exists():
        visitor.ask(f"a{Subscriber.objects.count()}@exemple.fr")
    held = OutgoingEmail.objects.get().held_until
    assert held > timezone.now() + timedelta(hours=12)
    monkeypatch.setattr("mail.queue.timezone.now", lambda: held + timedelta(seconds=1))
    send_due_emails()
    subscriber = Subscriber.objects.get(email=mailoutbox[-1].to[0])
    assert subscriber.asked_at == held
    last = (held + timedelta(hours=settings.CONFIRMATION_MAX_AGE)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: last - 60)
    assert visitor.open(visitor.link()).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: last + 60)
    assert visitor.open(visitor.link()).status_code == 410


def test_other_networks_are_not_kept_waiting(visitor: Visitor, settings):
    settings.SUBSCRIBING_RATE_LIMITS = {
        "network": (1, 3600),
        "provider": (2, 3600),
        "domain": GENEROUS,
        "all": GENEROUS,
    }
    settings.PROXIES = 1

    def ask(address: str, client: str) -> int:
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": client}
        return visitor.ask(address, headers=headers).status_code

    assert ask("a@exemple.fr", "203.0.113.7") == 303
    assert ask("b@exemple.fr", "203.0.113.200") == 429  # the same /24
    assert ask("b@exemple.fr", "203.0.114.7") == 303  # another network
    assert ask("c@exemple.fr", "203.0.116.7") == 429  # the third of one /16
    assert ask("c@exemple.fr", "203.1.116.7") == 303
    assert ask("c@exemple.org", "2001:db8::1") == 303
    assert ask("d@exemple.net", "2001:db8::ffff:1") == 429  # the same /64


def test_stranger_with_many_networks_does_not_shut_the_form_for_newcomers(visitor: Visitor, settings, mailoutbox):
    settings.PROXIES = 1
    settings.SUBSCRIBING_RATE_LIMITS = {**settings.SUBSCRIBING_RATE_LIMITS, "domain": (16, 24 * 3600)}

    def ask(address: str, client: str) -> HttpResponse:
        return visitor.ask(address, headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": client})

    codes = [ask(f"a{number}@exemple.fr", f"2001:db8:{number:x}::1").status_code for number in range(30)]
    assert codes[-1] == 503
    answer = ask("marie@exemple.fr", "203.0.113.7")
    assert (answer.status_code, "later" in answer["Location"]) == (303, False)
    assert mailoutbox[-1].to == ["marie@exemple.fr"]


def test_known_and_unknown_addresses_reach_a_cap_alike(visitor: Visitor, settings):
    visitor.ask_and_confirm()
    settings.SUBSCRIBING_RATE_LIMITS = {"network": GENEROUS, "domain": (12, 24 * 3600), "all": GENEROUS}
    for number in range(4):
        assert "later" not in visitor.ask(f"a{number}@exemple.fr")["Location"]
    held = [visitor.ask(address)["Location"] for address in (ADDRESS, "other@exemple.fr")]
    assert held == [f"{visitor.url('subscribe_sent')}?later=yes"] * 2
    for number in range(2):
        visitor.ask(f"b{number}@exemple.fr")
    assert visitor.ask(ADDRESS).status_code == visitor.ask("third@exemple.fr").status_code == 503


def test_coupon_with_a_mistake_does_not_count(visitor: Visitor, settings):
    settings.SUBSCRIBING_RATE_LIMITS = dict.fromkeys(("network", "domain", "all"), (1, 3600))
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
    RateLimitCounter.objects.update(until=timezone.now())
    visitor.ask()
    assert len(mailoutbox) == 4


def test_process_whose_clock_is_some_seconds_slow_sends_no_second_mail_of_the_day(visitor: Visitor, mailoutbox):
    visitor.ask()
    Subscriber.objects.update(mail_again_at=F("mail_again_at") + timedelta(seconds=5))
    visitor.ask()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("server", ["Down", "KnowsNobody"])
def test_mail_that_was_given_up_is_none_of_the_three(visitor: Visitor, settings, mailoutbox, server):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"tests.newsletter.mailservers.{server}"
    for _time in range(5):
        visitor.ask()
        Subscriber.objects.update(mail_again_at=None)
        give_up(timezone.now() + timedelta(days=2))
    assert not OutgoingEmail.objects.exists()
    settings.EMAIL_BACKEND = working
    for number in range(5):
        visitor.ask()
        Subscriber.objects.update(mail_again_at=None)
        assert len(mailoutbox) == min(number + 1, 3)


def test_counts_tell_nobody_who_came_from_where_and_are_forgotten(visitor: Visitor):
    visitor.ask()
    kept = str(list(RateLimitCounter.objects.values()))
    assert "exemple" not in kept
    assert "127.0" not in kept + str(all_rows())
    assert (
        RateLimitCounter.objects.count() == 6
    )  # two networks, whether it is a newcomer, the domain, all, and the address
    RateLimitCounter.objects.update(until=timezone.now() - timedelta(seconds=1))
    call_command("delete_unconfirmed", verbosity=0, stdout=StringIO())
    assert not RateLimitCounter.objects.exists()


def test_one_mailbox_gets_three_mails_a_month_however_its_address_is_written(visitor: Visitor, mailoutbox):
    for number in range(8):
        assert visitor.ask(f"victime+{number}@exemple.fr").status_code == 303
    assert len(mailoutbox) == 3


def test_six_networks_of_one_site_do_not_close_the_form_for_others(visitor: Visitor, settings):
    settings.SUBSCRIBING_RATE_LIMITS = {
        "network": (2, 3600),
        "customer": (2, 3600),
        "site": (3, 3600),
        "domain": (4, 3600),
    }
    settings.PROXIES = 1

    def ask(number: int, client: str) -> int:
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": client}
        return visitor.ask(f"a{number}@exemple.fr", headers=headers).status_code

    assert [ask(number, f"2001:db8:1:{number}00::1") for number in range(6)] == [303, 303, 303, 429, 429, 429]
    assert ask(9, "2001:db8:2::1") == 303
