"""The mails: the same words in both parts, in the subscriber's language, with nothing that follows anybody."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError

from newsletter.models import Subscriber
from newsletter.subscriptions.links import refusal_url
from newsletter.subscriptions.mail import Letter, write_confirmation
from tests.factories import SubscriberFactory
from tests.newsletter.conftest import ADDRESS, Visitor

LETTERS = ["confirmation", "reminder"]


def send(visitor: Visitor, letter: str) -> EmailMultiAlternatives:
    visitor.ask()
    if letter == "reminder":
        visitor.press(visitor.link())
        visitor.ask()
    message = mail.outbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> BeautifulSoup:
    return BeautifulSoup(message.alternatives[0].content, "html.parser")


@pytest.mark.parametrize("letter", LETTERS)
def test_both_parts_say_the_same_and_the_text_writes_addresses_out(visitor: Visitor, letter: str):
    message = send(visitor, letter)
    page = html_of(message)
    for link in page.find_all("a"):
        if link["href"] != link.get_text():
            link.append(f" {link['href']}")
    assert page.body.get_text().split() == str(message.body).split()


@pytest.mark.parametrize("letter", LETTERS)
def test_mail_has_one_button_and_names_its_other_link(visitor: Visitor, letter: str):
    page = html_of(send(visitor, letter))
    home = f"http://localhost/{visitor.language}/"
    links = [(link["href"], link.get_text()) for link in page.find_all("a") if link["href"] != home]
    out = [refusal_url(Subscriber.objects.get())] if letter == "confirmation" else []
    assert [href for href, _text in links] == [f"http://localhost{visitor.link()}", *out]
    assert not any("http" in text for _href, text in links)
    (button,) = page.find_all("a", class_="button")
    assert button["href"] == links[0][0]
    assert visitor.link().startswith(visitor.url("subscribe"))


@pytest.mark.parametrize("letter", LETTERS)
def test_mail_loads_nothing(visitor: Visitor, letter: str):
    page = html_of(send(visitor, letter))
    assert not page.find_all(["img", "link", "script", "iframe", "object", "form", "video", "svg"])
    assert "url(" not in str(page)
    assert "@import" not in str(page)


@pytest.mark.parametrize("letter", LETTERS)
def test_mail_is_readable_by_machines_and_people(visitor: Visitor, letter: str):
    message = send(visitor, letter)
    sent = message.message()
    page = html_of(message)
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"].endswith("@localhost>")
    assert sent["Content-Language"] == page.html["lang"] == visitor.language
    assert len(page.find_all("h1")) == 1
    assert page.find("table")["role"] == "presentation"
    for part in sent.walk():
        if not part.is_multipart():
            assert part["Content-Transfer-Encoding"] == "quoted-printable"
    raw = sent.as_bytes()
    assert len(raw) < 30_000
    assert max(len(line) for line in raw.splitlines()) <= 78


def test_confirmation_says_what_how_long_and_what_if_not(visitor: Visitor):
    text = str(send(visitor, "confirmation").body)
    hours = visitor.plural("The link works for %(hours)s hour.", "The link works for %(hours)s hours.", 72, hours=72)
    refusal = (
        "If it was not you, do nothing: you will not receive the newsletter, "
        "and we delete your address after seven days."
    )
    assert hours in text
    assert visitor.words(refusal) in text
    assert ADDRESS not in text  # a mail that goes astray tells nobody whose it was


def test_link_is_made_from_our_own_name_not_from_the_request(visitor: Visitor, settings):
    settings.ALLOWED_HOSTS = ["*"]
    headers = {"Sec-Fetch-Site": "same-origin", "Host": "autre.example"}
    assert visitor.ask(headers=headers).status_code == 303
    assert "autre.example" not in str(mail.outbox[-1].message())


@pytest.mark.django_db
def test_header_with_a_line_break_is_refused():
    letter = write_confirmation(SubscriberFactory())
    forged = Letter(**{**vars(letter), "to": "marie@exemple.fr\r\nBcc: x@exemple.fr"})
    with pytest.raises(BadHeaderError):
        forged.build().message()


def test_markup_in_words_is_written_as_words():
    letter = Letter(
        to=ADDRESS,
        language="fr",
        subject="S",
        heading="<b>x</b>",
        paragraphs=["a & b"],
        button="Y",
        url="http://x/?a&b",
    )
    message = letter.build()
    assert "<b>x</b>" in str(message.body)
    assert "a & b" in str(message.body)
    assert not html_of(message).find("b")
    assert re.search(r"href=\"http://x/\?a&amp;b\"", str(message.alternatives[0].content))
