"""Each text of a page has a path that both languages share."""

import pytest

from contacts.models import Region
from tests.factories import (
    CampaignPageFactory,
    ConventionPageFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from translations.texts.paths import path_kind, texts_of
from workshops.models import Finding, Session

pytestmark = pytest.mark.django_db


def test_fields_are_named_and_empty_ones_left_out():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Chapô")
    assert texts_of(page, "fr") == {"title": "Atelier", "lead": "Chapô"}
    assert texts_of(page, "en") == {"title": "Workshop"}


def test_each_block_of_a_body_is_a_text_of_its_own():
    page = StandardPageFactory(title_fr="T", body_fr=[
        {"type": "heading", "value": "Dit", "id": "h"},
        {"type": "quote", "value": {"quote": "Assez", "source": ""}, "id": "q"},
        {"type": "columns", "id": "c", "value": [{"type": "item", "id": "1", "value": {"heading": "", "text": "A"}}]},
    ])  # fmt: skip
    texts = texts_of(page, "fr")
    assert texts == {"title": "T", "body/h": "Dit", "body/q/quote": "Assez", "body/c/1/text": "A"}


def test_paragraph_is_the_same_text_after_the_editor_has_numbered_it():
    for html in ("<p>Dit</p>", '<p data-block-key="a1b2c">Dit</p>'):
        page = StandardPageFactory(title_fr="T", body_fr=[{"type": "text", "value": html, "id": "t"}])
        assert texts_of(page, "fr")["body/t"] == "<p>Dit</p>"


def test_text_is_the_same_whatever_line_ends_a_browser_sends():
    rows = ["a | b\nc | d", "a | b\r\nc | d "]
    pages = [
        StandardPageFactory(
            title_fr="T",
            lead_fr=f"Un\n{text}",
            body_fr=[{"type": "table", "id": "t", "value": {"caption": "T", "rows": text}}],
        )
        for text in rows
    ]
    assert texts_of(pages[0], "fr") == texts_of(pages[1], "fr")


def test_rich_text_without_words_is_no_text():
    page = CampaignPageFactory(format_fr='<p data-block-key="a1b2c"></p>', join_fr='<p data-block-key="d">Venez</p>')
    texts = texts_of(page, "fr")
    assert "format" not in texts
    assert texts["join"] == "<p>Venez</p>"


def test_numbered_rows_are_named_by_their_number_and_others_by_their_place():
    report = WorkshopReportPageFactory(title_fr="Atelier")
    report.findings.add(Finding(title_fr="Un", sort_order=2), Finding(title_fr="Deux", title_en="Two", sort_order=1))
    report.save()
    names = {finding.title_fr: finding.number for finding in report.findings.all()}
    assert texts_of(report, "fr") == {
        "title": "Atelier",
        f"findings/{names['Un']}/title": "Un",
        f"findings/{names['Deux']}/title": "Deux",
    }
    assert texts_of(report, "en") == {f"findings/{names['Deux']}/title": "Two"}
    convention = ConventionPageFactory(title_fr="Convention")
    convention.sessions.add(Session(date="2023-09-15", title_fr="Ouverture"))
    assert texts_of(convention, "fr")["sessions/+1/title"] == "Ouverture"


def test_snippet_has_texts_too():
    assert texts_of(Region(name_fr="Afrique"), "fr") == {"name": "Afrique"}


@pytest.mark.parametrize(("path", "kind"), [
    ("title", "title"),
    ("findings/2/title", "findings//title"),
    ("sessions/+1/title", "sessions//title"),
])  # fmt: skip
def test_kind_of_a_text_is_its_path_without_the_row(path, kind):
    assert path_kind(path) == kind


def test_texts_of_a_page_take_one_query_for_each_kind_of_row(django_assert_num_queries):
    report = WorkshopReportPageFactory()
    report.findings.set([Finding(title_fr=f"Constat {n}") for n in range(20)])
    report.save()
    report = type(report).objects.get(pk=report.pk)
    with django_assert_num_queries(2):
        texts_of(report, "fr")
