"""An editor sees on top of a translation's tab what remains to be done."""

import pytest
from django.utils.translation import override

from tests.factories import StandardPageFactory, WorkshopReportPageFactory
from translations.status.records import TranslationStatus
from workshops.models import Finding

from .forms import add_url, edit_url

pytestmark = pytest.mark.django_db


def progress(response) -> str:
    html = response.text
    start = html.index('class="translation-progress"')
    return html[start : html.index("</div>", start)]


def test_texts_to_be_translated_are_named_rows_included(editor, language):
    report = WorkshopReportPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Chapô")
    report.findings.add(Finding(title_fr="Un", title_en="One", text_fr="Explication"))
    report.save_revision().publish()
    shown = progress(editor.get(edit_url(report)))
    with override(language):
        assert str(TranslationStatus.PARTIAL.label) in shown
    assert "(C1)" in shown
    assert shown.count(",") == 1  # the lead and the explanation


def test_texts_changed_since_are_named(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    page.lead_fr = "Deux"
    page.save()
    shown = progress(editor.get(edit_url(page)))
    assert shown.count("<p>") == 2
    assert "," not in shown


def test_page_without_translation_needs_no_list(editor):
    page = StandardPageFactory(title_fr="Atelier", lead_fr="Un")
    assert progress(editor.get(edit_url(page))).count("<p>") == 1


def test_new_page_has_no_status_yet(editor):
    parent = StandardPageFactory().get_parent()
    assert "translation-progress" not in editor.get(add_url(parent)).text
