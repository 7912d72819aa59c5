"""What is found by which words, in which language and order: the same on both databases."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import StandardPage
from claims.models import ClaimPage, Source, Support
from contacts.models import Person, Post
from search import query as finding
from search.highlights import extract
from search.models import SearchText
from search.query import find_pages
from search.stemming import read_query
from tests.factories import (
    ArticlePageFactory,
    ClaimPageFactory,
    OrganisationFactory,
    PersonFactory,
    RegionPageFactory,
    StandardPageFactory,
    TopicFactory,
    WorkshopReportPageFactory,
)
from translations.models import BasePage
from workshops.models import Finding, OpenQuestion, WorkshopReportPage

pytestmark = pytest.mark.django_db


def look_up(query, language="fr", **how):
    """Return the French titles of the pages found, best first."""
    hits = find_pages(query, language, **how).hits
    texts = SearchText.objects.in_bulk([hit.text_id for hit in hits])
    return [BasePage.objects.get(pk=texts[hit.text_id].page_id).title_fr for hit in hits]


@pytest.fixture
def pages():
    french = "<p>L’égalité des salaires, des évènements nationaux à Nîmes</p><p>Écrire à nous@exemple.fr</p>"
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
    ("l’égalité", "fr", ["Travail"]),
    ("l'égalité", "fr", ["Travail"]),
    ("toutes égalités", "fr", []),
    ("les égalités des salaires", "fr", ["Travail"]),
    ("evenement national", "fr", ["Travail"]),
    ("nimes", "fr", ["Travail"]),
    ("chat", "fr", ["Chat"]),
    ("chat", "en", ["Travail"]),
    ("cats", "en", ["Chat"]),
    ("revendication", "fr", ["Seul"]),
    ("“égalité des salaires”", "fr", ["Travail"]),
    ("“salaires des égalités”", "fr", []),
    ("exemple", "fr", []),
])  # fmt: skip
def test_words_are_found_in_their_own_language(pages, query, language, titles):
    assert look_up(query, language) == titles


@pytest.mark.parametrize("query", ["salariée", "travailleuse", "déléguées", "SNCF", "S.N.C.F.", "écoles", "travail"])
def test_word_is_found_however_it_is_spelled(query):
    written = "Les salarié·e·s, travailleur·euse·s et délégué(e)s de la S.N.C.F. ou SNCF, e\u0301coles, tra\u00advail"
    StandardPageFactory(title_fr="Page", lead_fr=written)
    assert look_up(query) == ["Page"]


def test_extract_marks_the_whole_of_an_inclusive_word():
    StandardPageFactory(title_fr="Page", lead_fr="Des salarié·e·s de la S.N.C.F. ont signé.")
    text = SearchText.objects.get(title="Page")
    assert (
        "des <mark>salarié·e·s</mark> de"
        in extract(text.text, text.text_terms, read_query("salariée", "fr").terms).lower()
    )


def test_page_without_english_is_found_by_its_french_words_after_those_with(pages):
    StandardPageFactory(title_fr="Union", title_en="Revendication")
    assert look_up("revendication", "en") == ["Union", "Seul"]


def test_pages_with_the_word_in_their_title_come_first():
    StandardPageFactory(title_fr="Autre", body_fr=[("heading", "Grève, grève et grève")])
    StandardPageFactory(title_fr="La grève", body_fr=[("heading", "Des mots. " * 2000)])
    StandardPageFactory(title_fr="Longue", body_fr=[("heading", "Une grève. " + "Des mots. " * 50)])
    assert look_up("grèves") == ["La grève", "Autre", "Longue"]


def test_titles_come_first_where_more_pages_match_than_are_looked_at(monkeypatch):
    monkeypatch.setattr(finding, "MOST_PAGES", 3)
    monkeypatch.setattr(finding, "COUNTED", 2)
    for number in range(5):
        StandardPageFactory(title_fr=f"Page {number}", lead_fr="La grève")
    article = ArticlePageFactory(title_fr="Article", lead_fr="La grève")
    StandardPageFactory(title_fr="Une grève")
    found = find_pages("grève", "fr")
    assert found.more
    assert look_up("grève")[0] == "Une grève"
    assert len(found.hits) == 3
    assert found.get_count("other") == (2, True)
    assert found.get_count("article") == (1, False)
    assert look_up("grève", kind="article") == [article.title_fr]


def test_search_can_be_narrowed_to_a_kind_and_counts_all():
    StandardPageFactory(title_fr="Grève")
    ClaimPageFactory(title_fr="Le droit de grève")
    found = find_pages("grève", "fr", kind="claim")
    assert look_up("grève", kind="claim") == ["Le droit de grève"]
    assert found.counts == {"claim": 1, "other": 1}


def test_claim_is_found_by_all_it_says():
    claim = ClaimPageFactory(
        title_fr="Papier", statement_fr="Des formulaires.", statement_en="Forms.", title_en="Paper"
    )
    claim.reasons_fr = [("text", "<p>La fracture numérique</p>")]
    claim.sources = [Source(title_fr="Rapport du Défenseur")]
    claim.supports = [Support(organisation=OrganisationFactory(name_fr="Syndicat"), note_fr="Le demande aux préfets")]
    claim.addressees = [OrganisationFactory(name_fr="Ministère", name_en="Ministry")]
    claim.save_revision().publish()
    for word in ["papier", "formulaire", "fractures", "défenseur", "préfet", "syndicats", "ministères"]:
        assert look_up(word) == ["Papier"], word
    for word in ["paper", "form", "ministry"]:
        assert look_up(word, "en") == ["Papier"], word


def test_report_is_found_by_findings_and_questions():
    report = WorkshopReportPage.objects.get(pk=WorkshopReportPageFactory(title_fr="Atelier").pk)
    report.findings = [Finding(title_fr="Les guichets ferment", text_fr="Partout")]
    report.questions = [OpenQuestion(text_fr="Qui décide ?")]
    report.save_revision().publish()
    for word in ["guichet", "partout", "décides"]:
        assert set(look_up(word)) == {"Atelier"}, word


def test_article_is_found_by_its_topics():
    article = ArticlePageFactory(title_fr="Nouvelle")
    article.topics.add(TopicFactory(name_fr="Numérisation"))
    article.save()
    assert look_up("numérisations") == ["Nouvelle"]


@pytest.fixture
def region_page():
    page = RegionPageFactory(title_fr="Nord")
    person = PersonFactory(name="Ana Lima", email="ana.lima@exemple.fr")
    page.posts = [
        Post(person=person, role_fr="Coordinatrice", organisation="Fédération"),
        Post(person=PersonFactory(name="Rosa Kint"), role_fr="Trésorière", ends_on=date(2020, 1, 1)),
    ]
    page.save_revision().publish()
    return page


def test_region_is_found_by_who_holds_its_posts_now_and_by_no_address(region_page):
    for words in ["lima", "coordinatrices", "fédération"]:
        assert look_up(words) == ["Nord"], words
    for words in ["kint", "trésorière", "ana.lima@exemple.fr", "exemple"]:
        assert look_up(words) == [], words


def test_person_renamed_or_deleted_is_not_found_by_the_old_name(region_page):
    person = Person.objects.get(name="Ana Lima")
    person.name = "Ana Serra"
    person.save()
    assert look_up("lima") == []
    assert look_up("serra") == ["Nord"]
    person.delete()
    assert look_up("serra") == []


def test_organisation_renamed_is_found_by_its_new_name():
    organisation = OrganisationFactory(name_fr="Trésor")
    claim = ClaimPage.objects.get(pk=ClaimPageFactory(title_fr="Payer").pk)
    claim.addressees = [organisation]
    claim.save_revision().publish()
    organisation.name_fr = organisation.name = "Finances"
    organisation.save()
    assert look_up("finances") == ["Payer"]
    assert look_up("trésor") == []


@pytest.mark.parametrize("query", [
    '"', "'", "\\", "%", "_", "*", "gui*", ":", "title_terms:x", "a:b", "NEAR(a b)", "a AND", "OR", "NOT a", "(", ")",
    "-a", "+a", "^a", "a & b", "a | b", "!a", "<->", "a <-> b", "--", ";", "';--", "{", "}", "\x00", "\ud800",
    "é" * 10_000, "a " * 5000, '"' * 200, "«»", "“”“", "𝒢𝓇è𝓋𝑒", "ﬁ", "½", "…", "\u202e", "日本語", "🙂",
])  # fmt: skip
def test_operators_quotes_and_other_signs_do_no_harm(query, pages):
    for language in ("fr", "en"):
        assert isinstance(look_up(query, language), list)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(alphabet="aé'\"«»“”:*()-&|!<> \\%", max_size=30))
def test_anything_can_be_looked_up(pages, query):
    look_up(query, "en")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_page_is_found_by_its_own_title(title):
    page = StandardPageFactory(title_fr=f"x{title}", slug_fr="page", slug="page")
    assert not read_query(page.title_fr, "fr").clauses or page.title_fr in look_up(page.title_fr)
    page.delete()


def test_index_is_made_anew_by_command(pages, capsys):
    StandardPage.objects.filter(title_fr="Travail").update(title_fr="Emploi")
    call_command("rebuild_search", "campaigns.StandardPage")
    assert "texts of 3 pages" in capsys.readouterr().out
    assert look_up("emploi") == ["Emploi"]
    SearchText.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    assert look_up("emploi") == ["Emploi"]
    for name in ["campaigns.Nothing", "contacts.Person", "x"]:
        with pytest.raises(CommandError):
            call_command("rebuild_search", name)


def test_site_that_had_pages_before_is_indexed_by_migrating(pages):
    SearchText.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert look_up("salaire") == ["Travail"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite loses triggers when Django rebuilds a table")
def test_index_of_words_is_made_anew_after_its_triggers_were_lost(pages):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER translations_searchwords_update")
    SearchText.objects.filter(title="Travail").update(title_terms="fremploi")
    assert look_up("emploi") == []
    call_command("migrate", verbosity=0)
    assert look_up("emploi") == ["Travail"]
