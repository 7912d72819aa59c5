"""What is found although it was typed otherwise than it is written: misspelled, meant the same, in another language."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from campaigns.models import CampaignPage
from contacts.models import Region
from search.models import KnownWord, Synonyms
from search.suggestions import count_slips, prune_words, suggest, to_sound
from tests.factories import (
    ClaimPageFactory,
    ConventionPageFactory,
    RegionFactory,
    RegionPageFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from tests.search.test_page import read, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    def get(language="fr", **query):
        return client.get({"fr": "/fr/recherche/", "en": "/en/search/"}[language], query)

    return get


# Did you mean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gichet", "guichet"),
        ("guichte", "guichet"),
        ("guichets", "guichet"),
        ("algoritme", "algorithme"),
        ("algorytme", "algorithme"),
        ("acessibilité", "accessibilité"),
    ],
)
def test_misspelled_word_finds_what_was_meant(search, typed, meant):
    StandardPageFactory(title_fr="Page", lead_fr="Un guichet sans algorithme ni accessibilité.")
    html = read(search(q=typed))
    assert titles(search(q=typed)), html
    if typed != "guichets":
        assert f'Vouliez-vous dire <a href="?q={meant.replace("é", "%C3%A9")}">{meant}</a>' in html


def test_one_misspelled_word_among_others_is_put_right(search):
    StandardPageFactory(title_fr="Un guichet de quartier")
    StandardPageFactory(title_fr="Un quartier")
    assert len(titles(search(q="gichet quartier"))) == 1


def test_nothing_is_suggested_that_nobody_may_read(search):
    hidden = StandardPageFactory(title_fr="Licenciement secret")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    StandardPageFactory(title_fr="Projet confidentiel").unpublish()
    for typed in ["licencement", "confidentil"]:
        html = read(search(q=typed))
        assert titles(search(q=typed)) == []
        assert "licenciement" not in html.lower().replace("licencement", "")
        assert "confidentiel" not in html


def test_word_that_nobody_may_read_is_not_named_beside_one_that_all_may(search):
    hidden = StandardPageFactory(title_fr="Madame Guichot")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    StandardPageFactory(title_fr="Un guichet")
    (suggestion,) = suggest("guichxt", "fr")
    assert suggestion.terms == ("frguichet", "frguichot")
    html = read(search(q="guichxt"))
    assert len(titles(search(q="guichxt"))) == 1
    assert ">guichet</a>" in html
    assert "guichot" not in html.lower()


def test_words_are_forgotten_with_the_last_text_that_has_them():
    StandardPageFactory(title_fr="Guichet")
    page = StandardPageFactory(title_fr="Guichot")
    assert prune_words() == 0
    page.title_fr = "Guichets"
    page.save_revision().publish()
    assert prune_words() == 1
    assert list(KnownWord.objects.filter(term__startswith="frguich").values_list("term", flat=True)) == ["frguichet"]


def test_words_of_one_language_are_not_suggested_for_another():
    StandardPageFactory(title_fr="Guichet", title_en="Counter")
    assert suggest("countr", "fr") == []
    assert [each.terms for each in suggest("countr", "en")] == [("encounter",)]


@pytest.mark.parametrize("typed", ["", "abc", "x" * 300, "zzzzzzz", "1234", "!!!!", "日本語日本"])
def test_what_is_like_no_word_suggests_nothing(typed):
    StandardPageFactory(title_fr="Guichet")
    assert suggest(typed, "fr") == []


def test_suggestions_take_one_query_however_many_words_there_are():
    for number in range(30):
        StandardPageFactory(title_fr=f"Page {number}", lead_fr=f"guichet{'abcdefghijklmnopqrstuvwxyzabcd'[number]}")
    with CaptureQueriesContext(connection) as queries:
        assert suggest("gichet guichat", "fr")
    assert len(queries) == 1


def test_word_is_learnt_once_and_slips_are_counted():
    StandardPageFactory(title_fr="Guichet")
    StandardPageFactory(title_fr="Guichets")
    assert KnownWord.objects.filter(term="frguichet").count() == 1
    assert to_sound("algorytme") == to_sound("algorithme")
    assert [count_slips("gichet", word) for word in ("gichet", "guichet", "ghichet", "ighcet")] == [0, 1, 1, 2]


# What means the same


def test_synonyms_find_one_another_in_their_language_only(search):
    Synonyms.objects.create(language="fr", expressions="CAF, caisse d’allocations familiales")
    StandardPageFactory(title_fr="La CAF", title_en="The office")
    StandardPageFactory(title_fr="Une caisse d’allocations familiales", title_en="A family office")
    for typed in ["CAF", "caisse d'allocations familiales", "Caisse allocations familiales"]:
        assert len(titles(search(q=typed))) == 2, typed
    assert len(titles(search(q='"CAF"'))) == 1
    Synonyms.objects.update(language="en")
    assert len(titles(search(q="CAF"))) == 1


def test_synonyms_need_two_expressions():
    with pytest.raises(ValidationError):
        Synonyms(language="fr", expressions="CAF, ").full_clean()
    Synonyms(language="fr", expressions="CAF, caisse").full_clean()


def test_synonyms_are_kept_in_the_admin_by_those_who_may(admin_client, client, django_user_model):
    address = reverse("wagtailsnippets_search_synonyms:add")
    response = admin_client.post(address, {"language": "en", "expressions": "AI, artificial intelligence"})
    assert response.status_code == 302
    assert Synonyms.objects.get().expressions == "AI, artificial intelligence"
    client.force_login(django_user_model.objects.create_user("nobody"))
    assert client.get(address).status_code == 302


# Days, countries, destinations


@pytest.mark.parametrize("typed", ["16 septembre 2023", "16/09/2023", "2023-09-16", "septembre 2023"])
def test_day_leads_to_what_was_held_on_it_before_texts_that_name_it(search, typed):
    convention = ConventionPageFactory(
        title_fr="Réunion", starts_on=datetime.date(2023, 9, 15), ends_on=datetime.date(2023, 9, 16)
    )
    StandardPageFactory(title_fr="Page", lead_fr="Le 16 septembre 2023, en septembre 2023.")
    assert convention.get_urls()["fr"] in titles(search(q=typed))[0]


def test_country_leads_to_the_region_that_it_lies_in(search):
    africa = RegionFactory(name_fr="Afrique", name_en="Africa")
    page = RegionPageFactory(title_fr="Afrique", title_en="Africa", region=africa)
    Region.objects.create(name_fr="Afrique de l’Est", parent=africa, countries=["KE"])
    assert page.get_urls()["fr"] in titles(search(q="Kenya"))[0]
    assert page.get_urls()["en"] in titles(search("en", q="kenia"))[0]


def test_country_does_not_lead_around_a_region_with_a_page_of_its_own(search):
    world = RegionFactory(name_fr="Monde")
    africa = RegionFactory(name_fr="Afrique", parent=world, countries=["KE"])
    RegionPageFactory(title_fr="Afrique", region=africa)
    RegionPageFactory(title_fr="Monde", region=world)
    assert len(titles(search(q="Kenya"))) == 1


@pytest.mark.parametrize(
    ("language", "typed", "name"),
    [
        ("fr", "lettre", "subscribe"),
        ("fr", "se désabonner", "subscribe"),
        ("en", "newsletter", "subscribe"),
        ("en", "open questions", "open_questions"),
    ],
)
def test_word_leads_to_what_is_no_page(search, language, typed, name):
    with override(language):
        assert f'<h3><a href="{reverse(name)}">' in titles(search(language, q=typed))[0]
    assert f'"{reverse(name)}">' not in "".join(titles(search(language, q=f"{typed} guichet")))


# Other languages, other words


def test_hits_in_the_other_language_are_shown_and_marked(search):
    StandardPageFactory(title_fr="Grève", title_en="Strike")
    html = read(search(q="strike"))
    assert '<div lang="en"><h3><a href="/fr/greve/"><mark>Strike</mark></a>' in html, "to the page as they read it"
    assert "en Anglais" in html


def test_pages_with_some_of_the_words_are_offered_where_none_has_all(search):
    StandardPageFactory(title_fr="Grève")
    StandardPageFactory(title_fr="Salaire")
    html = read(search(q="grève salaire"))
    assert "une partie des mots" in html
    assert len(titles(search(q="grève salaire"))) == 2


# Invented examples


@pytest.mark.parametrize("of", ["convention", "campaign"])
def test_invented_examples_come_last_and_say_so(search, of):
    if of == "convention":
        invented = ConventionPageFactory(is_example=True, title_fr="Valbrume", starts_on=datetime.date(2023, 2, 4))
        ClaimPageFactory(parent=WorkshopReportPageFactory(parent=invented), title_fr="Guichet")
    else:
        page = CampaignPage(title_fr="Guichet", is_example=True)
        StandardPageFactory.default_parent().add_child(instance=page)
    StandardPageFactory(title_fr="Page", lead_fr="Un long texte qui ne nomme qu’une fois le guichet.")
    html = read(search(q="guichet"))
    first, second = titles(search(q="guichet"))
    assert "Page" in first
    assert "Guichet" in second
    assert html.count("exemple fictif") == 1


# Cost


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("typed", ["gichet ouvrt", "zzzzz yyyyy", "guichet", "strike grève", "CAF guichet"])
def test_no_search_takes_more_than_twelve_queries(search, language, typed):
    ClaimPageFactory(title_fr="Guichet ouvert", title_en="Open counter")
    StandardPageFactory(title_fr="Grève", lead_fr="gilet")
    Synonyms.objects.create(language="fr", expressions="CAF, caisse")
    search(language, q=typed)
    with CaptureQueriesContext(connection) as queries:
        search(language, q=typed)
    assert len(queries) <= 12
