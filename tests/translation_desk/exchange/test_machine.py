"""A machine may propose; what it wrote is marked, and never current before a person says so."""

import pytest
from django.urls import reverse

from tests.factories import StandardPageFactory
from translation_desk.exchange.machine import get_translator, suggest, write_suggestions
from translations.status.records import TranslationStatus

from .files import draft_of, export, plan, take_in

pytestmark = pytest.mark.django_db

HERE = "tests.translation_desk.exchange.translators"


@pytest.fixture
def machine(settings):
    settings.MACHINE_TRANSLATOR = f"{HERE}.Shouting"


@pytest.fixture
def page():
    return StandardPageFactory(title_fr="Un mot", title_en="A word", lead_fr="Un autre mot", body_fr=[
        {"type": "text", "value": "<p>Un <b>mot</b></p>", "id": "a"},
        {"type": "text", "value": "<p>Sans <b>mot</b></p>", "id": "b"},
    ])  # fmt: skip


def test_no_machine_is_asked_by_default(page):
    assert get_translator() is None
    assert suggest(page, "en") == {}


@pytest.mark.usefixtures("machine")
def test_machine_fills_what_is_missing_and_keeps_what_there_is(page):
    assert write_suggestions(page.pk, "en", None) == 2
    draft = draft_of(page)
    assert (draft.title_en, draft.lead_en) == ("A word", "Un autre WORD")
    assert [block.value.source for block in draft.body_en] == ["<p>Un <b>WORD</b></p>"]  # broken tags are left out
    assert (type(page).objects.get(pk=page.pk).lead_en or "") == ""


@pytest.mark.usefixtures("machine")
def test_machine_text_is_never_current_until_somebody_confirms_it(page):
    page.body_fr = []
    page.save()
    write_suggestions(page.pk, "en", None)
    draft = draft_of(page)
    by = {"fr": "Un autre mot", "en": "Un autre WORD"}
    assert draft.get_text_status(by, "lead", "en") == TranslationStatus.PARTIAL
    assert draft.get_draft_status("en") == TranslationStatus.PARTIAL
    draft.save_revision().publish()  # by somebody who did not look at it
    live = type(page).objects.get(pk=page.pk)
    assert live.get_stored_status("en") == TranslationStatus.PARTIAL
    assert live.is_machine_text("lead", "Un autre WORD", "en")
    live.confirm_texts("en", ["lead"])
    assert live.get_translation_status("en") == TranslationStatus.CURRENT
    assert "machine" not in live.translations["en"]


@pytest.mark.usefixtures("machine")
def test_machine_text_that_somebody_rewrites_is_theirs(page):
    page.body_fr = []
    page.save()
    write_suggestions(page.pk, "en", None)
    draft = draft_of(page)
    draft.lead_en = "Another word"
    draft.save_revision().publish()
    assert type(page).objects.get(pk=page.pk).get_stored_status("en") == TranslationStatus.CURRENT


@pytest.mark.usefixtures("machine")
def test_small_correction_of_the_source_confirms_no_machine_text(page):
    page.body_fr = []
    page.save()
    write_suggestions(page.pk, "en", None)
    draft, before = draft_of(page), draft_of(page)
    draft.lead_fr = "Un autre mot."
    draft.declare_minor(before)
    assert draft.get_translation_status("en") != TranslationStatus.CURRENT


@pytest.mark.usefixtures("machine")
def test_two_drafts_brought_together_keep_the_mark_and_the_confirmation(page):
    page.body_fr = []
    page.save()
    plain = draft_of(page)
    write_suggestions(page.pk, "en", None)
    marked = draft_of(page)
    plain.take_pairs(marked)
    assert plain.is_machine_text("lead", "Un autre WORD", "en")
    confirmed = draft_of(page)
    confirmed.confirm_texts("en", ["lead"])
    confirmed.take_pairs(marked)
    assert not confirmed.is_machine_text("lead", "Un autre WORD", "en")


@pytest.mark.usefixtures("machine")
def test_machine_text_goes_out_as_unfinished_and_comes_back_confirmed(page):
    page.body_fr = []
    page.save()
    write_suggestions(page.pk, "en", None)
    file = export(page, unfinished=True)
    assert ("#, fuzzy" in file, "Un autre WORD" in file, "A word" in file) == (True, True, False)
    assert plan(file).changes == []
    take_in(file.replace("#, fuzzy\n", ""))
    assert draft_of(page).get_draft_status("en") == TranslationStatus.CURRENT


@pytest.mark.usefixtures("machine")
def test_editor_sees_what_the_machine_proposes_before_it_is_written(editor, page):
    url = reverse("translation_files:suggest", args=[page.pk, "en"])
    assert url in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Un autre WORD" in editor.get(url).content.decode()
    assert page.revisions.count() == 0
    editor.post(url)
    assert draft_of(page).lead_en == "Un autre WORD"
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Machine translation" in form or "Traduction automatique" in form


def test_machine_that_does_not_answer_writes_nothing(editor, page, settings):
    settings.MACHINE_TRANSLATOR = f"{HERE}.Silent"
    url = reverse("translation_files:suggest", args=[page.pk, "en"])
    for response in (editor.get(url), editor.post(url)):
        assert response.status_code == 302
    assert page.revisions.count() == 0


def test_without_a_machine_nothing_is_offered(editor, page):
    assert editor.get(reverse("translation_files:suggest", args=[page.pk, "en"])).status_code == 404
    assert "/suggest/" not in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
