"""The edit form has a tab for each language, and says clearly what is wrong and where."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import pgettext
from wagtail.admin.panels import FieldPanel

from campaigns.models import HomePage, StandardPage
from contacts.models import DirectoryPage, Region
from tests.factories import StandardPageFactory, WorkshopReportPageFactory
from translations.admin.panels import TranslatedInterface
from translations.languages import LANGUAGES
from workshops.models import Finding

from .forms import PUBLISH, add_url, edit_url, report_form, standard_page_form

pytestmark = pytest.mark.django_db


def tabs(response) -> list[str]:
    return [tab.strip() for tab in re.findall(r'role="tab"[^>]*>([^<]+)<', response.text)]


def test_each_text_is_edited_in_each_language(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    html = editor.get(edit_url(page)).text
    for name in ("title", "slug", "lead", "seo_title", "search_description"):
        for code in LANGUAGES:
            assert f'name="{name}_{code}"' in html
        assert f'name="{name}"' not in html
    assert 'id="body_fr"' in html
    assert 'id="body_en"' in html
    assert "#id_slug_fr" in html  # the title's targets
    assert "#id_slug_en" in html


def test_languages_come_first_and_what_they_share_after(editor):
    shown = tabs(editor.get(edit_url(WorkshopReportPageFactory())))
    assert shown[:2] == ["Français", "English"]
    assert len(shown) == 3


def test_tab_of_shared_fields_is_left_out_where_there_are_none(monkeypatch):
    assert len(TranslatedInterface().bind_to_model(DirectoryPage).children) == 4
    monkeypatch.setattr(DirectoryPage, "promote_panels", [FieldPanel("slug")])
    headings = [tab.heading for tab in TranslatedInterface().bind_to_model(DirectoryPage).children]
    assert headings == ["Français", "English", pgettext("translations", "Settings")]


def test_source_is_shown_above_its_translation(editor):
    body = [("heading", "Ce qui a été dit"), ("text", "<p>Les <b>ateliers</b></p>")]
    page = StandardPageFactory(title_fr="Atelier", lead_fr="Un & deux", body_fr=body)
    html = editor.get(edit_url(page)).text
    assert '<div lang="fr"><p>Un &amp; deux</p></div>' in html
    assert html.count('class="translation-source"') == 4  # title, slug, lead, body
    assert "Les <b>ateliers</b>" in html
    assert "Ce qui a été dit" in html


@pytest.mark.parametrize("language", ["fr"], indirect=True)
def test_rows_have_a_field_for_each_language_named_so(editor):
    report = WorkshopReportPageFactory()
    report.findings.add(Finding(title_fr="Constat"))
    report.save()
    form = editor.get(edit_url(report)).context["form"].formsets["findings"].forms[0]
    assert form["title_fr"].label.endswith("(Français)")
    assert form["title_en"].label.endswith("(English)")


@pytest.mark.parametrize("values", [{}, PUBLISH], ids=["draft", "publication"])
def test_missing_french_title_is_named_with_its_tab_and_nothing_is_lost(editor, values):
    form = standard_page_form(title_fr="", slug_fr="x", title_en="Workshop", lead_en="Kept", **values)
    response = editor.post(add_url(HomePage.objects.get()), form)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"title_fr", "__all__"}
    messages = " ".join(str(message) for message in response.context["messages"])
    assert messages.count("Français") == 2  # the field's and the tab's
    assert "(Français): " in messages
    assert 'value="Workshop"' in response.text
    assert "Kept" in response.text
    assert not StandardPage.objects.exists()


@pytest.mark.parametrize(("language", "message"), [("fr", "Champ requis"), ("en", "This field is required")],
                         indirect=["language"])  # fmt: skip
def test_messages_are_in_the_editors_language(editor, message):
    response = editor.post(add_url(HomePage.objects.get()), standard_page_form(title_fr="", slug_fr="x"))
    assert message in " ".join(str(message) for message in response.context["messages"])


def test_error_in_the_english_tab_is_named_so(editor):
    form = standard_page_form(title_en="x" * 300, slug_en="x", **PUBLISH)
    response = editor.post(add_url(HomePage.objects.get()), form)
    assert set(response.context["form"].errors) == {"title_en", "__all__"}
    assert " ".join(str(message) for message in response.context["messages"]).count("English") == 2


def test_error_in_a_row_is_named_with_its_tab_and_place(editor):
    report = WorkshopReportPageFactory(code="DS")
    findings = [{"title_fr": "Un"}, {"title_fr": "", "title_en": "Two"}]
    response = editor.post(edit_url(report), report_form(findings=findings, **PUBLISH))
    assert response.status_code == 200
    messages = " ".join(str(message) for message in response.context["messages"])
    assert " 2, " in messages
    assert "(Français)" in messages
    assert 'value="Two"' in response.text


def test_english_is_optional(editor):
    response = editor.post(add_url(HomePage.objects.get()), standard_page_form(**PUBLISH))
    assert response.status_code == 302
    assert StandardPage.objects.get().live


def test_taken_slug_is_refused_in_its_language(editor):
    StandardPageFactory(title_fr="Un", title_en="Same")
    url = add_url(HomePage.objects.get())
    form = standard_page_form(title_fr="Deux", slug_fr="deux", title_en="Same", slug_en="same", **PUBLISH)
    assert set(editor.post(url, form).context["form"].errors) == {"slug_en", "__all__"}
    form = standard_page_form(title_fr="Un", slug_fr="un", **PUBLISH)
    assert "slug_fr" in editor.post(url, form).context["form"].errors


def test_form_asks_for_no_more_queries_with_more_rows(editor):
    counts = []
    for number_of_rows in (2, 20):
        report = WorkshopReportPageFactory()
        report.findings.set([Finding(title_fr=f"Constat {n}", title_en=f"Finding {n}") for n in range(number_of_rows)])
        report.save_revision().publish()
        editor.get(edit_url(report))
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(edit_url(report)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_snippet_is_edited_in_both_languages_side_by_side(editor):
    url = reverse(Region.snippet_viewset.get_url_name("add"))
    html = editor.get(url).text
    assert 'name="name_fr"' in html
    assert 'name="name_en"' in html
    response = editor.post(url, {"name_fr": "Afrique", "name_en": "Africa", "parent": "", "order": "0"})
    assert response.status_code == 302
    assert (Region.objects.get().name_fr, Region.objects.get().name_en) == ("Afrique", "Africa")
