"""Issues on the site: those that were sent, with what visitors may read of them, and a feed of each language."""

from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from tests.factories import ArticlePageFactory, IssueFactory
from tests.markup import squeeze
from tests.sending.conftest import NOON

pytestmark = pytest.mark.django_db


def url(name: str, language: str, *args: Any) -> str:
    with override(language):
        return reverse(name, args=args)


def sent(number: int, language: str = "fr", **fields: Any) -> Any:
    article = ArticlePageFactory(
        title_fr=f"Titre {number}", title_en=f"Title {number}", lead_fr="Chapeau", lead_en="Lead"
    )
    return IssueFactory(article=article, language=language, number=number, state="done", started_at=NOON, **fields)


def text(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


@pytest.mark.parametrize(("language", "title"), [("fr", "Titre"), ("en", "Title")])
def test_archive_lists_what_was_sent_in_its_language_latest_first(client, language, title):
    for number in (1, 2):
        sent(number, language)
    sent(3, "en" if language == "fr" else "fr")
    IssueFactory(state="scheduled", language=language)
    page = BeautifulSoup(client.get(url("newsletter_archive", language)).content, "html.parser")
    assert [squeeze(heading.get_text()) for heading in page.main.find_all("h2")] == [f"{title} 2", f"{title} 1"]
    assert page.find("link", type="application/atom+xml")["href"] == url("newsletter_feed", language)


def test_empty_archive_says_so(client):
    assert "Aucune lettre n’est encore partie" in text(client.get(url("newsletter_archive", "fr")))


def test_issue_shows_its_words_and_links(client):
    issue = sent(7, note="Un mot.")
    page = client.get(issue.get_absolute_url())
    assert "Lettre d’information n°\u00a07" in page.content.decode()
    assert "Un mot." in text(page)
    assert issue.content[0]["path"] in page.content.decode()


def hide(article: Any) -> None:
    article.unpublish()


def restrict(article: Any) -> None:
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("act", [hide, restrict, lambda article: article.delete()])
def test_article_withdrawn_since_leaves_the_archive(client, act):
    issue = sent(1)
    act(issue.articles.get())
    for address in (url("newsletter_archive", "fr"), url("newsletter_feed", "fr")):
        assert "Titre 1" not in client.get(address).content.decode()
    assert client.get(issue.get_absolute_url()).status_code == 404


def test_digest_keeps_what_is_left(client):
    kept, withdrawn = ArticlePageFactory(title_fr="Gardé"), ArticlePageFactory(title_fr="Retiré")
    issue = IssueFactory(
        kind="digest", edition="digest:2026-11-27", number=1, state="done", started_at=NOON, articles=[withdrawn, kept]
    )
    withdrawn.unpublish()
    for address in (url("newsletter_archive", "fr"), url("newsletter_feed", "fr"), issue.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "Gardé" in page
        assert "Retiré" not in page


def test_issue_not_sent_in_a_language_leads_to_those_that_were(client):
    sent(7, "fr")
    response = client.get(url("newsletter_issue", "en", 7))
    assert response.status_code == 302
    assert response["Location"] == url("newsletter_archive", "en")
    assert client.get(url("newsletter_issue", "en", 8)).status_code == 404


@pytest.mark.parametrize(("language", "title"), [("fr", "Titre"), ("en", "Title")])
def test_feed_is_atom_with_stable_ids(client, language, title):
    for number in (1, 2):
        sent(number, language)
    response = client.get(url("newsletter_feed", language))
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.language == language
    assert [entry.title for entry in feed.entries] == [f"{title} 2", f"{title} 1"]
    assert [entry.id for entry in feed.entries] == [f"tag:localhost,2026:newsletter/{language}/{n}" for n in (2, 1)]
    assert feed.entries[0].link == f"http://localhost{url('newsletter_issue', language, 2)}"
    assert {"fr": "Chapeau", "en": "Lead"}[language] in feed.entries[0].summary


def test_archive_takes_the_same_queries_for_many(client, django_assert_num_queries):
    sent(1)
    address = url("newsletter_archive", "fr")
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    for number in range(2, 12):
        sent(number)
    with django_assert_num_queries(6):
        client.get(address)


def test_archive_is_read_only(client):
    for name in ("newsletter_archive", "newsletter_feed"):
        assert client.post(url(name, "fr")).status_code == 405
