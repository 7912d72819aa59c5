"""One language is published while the other stays as readers have it, and what was written in it stays a draft."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory, WorkshopReportPageFactory
from translations.publishing.languages import publish_languages
from workshops.models import Finding, WorkshopReportPage

from .forms import add_url, edit_url, report_form, standard_page_form, text_blocks

pytestmark = pytest.mark.django_db

TEXTS = ("title_fr", "title_en", "lead_fr", "lead_en")


@pytest.fixture
def page() -> StandardPage:
    """A page that readers have in both languages."""
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    page.save_revision().publish()
    return stored(page)


def stored(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def live_texts(page: Any) -> list[str]:
    return [getattr(stored(page), name) for name in TEXTS]


def draft_texts(page: Any) -> list[str]:
    draft = stored(page).get_latest_revision_as_object()
    return [getattr(draft, name) for name in TEXTS]


def write(page: Any, **texts: Any) -> Any:
    draft = stored(page).get_latest_revision_as_object()
    for name, text in texts.items():
        setattr(draft, name, text)
    draft.save_revision(clean=False)
    return draft


def form_of(**texts: Any) -> dict[str, Any]:
    return standard_page_form(
        **{"slug_en": "workshop", "title_en": "Workshop", "lead_fr": "Un", "lead_en": "One", **texts}
    )


def test_urgent_french_goes_out_without_the_english_being_worked_on(page):
    write(page, lead_fr="Deux", lead_en="Tw")
    publish_languages(page=page, languages=["fr"])
    assert live_texts(page) == ["Atelier", "Workshop", "Deux", "One"]
    assert draft_texts(page) == ["Atelier", "Workshop", "Deux", "Tw"]
    page = stored(page)
    assert page.has_unpublished_changes
    assert page.get_stored_status("en") == "outdated"
    assert page.get_draft_status("en") == "current"


def test_english_goes_out_without_the_french_being_worked_on(page):
    write(page, title_fr="Ateliers", lead_en="The first", show_in_menus=True)
    publish_languages(page=page, languages=["en"])
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "The first"]
    assert draft_texts(page) == ["Ateliers", "Workshop", "Un", "The first"]
    assert stored(page).has_unpublished_changes
    assert not stored(page).show_in_menus


def test_nothing_is_left_as_a_draft_where_nothing_was_held_back(page):
    write(page, lead_fr="Deux")
    publish_languages(page=page, languages=["fr"])
    page = stored(page)
    assert not page.has_unpublished_changes
    assert page.latest_revision == page.live_revision


def test_what_was_held_back_is_published_later(page):
    write(page, lead_fr="Deux", lead_en="Two")
    publish_languages(page=page, languages=["fr"])
    publish_languages(page=page, languages=["fr", "en"])
    assert live_texts(page) == ["Atelier", "Workshop", "Deux", "Two"]
    assert stored(page).get_stored_status("en") == "current"
    assert not stored(page).has_unpublished_changes


def test_page_that_nobody_has_read_yet_is_published_in_french_alone():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_en="Tw", live=False)
    write(page, lead_fr="Un")
    publish_languages(page=page, languages=["fr"])
    assert live_texts(page) == ["Atelier", None, "Un", None]
    assert draft_texts(page) == ["Atelier", "Workshop", "Un", "Tw"]
    assert not stored(page).is_offered_in("en")


def test_translation_of_a_page_that_nobody_can_read_is_refused():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", live=False)
    with pytest.raises(ValidationError, match="français"):
        publish_languages(page=page, languages=["en"])
    assert not stored(page).live


def test_rows_keep_the_english_that_readers_have():
    report = WorkshopReportPageFactory(title_fr="Atelier", title_en="Workshop", code="DS")
    report.findings.set([Finding(title_fr="Un", title_en="One"), Finding(title_fr="Deux", title_en="Two")])
    report.save_revision().publish()
    draft = stored(report).get_latest_revision_as_object()
    one, two = draft.findings.all()
    one.title_fr, one.title_en, two.title_en = "Premier", "Fir", "Seco"
    draft.findings.set([two, one, Finding(title_fr="Trois", title_en="Three")])
    draft.save_revision()
    publish_languages(page=report, languages=["fr"])
    rows = {(row.title_fr, row.title_en or "") for row in stored(report).findings.all()}
    assert rows == {("Premier", "One"), ("Deux", "Two"), ("Trois", "")}
    publish_languages(page=report, languages=["en"])
    rows = {(row.title_fr, row.title_en or "") for row in stored(report).findings.all()}
    assert rows == {("Premier", "Fir"), ("Deux", "Seco"), ("Trois", "Three")}
    assert {row.title_en: row.number for row in stored(report).findings.all()} == {"Fir": 1, "Seco": 2, "Three": 3}


def test_reverting_to_a_published_draft_brings_back_what_readers_had(page):
    write(page, lead_fr="Deux", lead_en="Tw")
    publish_languages(page=page, languages=["fr"])
    published = stored(page).live_revision.as_object()
    assert (published.lead_fr, published.lead_en) == ("Deux", "One")
    assert published.get_stored_status("en") == "outdated"


STATUSES = {  # texts of the draft, the language published -> statuses that readers' page and the draft then have
    ("Deux", "Two", "en"): ("outdated", "current"),  # what readers have in English was made from French they have not
    ("Deux", "Two", "fr"): ("outdated", "current"),
    ("Deux", "One", "fr"): ("outdated", "outdated"),
    ("Deux", "One", "en"): ("current", "outdated"),
    ("Un", "Two", "en"): ("current", "current"),
    ("Un", "Two", "fr"): ("current", "current"),
}


@pytest.mark.parametrize(("french", "english", "language"), STATUSES)
def test_page_and_draft_know_which_french_their_english_was_made_from(page, french, english, language):
    write(page, lead_fr=french, lead_en=english)
    publish_languages(page=page, languages=[language])
    page = stored(page)
    assert (page.get_stored_status("en"), page.get_draft_status("en")) == STATUSES[french, english, language]
    draft = page.get_latest_revision_as_object()
    assert draft.get_translation_status("en") == STATUSES[french, english, language][1]
    publish_languages(page=page, languages=["fr", "en"])
    assert stored(page).get_stored_status("en") == STATUSES[french, english, language][1]


def test_page_that_was_never_read_knows_it_when_its_english_follows_its_french():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One", live=False)
    write(page, lead_fr="Deux")
    publish_languages(page=page, languages=["fr"])
    assert stored(page).get_draft_status("en") == "outdated"
    publish_languages(page=page, languages=["en"])
    assert stored(page).get_stored_status("en") == "outdated"


def test_machine_text_that_is_published_alone_stays_unconfirmed(page):
    draft = write(page, lead_fr="Deux", lead_en="Deux WORD")
    draft.mark_machine_texts("en", ["lead"])
    draft.save_revision(clean=False)
    publish_languages(page=page, languages=["en"])
    page = stored(page)
    assert page.is_machine_text("lead", page.lead_en, "en")


# In the admin


def test_button_publishes_its_language(editor, page):
    response = editor.post(edit_url(page), form_of(lead_fr="Deux", lead_en="Tw", **{"action-publish": "fr"}))
    assert response.status_code == 302
    assert live_texts(page) == ["Atelier", "Workshop", "Deux", "One"]
    assert draft_texts(page) == ["Atelier", "Workshop", "Deux", "Tw"]
    assert stored(page).has_unpublished_changes
    text = editor.get(edit_url(page)).text
    assert 'name="action-publish" value="fr"' in text
    assert 'name="action-publish" value="en"' in text


def test_ordinary_button_publishes_both(editor, page):
    form = form_of(lead_fr="Deux", lead_en="Two", **{"action-publish": "action-publish"})
    assert editor.post(edit_url(page), form).status_code == 302
    assert live_texts(page) == ["Atelier", "Workshop", "Deux", "Two"]


def test_page_is_made_and_published_in_french_alone(editor):
    form = form_of(body_en=text_blocks("<p>Hel</p>"), **{"action-publish": "fr"})
    assert editor.post(add_url(HomePage.objects.get()), form).status_code == 302
    page = StandardPage.objects.get()
    assert page.live
    assert page.title_en is None
    assert not page.body_en
    assert draft_texts(page)[1] == "Workshop"


def test_english_of_an_unpublished_page_is_kept_as_a_draft_and_the_editor_told(editor):
    page = StandardPageFactory(title_fr="Atelier", live=False)
    response = editor.post(edit_url(page), form_of(**{"action-publish": "en"}), follow=True)
    assert "messages" in response.context
    assert any("français" in str(message) or "French" in str(message) for message in response.context["messages"])
    assert not stored(page).live
    assert draft_texts(page)[1] == "Workshop"
    assert 'value="en"' not in editor.get(edit_url(page)).text.split("action-publish")[-1][:30]


def test_report_is_published_in_french_with_its_rows(editor):
    report = WorkshopReportPageFactory(title_fr="Atelier", title_en="Workshop", code="DS")
    report.findings.set([Finding(title_fr="Un", title_en="One")])
    report.save_revision().publish()
    row = stored(report).findings.get()
    form = report_form(
        title_en="Workshop",
        slug_en="workshop",
        findings=[{"id": row.pk, "number": row.number, "title_fr": "Premier", "title_en": "Fir"}],
        **{"action-publish": "fr"},
    )
    assert editor.post(edit_url(report), form).status_code == 302
    assert [(row.title_fr, row.title_en) for row in stored(report).findings.all()] == [("Premier", "One")]
    draft = WorkshopReportPage.objects.get(pk=report.pk).get_latest_revision_as_object()
    assert [(row.title_fr, row.title_en) for row in draft.findings.all()] == [("Premier", "Fir")]


@pytest.fixture
def moderation(page, user) -> None:
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relecture")
    task.groups.add(Group.objects.get(name="Moderators"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    user.groups.add(Group.objects.get(name="Moderators"))


def test_moderator_publishes_the_language_that_was_submitted(editor, page, moderation, user):
    form = form_of(lead_fr="Deux", lead_en="Tw", **{"action-submit": "fr"})
    assert editor.post(edit_url(page), form).status_code == 302
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "One"]
    state = stored(page).current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")
    assert live_texts(page) == ["Atelier", "Workshop", "Deux", "One"]
    assert draft_texts(page) == ["Atelier", "Workshop", "Deux", "Tw"]
