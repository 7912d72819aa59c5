"""The search page: a mark leads to its claim, words to a list; nothing that is typed breaks it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction, Site

import config.search.page
from campaigns.models import HomePage
from search import query as finding
from tests.factories import ArticlePageFactory, ClaimPageFactory, StandardPageFactory, WorkshopReportPageFactory
from tests.pages.reading import Reader
from translations.models import BasePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    def get(language="fr", **query):
        return client.get({"fr": "/fr/recherche/", "en": "/en/search/"}[language], query)

    return get


def read(response):
    """Return the HTML with every run of blanks as one space: how templates are set is no matter here."""
    html = re.sub(r"\s+", " ", response.content.decode()).replace(" >", ">")
    return re.sub(r"(?<=>) (?=<(?:div|h3|a|li|/))|(?<=<h3>) | (?=</span>)", "", html)


def titles(response):
    return re.findall(r"<h3>.*?</h3>", read(response))


@pytest.fixture
def claim():
    return ClaimPageFactory(
        parent=WorkshopReportPageFactory(code="DS", title_fr="Droits"), title_fr="Guichets", statement_fr="Un guichet."
    )


@pytest.mark.parametrize("typed", ["DS-1", "ds 1", "DS1"])
def test_mark_leads_straight_to_its_claim(search, claim, typed):
    assert search(q=typed)["Location"] == claim.get_urls()["fr"]


def test_unknown_mark_is_looked_up_as_words_and_said_to_be_unknown(search, claim):
    html = read(search("en", q="DS-99"))
    assert "No claim has the number" in html
    assert "Nothing found" in html


def test_result_shows_mark_kind_and_extract(search, claim):
    html = read(search(q="guichets"))
    assert '<span class="when">Revendication</span>' in html
    assert '<span class="mark">DS-1</span> <mark>Guichets</mark>' in html
    assert "<p>Un <mark>guichet</mark>.</p>" in html


def test_french_text_is_marked_as_french_for_english_readers(search, claim):
    response = search("en", q="guichet")
    assert {piece.lang for piece in Reader(response.content.decode()).find("uichet") if piece.text != "guichet"} == {
        "fr", "en"
    }  # fmt: skip
    html = read(response)
    assert '<span class="when">Claim, in French</span><div lang="fr">' in html


def test_extract_escapes_what_was_written(search):
    StandardPageFactory(title_fr="<b>Grève</b>", lead_fr="<script>alert(1)</script> grève")
    html = read(search(q="grève"))
    assert "&lt;b&gt;<mark>Grève</mark>&lt;/b&gt;" in html
    assert "<script" not in html


def test_kinds_are_counted_and_can_be_chosen(search, claim):
    ArticlePageFactory(title_fr="Guichet fermé")
    html = read(search(q="guichet"))
    assert '<a href="?q=guichet#list" aria-current="true">Tous les types</a> 2' in html
    assert '<a href="?q=guichet&amp;kind=article#list">Articles</a> 1' in html
    assert len(titles(search(q="guichet", kind="article"))) == 1
    html = read(search("en", q="guichet", kind="synthesis"))
    assert "Pages of other types contain these words" in html
    assert 'aria-current="true">Joint summaries</a> 0' in html


@pytest.mark.parametrize("junk", [{"kind": "nothing"}, {"kind": "'"}, {"page": "0"}, {"page": "-1"}, {"page": "x"},
                                  {"page": "9" * 30}, {"kind": "\x00"}])  # fmt: skip
def test_junk_counts_as_not_given(search, claim, junk):
    response = search(q="guichet", **junk)
    assert response.status_code == 200
    assert len(titles(response)) == 1


def test_page_beyond_the_end_is_the_last_one(search, monkeypatch):
    monkeypatch.setattr(config.search.page, "RESULTS_PER_PAGE", 2)
    for number in range(5):
        StandardPageFactory(title_fr=f"Grève {number}")
    response = search(q="grève", page=99)
    assert len(titles(response)) == 1
    assert "Page 3 sur 3" in response.content.decode()
    shown = [title for page in (1, 2, 3) for title in titles(search(q="grève", page=page))]
    assert len(set(shown)) == 5


def test_nothing_found_says_what_to_loosen_and_where_else_to_look(search):
    StandardPageFactory(title_fr="Grève", title_en="Strike")
    html = read(search(q="strike"))
    assert "Aucune page ne contient ce mot." in html
    assert '<a href="/en/search/?q=strike" hreflang="en" lang="en">English</a>, 1 page trouvée' in html
    assert "Try fewer" in read(search("en", q="one two"))
    assert "Enter at least one letter or digit" in read(search("en", q="?!"))


def test_more_pages_than_are_counted_are_said_to_be_more(search, monkeypatch):
    monkeypatch.setattr(finding, "MOST_PAGES", 3)
    monkeypatch.setattr(finding, "COUNTED", 2)
    for number in range(5):
        StandardPageFactory(title_fr=f"Grève {number}", title_en=f"Strike {number}")
    ArticlePageFactory(title_fr="Grève", title_en="Strike")
    html = read(search("en", q="strike"))
    assert "pages or more" in html
    assert "All types</a> 3+" in html
    assert "Other pages</a> 2+" in html
    assert "Articles</a> 1 " in html


def test_long_query_is_cut_and_says_so(search, claim):
    response = search("en", q="guichet " * 1250)
    assert response.status_code == 200
    assert "Only the first 200 characters were searched" in response.content.decode()
    assert "Only the first" not in read(search("en", q="guichet"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=50), st.text(max_size=8), st.text(max_size=8))
def test_anything_typed_is_answered(search, claim, query, kind, page):
    assert search("en", q=query, kind=kind, page=page).status_code in {200, 302}


def test_hidden_pages_are_in_no_answer_and_no_count(search):
    StandardPageFactory(title_fr="Grève en projet", live=False)
    private = StandardPageFactory(title_fr="Grève réservée")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    html = read(search(q="grève"))
    assert "Aucun résultat" in html
    assert "projet" not in html
    assert "réservée" not in html


def test_pages_of_another_site_are_not_found(search):
    root = BasePage.get_first_root_node()
    other = root.add_child(instance=HomePage(title_fr="Autre grève", headline_fr="Autre", slug_fr="autre"))
    Site.objects.create(hostname="autre.example", root_page=other)
    assert titles(search(q="grève")) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["", "claim"])
def test_search_asks_the_database_as_much_for_ten_times_the_pages(client, language, kind, monkeypatch):
    monkeypatch.setattr(finding, "MOST_PAGES", 3)  # so that there are more hits than are looked at

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("search"), {"q": "guichet", "kind": kind}).status_code == 200
        assert not [query["sql"] for query in queries if not query["sql"].lstrip("(").startswith(("SELECT", "WITH"))]
        return len(queries)

    ClaimPageFactory(title_fr="Guichet", title_en="Guichet")
    count()
    few = count()
    for _ in range(10):
        ClaimPageFactory(title_fr="Guichet", title_en="Guichet")
    assert count() == few
    assert few <= 12
