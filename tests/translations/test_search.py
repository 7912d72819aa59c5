"""Each language is searched apart: words are folded, stemmed, and found in their own language only."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory
from translations.models import BasePage
from translations.search import get_terms

pytestmark = pytest.mark.django_db


def find(query, language, pages=None):
    pages = BasePage.objects.live() if pages is None else pages
    with override(language):
        return sorted(page.title_fr for page in pages.search(get_terms(query, language), operator="and"))


@pytest.fixture
def pages():
    french = "<p>L’égalité des salaires, des évènements nationaux à Nîmes</p>"
    english = "<p>Equal wages; national events. Chat.</p>"
    body = {"body_fr": [("text", french)], "body_en": [("text", english)]}
    StandardPageFactory(title_fr="Travail", title_en="Work", **body)
    StandardPageFactory(title_fr="Chat", title_en="Cat", lead_fr="Les chats du travailleur")
    StandardPageFactory(title_fr="Seul", body_fr=[("heading", "Aucune traduction des revendications")])


@pytest.mark.parametrize(("query", "language", "titles"), [
    ("travail", "fr", ["Travail"]),
    ("work", "fr", []),
    ("work", "en", ["Travail"]),
    ("travail", "en", []),
    ("salaire", "fr", ["Travail"]),
    ("salaires", "fr", ["Travail"]),
    ("wage", "en", ["Travail"]),
    ("egalite", "fr", ["Travail"]),
    ("Égalité", "fr", ["Travail"]),
    ("evenement national", "fr", ["Travail"]),
    ("nimes", "fr", ["Travail"]),
    ("chat", "fr", ["Chat"]),
    ("chat", "en", ["Travail"]),
    ("cats", "en", ["Chat"]),
    ("revendication", "fr", ["Seul"]),
    ("revendication", "en", []),
])  # fmt: skip
def test_words_are_found_in_their_own_language(pages, query, language, titles):
    assert find(query, language) == titles


def test_search_within_a_part_of_the_tree(pages):
    assert find("salaire", "fr", StandardPage.objects.child_of(HomePage.objects.get())) == ["Travail"]


def test_page_with_the_word_in_its_title_comes_first():
    if connection.vendor == "sqlite":
        pytest.skip("Wagtail's SQLite backend does not rank boosted fields first")
    StandardPageFactory(title_fr="Autre", body_fr=[("heading", "grève")])
    StandardPageFactory(title_fr="La grève")
    found = BasePage.objects.search(get_terms("grèves", "fr"))
    assert [page.title for page in found] == ["La grève", "Autre"]


def test_index_can_be_made_anew_in_any_language(pages):
    with override("en"):
        call_command("update_index", verbosity=0)
    assert find("work", "en") == ["Travail"]
    assert find("work", "fr") == []


@pytest.mark.parametrize(("text", "language", "terms"), [
    ("Égalités", "fr", "fregalit"),
    ("Igualdades", "es", "esigualdad"),
    ("Równości", "pl", "plrownosci"),
])  # fmt: skip
def test_words_are_folded_stemmed_and_marked_with_their_language(text, language, terms):
    assert get_terms(text, language) == terms
