"""The coupon: what it takes, what it answers, and what it keeps."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from newsletter.models import Subscriber
from newsletter.subscriptions import consent
from tests.factories import TopicFactory
from tests.newsletter.conftest import ADDRESS, Visitor

BAD_ADDRESSES = {
    "": "Enter your email address.",
    "marie": "The @ sign is missing. Use the form name@example.org",
    "marie@": "The part after the @ sign is missing. Use the form name@example.org",
    "@exemple.fr": "The part before the @ sign is missing.",
    "marie dupont@exemple.fr": "This address contains a space. Remove it.",
    "marie\r\nBcc: x@exemple.fr": "This address contains an invisible character. Please retype it.",
    "marie\u202e@exemple.fr": "This address contains an invisible character. Please retype it.",
    "héloïse@exemple.fr": "The part before the @ sign cannot contain accented letters.",
    '"marie"@exemple.fr': "The part before the @ sign cannot contain quotation marks.",
    "marie@exemple": "This is not an email address. Use the form name@example.org",
    "marie@[192.0.2.1]": "The part after the @ sign is not a domain. Use the form name@example.org",
    "marie@ex\u00a9mple..fr": "The part after the @ sign is not a domain. Use the form name@example.org",
    "m" * 65 + "@exemple.fr": "The part before the @ sign is too long.",
    "m@" + ".".join(["e" * 60] * 5) + ".fr": "This address is too long.",
}


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_coupon_offers_the_language_of_the_page(visitor: Visitor):
    page = read(visitor.open(visitor.url("subscribe")))
    assert page.html["lang"] == visitor.language
    assert page.find("input", {"name": "language", "checked": True})["value"] == visitor.language
    assert page.find("input", {"name": "rhythm", "checked": True})["value"] == "weekly"
    email = page.find("input", {"name": "email"})
    assert (email["type"], email["autocomplete"]) == ("email", "email")
    assert consent.CONSENT_TEXTS[visitor.language].purpose in page.main.form.get_text()
    assert not page.title.get_text().startswith(visitor.words("Error:"))
    assert not page.find(class_="error")


def test_each_control_has_a_label_and_each_group_a_legend(visitor: Visitor):
    TopicFactory()
    form = read(visitor.open(visitor.url("subscribe"))).main.form
    for control in form.find_all("input", {"type": ["email", "radio", "checkbox"]}):
        assert form.find("label", {"for": control["id"]})
    assert len(form.find_all("fieldset")) == len(form.find_all("legend")) == 3


def test_topics_carry_the_sentence_that_they_reveal_opinions(visitor: Visitor):
    TopicFactory(name_fr="Travail", name_en="Work")
    fieldset = read(visitor.open(visitor.url("subscribe"))).find("fieldset", {"aria-describedby": "topics_helptext"})
    assert consent.CONSENT_TEXTS[visitor.language].topics in fieldset.find(id="topics_helptext").get_text()
    assert {"fr": "Travail", "en": "Work"}[visitor.language] in fieldset.get_text()


def test_without_topics_the_coupon_does_not_ask_for_any(visitor: Visitor):
    assert not read(visitor.open(visitor.url("subscribe"))).find(id="topics_helptext")


def test_untranslated_topic_is_marked_as_french(visitor: Visitor):
    TopicFactory(name_fr="Agriculture", name_en="")
    label = read(visitor.open(visitor.url("subscribe"))).find("label", {"for": "topics_0"})
    assert label.span.get("lang") == (None if visitor.language == "fr" else "fr")


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_bad_address_is_told_in_words_and_kept(visitor: Visitor, address: str, mailoutbox):
    response = visitor.ask(address, rhythm="each")
    page = read(response)
    field = page.find("input", {"name": "email"})
    assert response.status_code == 422
    assert page.title.get_text().startswith(visitor.words("Error:"))
    assert visitor.words(BAD_ADDRESSES[address]) in page.find(id="email_error").get_text()
    assert field["aria-invalid"] == "true"
    assert "email_error" in field["aria-describedby"].split()
    assert field.get("value", "").split() == address.split()
    assert page.find("input", {"name": "rhythm", "checked": True})["value"] == "each"
    assert response["Cache-Control"] == "no-store"
    assert not Subscriber.objects.exists()
    assert not mailoutbox


def test_summary_of_errors_leads_to_each_field_and_takes_the_focus(visitor: Visitor):
    page = read(visitor.ask("", language="xx", rhythm=""))
    summary = page.find(attrs={"role": "alert"})
    assert summary["tabindex"] == "-1"
    assert summary.has_attr("autofocus")
    targets = [link["href"].removeprefix("#") for link in summary.find_all("a")]
    assert targets == ["email", "language_0", "rhythm_0"]
    assert all(page.find(id=target) for target in targets)


def test_topic_that_is_gone_is_an_error_in_words(visitor: Visitor):
    topic = TopicFactory()
    for forged in ("gone", "9" * 40, f"{topic.slug}\ufffd", ""):
        response = visitor.ask(topics=[topic.slug, forged])
        assert response.status_code == 422
        problem = visitor.words("One of these topics no longer exists. Choose from those listed here.")
        assert problem in read(response).find(id="topics_error").get_text()


def test_good_coupon_leads_to_the_page_that_says_to_look_in_the_mailbox(visitor: Visitor):
    response = visitor.ask()
    assert (response.status_code, response["Location"]) == (303, visitor.url("subscribe_sent"))
    page = read(visitor.open(response["Location"]))
    assert page.h1.get_text() == visitor.words("Check your email", "email sent")
    assert ADDRESS not in response["Location"]


def test_language_switcher_works_on_every_page(visitor: Visitor):
    visitor.ask()
    for url in (visitor.url("subscribe"), visitor.url("subscribe_sent"), visitor.link(), visitor.url("confirm", "x")):
        links = read(visitor.open(url)).find(class_="langs").find_all("a", hreflang=True)
        (other,) = [link for link in links if link["hreflang"] != visitor.language]
        response = visitor.open(other["href"])
        assert response.status_code == visitor.open(url).status_code
        assert read(response).html["lang"] == other["hreflang"]


def test_only_the_coupon_is_for_search_engines(visitor: Visitor):
    visitor.ask()
    assert "noindex" not in visitor.open(visitor.url("subscribe")).content.decode()
    for url in (visitor.url("subscribe_sent"), visitor.link(), visitor.url("unsubscribe", "x")):
        assert visitor.open(url)["X-Robots-Tag"] == "noindex"


def test_coupon_names_its_other_language_and_itself_as_canonical(visitor: Visitor):
    head = read(visitor.open(visitor.url("subscribe"))).head
    assert head.find("link", rel="canonical")["href"] == "http://localhost" + visitor.url("subscribe")
    assert [link["hreflang"] for link in head.find_all("link", rel="alternate")] == ["fr", "x-default", "en"]


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(visitor: Visitor, method: str):
    visitor.ask()
    for url in (visitor.url("subscribe"), visitor.url("subscribe_sent"), visitor.link()):
        assert getattr(visitor.client, method)(url).status_code == 405
    assert visitor.client.post(visitor.url("subscribe_sent")).status_code == 405


def test_form_needs_no_cookie_even_where_forms_are_checked(visitor: Visitor):
    visitor.client = Client(enforce_csrf_checks=True)
    assert visitor.ask().status_code == 303
    assert visitor.press(visitor.link()).status_code == 303


def test_text_that_looks_like_html_comes_back_as_text(visitor: Visitor):
    page = read(visitor.ask('"><script>alert(1)</script>'))
    assert not page.find("script")
    assert page.find("input", {"name": "email"})["value"] == '"><script>alert(1)</script>'
