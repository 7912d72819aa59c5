"""How far a translation has come, and whether its source has changed since."""

import pytest

from campaigns.models import HomePage, StandardPage
from tests.factories import (
    ConventionPageFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from translations.models import BasePage
from translations.status.records import TranslationStatus
from workshops.models import Finding, Session, WorkshopReportPage

from .columns import stored
from .forms import PUBLISH, edit_url, report_form, standard_page_form, text_blocks

pytestmark = pytest.mark.django_db


def test_translation_is_missing_then_partial_then_current():
    page = StandardPageFactory(title_fr="Atelier", lead_fr="Chapô")
    assert stored(page) == "missing"
    page.title_en = "Workshop"
    page.save()
    assert stored(page) == "partial"
    page.lead_en = "Lead"
    page.save()
    assert stored(page) == "current"


def test_changed_source_makes_its_translation_outdated():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Chapô", lead_en="Lead")
    page.lead_fr = "Autre chapô"
    page.save()
    assert stored(page) == "outdated"
    assert page.is_outdated("lead", "Autre chapô", "Lead", "en")
    assert not page.is_outdated("title", "Atelier", "Workshop", "en")


def test_source_changed_back_makes_its_translation_current_again():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    for title, status in [("Ateliers", "outdated"), ("Atelier", "current")]:
        page.title_fr = title
        page.save()
        assert stored(page) == status


def test_changed_translation_is_current():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    page.title_fr = "Ateliers"
    page.save()
    page.title_en = "Workshops"
    page.save()
    assert stored(page) == "current"


def test_outdated_translation_is_confirmed_without_a_change():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    page.title_fr = "L’atelier"
    page.confirm_translations(["en"])
    page.save()
    assert stored(page) == "current"
    assert page.get_translation_status("en") == TranslationStatus.CURRENT


def test_pages_are_found_by_their_status():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    StandardPageFactory(title_fr="Seul")
    assert list(StandardPage.objects.filter(translations__en__status="current")) == [page]


def test_stored_status_asks_for_no_query(django_assert_num_queries):
    report = WorkshopReportPage.objects.get(pk=WorkshopReportPageFactory(title_en="Workshop").pk)
    with django_assert_num_queries(0):
        assert report.get_stored_status("en") == TranslationStatus.CURRENT
        assert WorkshopReportPage().get_stored_status("en") == TranslationStatus.MISSING


@pytest.fixture
def report() -> WorkshopReportPage:
    report = WorkshopReportPageFactory(title_fr="Atelier", title_en="Workshop", code="DS")
    report.findings.set([Finding(title_fr="Un", title_en="One"), Finding(title_fr="Deux", title_en="Two")])
    report.save()
    return WorkshopReportPage.objects.get(pk=report.pk)


def test_untranslated_row_makes_its_page_partial(report):
    assert stored(report) == "current"
    report.findings.add(Finding(title_fr="Trois"))
    report.save()
    assert stored(report) == "partial"


def test_changed_row_makes_its_page_outdated(report):
    findings = list(report.findings.all())
    findings[1].title_fr = "Deuxième"
    report.findings.set(findings)
    report.save()
    assert stored(report) == "outdated"
    assert report.is_outdated("findings/2/title", "Deuxième", "Two", "en")
    assert not report.is_outdated("findings/1/title", "Un", "One", "en")


def test_rows_that_go_or_change_places_leave_the_others_current():
    convention = ConventionPageFactory(title_fr="Convention", title_en="Convention")
    sessions = [
        Session(date="2023-09-15", title_fr=f"Séance {n}", title_en=f"Session {n}", sort_order=n) for n in range(4)
    ]
    convention.sessions.set(sessions)
    convention.save()
    for session, order in zip(sessions, (3, 1, 0, 2), strict=True):
        session.sort_order = order
    convention.sessions.set(sessions[1:])
    convention.save()
    assert stored(convention) == "current"


def test_copied_page_keeps_the_status_of_its_rows(report):
    findings = list(report.findings.all())
    findings[1].title_fr = "Deuxième"
    report.findings.set(findings)
    report.save()
    copy = WorkshopReportPage.objects.get(pk=report.pk).copy(update_attrs={"code": "TR", "slug": "copie"})
    assert stored(copy) == "outdated"


def test_moved_page_keeps_its_status():
    places = [StandardPageFactory(title_fr=title, title_en=title) for title in ("A", "B")]
    page = StandardPageFactory(parent=places[0], title_fr="Atelier", title_en="Workshop", lead_fr="Un")
    page.move(BasePage.objects.get(pk=places[1].pk), pos="last-child")
    assert stored(page) == "partial"


def test_saving_a_page_without_its_texts_keeps_its_status(report):
    base = BasePage.objects.get(pk=report.pk)
    base.save()
    assert stored(report) == "current"


# In the admin


def test_status_follows_the_edit_form(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")

    def publish(**values) -> str:
        form = standard_page_form(title_en="Workshop", slug_en="workshop", **values, **PUBLISH)
        assert editor.post(edit_url(page), form).status_code == 302
        return stored(page)

    assert publish(lead_fr="Un", lead_en="One") == "current"
    assert publish(lead_fr="Deux", lead_en="One") == "outdated"
    assert editor.get(edit_url(page)).text.count("translation-note") == 1
    assert publish(lead_fr="Deux", lead_en="One", search_description_fr="x") == "partial"
    assert publish(lead_fr="Deux", lead_en="Two") == "current"
    assert publish(lead_fr="Deux.", lead_en="Two") == "outdated"
    assert publish(lead_fr="Deux.", lead_en="Two", en_is_current="on") == "current"
    assert publish(lead_fr="Deux.", lead_en="Two") == "current"


def test_page_written_by_code_and_saved_unchanged_in_the_admin_stays_current(editor):
    body = [("text", "<p>Bonjour</p>")]
    texts = {"lead_fr": "Un\n\ndeux", "lead_en": "One", "body_fr": body, "body_en": [("text", "<p>Hello</p>")]}
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", **texts)
    form = standard_page_form(
        title_en="Workshop",
        slug_en="workshop",
        lead_fr="Un\r\n\r\ndeux",
        lead_en="One",
        body_fr=text_blocks("<p>Bonjour</p>"),
        body_en=text_blocks("<p>Hello</p>"),
        **PUBLISH,
    )
    assert editor.post(edit_url(page), form).status_code == 302
    assert stored(page) == "current"


def test_box_confirms_a_draft_too(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", live=False)
    form = standard_page_form(title_fr="Ateliers", title_en="Workshop", slug_en="workshop", en_is_current="on")
    assert editor.post(edit_url(page), form).status_code == 302
    assert stored(page) == "current"


def test_note_stands_beside_a_row_whose_source_has_changed(editor, report):
    rows = [
        {"id": row.pk, "number": row.number, "title_fr": row.title_fr, "title_en": row.title_en}
        for row in report.findings.all()
    ]
    rows[1]["title_fr"] = "Deuxième"
    form = report_form(findings=rows, title_en="Workshop", slug_en="workshop", **PUBLISH)
    assert editor.post(edit_url(report), form).status_code == 302
    assert stored(report) == "outdated"
    assert editor.get(edit_url(report)).text.count("translation-note") == 1
    assert editor.post(edit_url(report), {**form, "en_is_current": "on"}).status_code == 302
    assert stored(report) == "current"


def test_draft_has_a_status_of_its_own(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    form = standard_page_form(title_fr="Ateliers", title_en="Workshop", slug_en="workshop")
    assert editor.post(edit_url(page), form).status_code == 302
    assert stored(page) == "current"
    draft = StandardPage.objects.get().get_latest_revision_as_object()
    assert draft.get_stored_status("en") == draft.get_translation_status("en") == TranslationStatus.OUTDATED
    draft.latest_revision.publish()
    assert stored(page) == "outdated"


def test_draft_saved_by_code_has_its_status(report):
    report.title_fr = "Ateliers"
    report.save_revision()
    draft = WorkshopReportPage.objects.get(pk=report.pk).get_latest_revision_as_object()
    assert draft.get_stored_status("en") == TranslationStatus.OUTDATED
    assert stored(report) == "current"


def test_home_page_of_a_new_site_is_translated():
    home = HomePage.objects.get()
    home.save()
    assert stored(home) == "current"
