"""How easily a text reads, and what editors are told of it."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from campaigns.models import ArticlePage, StandardPage
from tests.factories import ArticlePageFactory, StandardPageFactory
from translations.admin.reading_ease import describe
from typography.reading_ease import count_english_syllables, count_french_syllables, measure_ease

FRENCH = """
chat 1 table 1 revendication 5 numérique 3 guichet 2 européen 4 créer 2 ils 1 parlent 1 vraiment 2 quartier 2
organisme 3 maison 2 famille 2 oublier 3 théâtre 2 naïf 2 aujourd’hui 3 l’État 2 une 1 le 1 personnes 2 travail 2
caisse 1 allocations 4 guerre 1 langue 1 question 2 syndicat 3 algorithme 3 école 2 client 2 argent 2 moment 2
contrôlent 2 les 1 vie 1 idée 2 nuit 1 voyage 2 pluie 1 demeurent 2 naissent 1 rendez-vous 3
"""
ENGLISH = """
cat 1 table 2 claim 1 counter 2 neighbourhood 3 organisation 5 people 2 wanted 2 asked 1 services 3 digital 3 create 2
region 2 social 2 being 2 unemployment 4 radio 3 quiet 2 government 3 changes 2 houses 2 lives 1 makes 1 whole 1
little 2 science 2 union 2 decided 3 trained 1 safely 2 bodies 2 interpreters 4 mediator 4 employment 3 queue 1 the 1
training 2 people’s 2 used 1 one 1 well-known 2
"""
HARD = (
    "The implementation of interoperable identification infrastructure necessitates organisational transformation, "
    "notwithstanding considerable administrative opposition from professional associations, "
    "regional authorities, international federations, independent commissions and parliamentary representatives."
)
EASY = "We ask for one thing. Keep the desk open. Let us talk to a person. " * 4


def pairs(words: str) -> list[tuple[str, int]]:
    items = words.split()
    return [(word, int(count)) for word, count in zip(items[::2], items[1::2], strict=True)]


@pytest.mark.parametrize(("word", "count"), pairs(FRENCH))
def test_french_syllables_are_counted_as_read(word: str, count: int) -> None:
    assert count_french_syllables(word) == count


@pytest.mark.parametrize(("word", "count"), pairs(ENGLISH))
def test_english_syllables_are_counted_as_read(word: str, count: int) -> None:
    assert count_english_syllables(word) == count


def test_english_is_measured_by_flesch() -> None:
    ease = measure_ease("The counter was closed on Monday. " * 5, "en")  # 8 syllables in 6 words
    assert ease is not None
    assert ease.score == round(206.835 - 1.015 * 6 - 84.6 * 8 / 6)
    assert (ease.words, ease.sentences, ease.words_per_sentence) == (30, 5, 6)


def test_french_is_measured_by_kandel_and_moles() -> None:
    text = "La convention populaire propose des solutions concrètes.\n" * 5  # 15 syllables in 7 words
    ease = measure_ease(text, "fr")
    assert ease is not None
    assert ease.score == round(207 - 1.015 * 7 - 73.6 * 15 / 7)


def test_each_item_of_a_list_counts_as_a_sentence() -> None:
    items = measure_ease("one small item\n" * 10, "en")
    assert items is not None
    assert items.sentences == 10


def test_a_few_words_have_no_figure() -> None:
    assert measure_ease("The cat sat on the mat.", "en") is None


def test_a_language_without_a_formula_has_no_figure() -> None:
    assert measure_ease(EASY, "es") is None


@pytest.mark.parametrize(("text", "words"), [(EASY, "easy to read"), (HARD * 2, "hard to read")])
def test_the_figure_is_said_in_words(text: str, words: str) -> None:
    ease = measure_ease(text, "en")
    assert ease is not None
    with override("en"):
        assert words in describe(ease)


def test_the_figure_stays_between_0_and_100() -> None:
    assert {measure_ease(text, "en").score for text in ("The cat sat on the mat. " * 5, HARD * 2)} == {0, 100}  # type: ignore[union-attr]


@pytest.mark.django_db
def test_editors_see_how_easily_each_language_reads_and_the_hardest_text(admin_client: Client) -> None:
    article: ArticlePage = ArticlePageFactory(lead_fr="Un guichet, une personne. " * 12, lead_en=HARD + HARD)
    page = admin_client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert page.count('class="reading-ease"') == 2
    assert "facile à lire" in page
    assert "difficile à lire" in page
    assert "Les plus difficiles\u00a0: Chapeau (0)" in page
    assert "Coupez les phrases de plus de 20 mots" in page


@pytest.mark.django_db
def test_nothing_is_said_of_a_page_of_a_few_words(admin_client: Client) -> None:
    article: ArticlePage = ArticlePageFactory(lead_fr="Un guichet.", lead_en="")
    page = admin_client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert 'class="reading-ease"' not in page


@pytest.mark.django_db
def test_all_texts_count_those_of_the_same_name_too(admin_client: Client) -> None:
    """Thirty words make a figure: neither of the two texts has as many."""
    short = "<p>" + "Un guichet, une personne, une réponse. " * 4 + "</p>"
    body = json.dumps([{"type": "text", "value": short}] * 2)
    page: StandardPage = StandardPageFactory(title_fr="Page", body_fr=body)
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert html.count('class="reading-ease"') == 1
