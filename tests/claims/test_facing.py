"""Claims and reports in both languages, facing each other."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from claims.models import ClaimPage
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory
from tests.sitemap import read_sitemap
from workshops.models import Finding, OpenQuestion, WorkshopReportPage

pytestmark = pytest.mark.django_db


def read_facing(client, mark, language="fr"):
    with override(language):
        response = client.get(reverse("facing", args=[mark]))
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser").main


def pairs(main):
    """Return what each pair of texts says, by language; "" for a note in the reader's language."""
    return [
        {side.get("lang", ""): " ".join(side.get_text(" ").split()) for side in pair.find_all(recursive=False)}
        for pair in main.select(".pair")
    ]


@pytest.fixture
def report():
    report = WorkshopReportPageFactory(code="DS", title_fr="Droits", title_en="Rights", lead_fr="Chapeau")
    report.findings = [
        Finding(title_fr="On économise", title_en="They save", text_fr="Oui.", text_en="Yes."),
        Finding(title_fr="On surveille", title_en=""),
    ]
    report.questions = [OpenQuestion(text_fr="Qui décide ?", text_en="Who decides?")]
    report.body_fr = [
        {"type": "heading", "value": "Un", "id": "a"},
        {"type": "notice", "value": "Deux", "id": "b"},
        {"type": "text", "value": "<p>Trois</p>", "id": "c"},
    ]
    report.body_en = [
        {"type": "text", "value": "<p>Three</p>", "id": "c"},
        {"type": "heading", "value": "One", "id": "z"},
        {"type": "quote", "value": {"quote": "Four", "source": ""}, "id": "y"},
    ]
    report.save()
    return WorkshopReportPage.objects.get(pk=report.pk)


@pytest.fixture
def claim(report):
    claim = ClaimPageFactory(
        parent=report,
        title_fr="Guichets",
        title_en="Counters",
        statement_fr="Des guichets",
        statement_en="Real counters",
    )
    return ClaimPage.objects.get(pk=claim.pk)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_texts_of_a_report_face_each_other_by_their_marks(client, report, claim, language):
    main = read_facing(client, "DS", language)
    assert [mark.text for mark in main.select("ol .mark")] == ["C1", "C2", claim.mark, "Q1"]
    found = pairs(main)
    assert {"fr": "On économise", "en": "They save"} in found
    assert {"fr": "Oui.", "en": "Yes."} in found
    assert {"fr": "Des guichets", "en": "Real counters"} in found
    assert {"fr": "2 constats", "en": "2 findings"} in found


def test_blocks_face_each_other_by_id_and_else_by_order_and_type(client, report):
    found = pairs(read_facing(client, "DS", "en"))
    assert {"fr": "Un", "en": "One"} in found
    assert {"fr": "Trois", "en": "Three"} in found
    assert {"fr": "Deux", "": "Not translated"} in found
    assert {"": "Not in the original", "en": "Four"} in found


def test_missing_translation_is_said_where_it_is_missing(client, report):
    assert {"fr": "On surveille", "": "Non traduit"} in pairs(read_facing(client, "DS"))


def test_outdated_translation_says_so(client, claim):
    claim.statement_fr = "Des guichets tenus"
    claim.save()
    found = pairs(read_facing(client, claim.mark, "en"))
    assert {
        "fr": "Des guichets tenus",
        "en": "Real counters The original has changed since this was translated.",
    } in found


def test_what_is_not_translated_at_all_says_so_once(client, report):
    claim = ClaimPageFactory(parent=report, title_fr="Seul", title_en="", statement_fr="Rien", statement_en="")
    main = read_facing(client, claim.mark, "en")
    assert "This page has not been translated yet" in main.select_one(".notice").text
    assert "Not translated" not in main.text


def test_each_side_is_set_in_its_language(client, claim):
    claim.statement_fr, claim.statement_en = 'Le "droit" ?', 'The "right"?'
    claim.save()
    found = pairs(read_facing(client, claim.mark, "en"))
    assert any(
        it.get("fr") == "Le « droit » ?" and it["en"].startswith("The “right”?") for it in found
    )  # get_text split


def test_it_is_kept_out_of_search_engines(client, claim):
    for language in ("fr", "en"):
        with override(language):
            html = client.get(reverse("facing", args=[claim.mark])).content.decode()
        assert '<meta name="robots" content="noindex">' in html
        assert "canonical" not in html
        assert 'rel="alternate" hreflang' not in html
    assert "facing" not in "".join(read_sitemap(lambda part: client.get(part).content))


def test_each_language_leads_to_the_other(client, claim):
    html = client.get(f"/en/marks/{claim.mark}/facing/").content.decode()
    assert f'href="/fr/marques/{claim.mark}/en-regard/"' in html


@pytest.mark.parametrize("mark", ["ZZ-9", "ZZ", "x"])
def test_unknown_mark_is_not_found(client, mark):
    assert client.get(f"/en/marks/{mark}/facing/").status_code == 404


def test_draft_is_not_shown(client, claim):
    claim.unpublish()
    assert client.get(f"/fr/marques/{claim.mark}/en-regard/").status_code == 404


def test_page_leads_to_it_where_there_are_two_languages(client, claim, report):
    alone = ClaimPageFactory(parent=report, title_fr="Seul", title_en="", statement_fr="Rien", statement_en="")
    assert f"/en/marks/{claim.mark}/facing/" in client.get(claim.get_urls()["en"]).content.decode()
    assert "/en/marks/DS/facing/" in client.get(report.get_urls()["en"]).content.decode()
    assert "facing" not in client.get(alone.get_urls()["en"]).content.decode()
