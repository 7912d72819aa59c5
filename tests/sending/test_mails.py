"""The mails of an issue: the same words in both parts, accessible, light, and with nothing that follows anybody."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.mail import BadHeaderError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from claims.models import Citation
from newsletter.delivery.mime import Marks, PreparedMail
from newsletter.delivery.prepared_mail import PreparedIssue
from newsletter.delivery.verp import make_verp, parse_verp
from newsletter.issues.letters import Links, write_issue_letter
from newsletter.models import Issue
from tests.claims.full import make_full_claim
from tests.factories import ArticlePageFactory, EventPageFactory, IssueFactory, TopicFactory
from tests.markup import squeeze
from tests.sending.conftest import readers

LINKS = Links("https://cahier.example/l/abc:def", "https://cahier.example/p/abc:def")
HOST = "https://cahier.example"


@pytest.fixture(autouse=True)
def https(settings: Any) -> None:
    settings.BASE_URL = HOST
    settings.DEFAULT_FROM_EMAIL = '"Cahier, la lettre" <lettre@cahier.example>'


def make_issue(language: str, articles: int = 1, **fields: Any) -> Issue:
    pages = [
        ArticlePageFactory(
            title_fr=f"Voir ses données, et les savoir gardées {number}",
            lead_fr="L’atelier a laissé une piste à creuser\u202f: ce que l’entreprise sait de chacun. " * 3,
            **({} if fields.get("fallback") else {"title_en": f"See one’s data {number}", "lead_en": "A lead. " * 20}),
        )
        for number in range(articles)
    ]
    kind = {"kind": "digest", "edition": "digest:2026-11-27"} if articles > 1 else {"article": pages[0]}
    return IssueFactory(language=language, articles=pages, number=7, **{**kind, **fields})


def fill(issue: Issue, topics: frozenset[int] = frozenset()) -> EmailMessage:
    mail = PreparedIssue(issue).for_topics(set(topics))
    assert mail is not None
    data = mail.fill(message_id="<1@cahier.example>", to="marie@exemple.fr", links=LINKS)
    return message_from_bytes(data, policy=policy.SMTP)  # type: ignore[return-value]


def parts(message: EmailMessage) -> tuple[str, BeautifulSoup]:
    text, html = (part.get_content() for part in message.iter_parts())
    return text.replace("\r\n", "\n"), BeautifulSoup(html, "html.parser")


ISSUES = pytest.mark.parametrize("articles", [1, 3])
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@ISSUES
@LANGUAGES
@pytest.mark.django_db
def test_both_parts_say_the_same(language, articles):
    issue = make_issue(language, articles, note="Un mot.\n\nUn autre.")
    make_full_claim()
    Citation.objects.create(page=issue.articles.first(), code="DS", number=2)
    EventPageFactory(title_fr="À venir")
    text, page = parts(fill(issue))
    for link in page.find_all("a"):
        if link["href"] not in (link.get_text(), f"{HOST}/{language}/"):
            colon = "\u00a0:" if language == "fr" else ":"
            link.append(f"{colon} {link['href']}")
    said = [word for word in text.split() if word not in {"--"}]
    assert page.body.get_text().split() == said


@ISSUES
@LANGUAGES
@pytest.mark.django_db
def test_mail_loads_nothing_and_follows_nobody(language, articles):
    message = fill(make_issue(language, articles))
    page = parts(message)[1]
    assert not page.find_all(["img", "link", "script", "iframe", "object", "form", "video", "svg"])
    assert "url(" not in str(page)
    assert "@import" not in str(page)
    own = {LINKS.unsubscribe, LINKS.manage}
    links = {link["href"] for link in page.find_all("a")} - own
    assert all(re.fullmatch(rf"{HOST}/[\w/-]*", link) for link in links)
    other = PreparedIssue(Issue.objects.get()).for_topics(set())
    assert other is not None


@ISSUES
@LANGUAGES
@pytest.mark.django_db
def test_mail_is_accessible(language, articles):
    page = parts(fill(make_issue(language, articles)))[1]
    assert page.html["lang"] == language
    assert page.title.get_text()
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("h2")) == (articles if articles > 1 else 0)
    assert all(table["role"] == "presentation" for table in page.find_all("table"))
    assert page.find(attrs={"role": "main"})
    assert not page.find_all(lambda tag: tag.name == "a" and not tag.get_text(strip=True))
    assert "prefers-color-scheme: dark" in str(page.style)
    assert "max-width: 480px" in str(page.style)
    assert page.h1["style"]


@ISSUES
@LANGUAGES
@pytest.mark.django_db
def test_mail_is_light_and_travels_by_any_relay(language, articles):
    issue = make_issue(language, articles)
    mail = PreparedIssue(issue).for_topics(set())
    assert mail is not None
    data = mail.fill(message_id="<1@cahier.example>", to="marie@exemple.fr", links=LINKS)
    assert len(data) < 30_000
    assert data.isascii()
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(len(line) for line in data.split(b"\r\n")) <= 78
    assert not re.search(rb"(?m)^\.", data)
    message = message_from_bytes(data, policy=policy.SMTP)
    assert not message.defects
    for part in message.walk():
        assert not part.defects
        if not part.is_multipart():
            assert part["Content-Transfer-Encoding"] == "quoted-printable"


@LANGUAGES
@pytest.mark.django_db
def test_headers_name_the_list_and_one_click(language):
    message = fill(make_issue(language))
    path = {"fr": "/fr/lettre/", "en": "/en/newsletter/"}[language]
    archive = {"fr": "lettres/", "en": "letters/"}[language]
    assert message["List-Unsubscribe"] == f"<{LINKS.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == f"Cahier <newsletter-{language}.cahier.example>"
    assert message["List-Help"] == f"<{HOST}{path}>"
    assert message["List-Archive"] == f"<{HOST}{path}{archive}>"
    assert message["List-Owner"] == "<mailto:lettre@cahier.example>"
    assert message["From"] == '"Cahier, la lettre" <lettre@cahier.example>'
    assert message["To"] == "marie@exemple.fr"
    assert message["Content-Language"] == language
    assert message["Date"].datetime
    assert "Auto-Submitted" not in message
    assert message["Subject"] == Issue.objects.get().subject


@pytest.mark.django_db
def test_one_click_needs_https(settings):
    settings.BASE_URL = "http://localhost"
    assert "List-Unsubscribe-Post" not in fill(make_issue("fr"))


@pytest.mark.parametrize("articles", [1, 3])
@pytest.mark.django_db
def test_text_that_is_not_translated_says_so_and_is_marked(articles):
    text, page = parts(fill(make_issue("en", articles, fallback=True)))
    assert text.count("This article has not been translated yet: it is in French.") == articles
    for words in page.find_all(string=re.compile("Voir ses données|L’atelier")):
        if words.find_parent("body"):
            assert words.find_parent(lang=True)["lang"] == "fr"
    assert not page.find_all(attrs={"lang": "fr"}, string=re.compile("translated"))


@pytest.mark.django_db
def test_digest_holds_what_a_reader_asked_for():
    issue = make_issue("fr", 3)
    work, health = TopicFactory(), TopicFactory()
    for item, topic in zip(issue.content, [work, health, work], strict=True):
        item["topics"] = [topic.pk]
    prepared = PreparedIssue(issue)
    everything, for_work = (prepared.for_topics(topics) for topics in (set(), {work.pk}))
    assert everything is not None
    assert for_work is not None
    page = parts(fill(issue, frozenset({work.pk})))[1]
    assert [squeeze(heading.get_text())[-1] for heading in page.find_all("h2")] == ["0", "2"]
    assert prepared.for_topics({-1}) is None
    assert prepared.for_topics({work.pk}) is for_work


@pytest.mark.parametrize("value", ["marie@exemple.fr\r\nBcc: x@exemple.fr", "a\nb", "a\rb", "a\0b", "é@exemple.fr"])
@pytest.mark.parametrize("name", ["to", "message_id"])
@pytest.mark.django_db
def test_what_could_end_a_line_is_refused(name, value):
    mail = PreparedIssue(make_issue("fr")).for_topics(set())
    assert mail is not None
    values: dict[str, Any] = {"to": "marie@exemple.fr", "message_id": "<1@x>", "links": LINKS, name: value}
    with pytest.raises(BadHeaderError):
        mail.fill(**values)


@pytest.mark.parametrize("url", ['https://x/"><b>', "https://x/a b", "https://x/=3D", "https://x/\r\n", "javascript:x"])
@pytest.mark.django_db
def test_link_that_would_need_escaping_is_refused(url):
    mail = PreparedIssue(make_issue("fr")).for_topics(set())
    assert mail is not None
    for links in (Links(url, LINKS.manage), Links(LINKS.unsubscribe, url)):
        with pytest.raises(BadHeaderError):
            mail.fill(message_id="<1@x>", to="a@b.fr", links=links)


@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])),
    size=st.integers(1, 200),
)
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_comes_out_as_it_went_in(text, size):
    marks = Marks()
    body = f".{text}\n{marks.links.unsubscribe}\n{text} {marks.links.manage}.{text}\n.\n"
    mail = PreparedMail(headers=[("Subject", text.strip() or "x")], text=body, html=body, marks=marks)
    links = Links("https://x/" + "." * size, "https://x/" + "a" * size)
    data = mail.fill(message_id="<1@x>", to="a@b.fr", links=links)
    assert max(len(line) for line in data.partition(b"\r\n\r\n")[2].split(b"\r\n")) <= 78
    assert not re.search(rb"(?m)^\.", data)
    expected = body.replace(marks.links.unsubscribe, links.unsubscribe).replace(marks.links.manage, links.manage)
    for part in message_from_bytes(data, policy=policy.SMTP).iter_parts():  # type: ignore[attr-defined]
        assert part.get_content().replace("\r\n", "\n").rstrip("\n") == expected.rstrip("\n")


@pytest.mark.django_db
def test_markup_in_words_is_written_as_words():
    issue = make_issue("fr", note="<b>gras</b> & cie")
    issue.content[0]["title"] = "<i>T</i>"
    text, html = write_issue_letter(issue, issue.content, LINKS)
    assert "<b>gras</b> & cie" in text
    assert not BeautifulSoup(html, "html.parser").find_all(["b", "i"])


@pytest.mark.django_db
def test_envelope_tells_whose_delivery_came_back(issue, send, server, settings):
    settings.NEWSLETTER_BOUNCES = "Retours@cahier.example"
    readers(1)
    send()
    delivery = issue.deliveries.get()
    sender = server.sent[0].sender
    assert sender == make_verp(delivery.pk)
    for address in (sender, sender.lower(), f"<{sender}>"):
        assert parse_verp(address) == delivery
    start, at, domain = sender.rpartition("@")
    other = "1" if start.endswith("0") else "0"
    forged = [
        sender.replace("+", "x+"), sender.replace("cahier.example", "autre.example"), start[:-1] + other + at + domain,
        sender.replace(f"+{delivery.pk}-", f"+{delivery.pk + 1}-"), "", "@", "retours@cahier.example", "+-@",
        sender.lower().replace("retours", ""), "é" + sender,
    ]  # fmt: skip
    assert [address for address in forged if parse_verp(address)] == []


@pytest.mark.django_db
def test_envelope_made_with_an_older_key_is_still_known(issue, send, server, settings):
    settings.NEWSLETTER_KEYS = ["old" * 20]
    readers(1)
    send()
    settings.NEWSLETTER_KEYS = ["new" * 20, "old" * 20]
    assert parse_verp(server.sent[0].sender) == issue.deliveries.get()
    settings.NEWSLETTER_KEYS = ["new" * 20]
    assert parse_verp(server.sent[0].sender) is None
