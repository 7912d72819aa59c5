"""Publishing both languages of a page, in either language of the admin."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Comment, GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import inline_formset

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory

from .columns import columns, paths
from .forms import PUBLISH, add_url, edit_url, standard_page_form, text_blocks

pytestmark = pytest.mark.django_db


def test_both_languages_are_published_at_once(editor):
    form = standard_page_form(
        title_en="Workshop",
        slug_en="workshop",
        body_fr=text_blocks("<p>Bonjour</p>"),
        body_en=text_blocks("<p>Hello</p>"),
        **PUBLISH,
    )
    assert editor.post(add_url(HomePage.objects.get()), form).status_code == 302
    page = StandardPage.objects.get()
    assert page.live
    assert columns(page, "title", "title_fr", "title_en") == ("Atelier", "Atelier", "Workshop")
    assert columns(page, "slug_fr", "slug_en") == ("atelier", "workshop")
    assert columns(page, "draft_title_fr", "draft_title_en") == ("Atelier", "Workshop")
    assert "Bonjour" in page.body_fr[0].value.source
    assert "Hello" in page.body_en[0].value.source
    assert paths(page) == ("/accueil/atelier/", "/accueil/workshop/")


def test_french_text_leaks_into_no_english_field(editor):
    form = standard_page_form(lead_fr="Chapô", body_fr=text_blocks("<p>Bonjour</p>"))
    assert editor.post(add_url(HomePage.objects.get()), form).status_code == 302
    for live in (False, True):
        page = StandardPage.objects.get()
        assert page.live == live
        assert not (page.title_en)
        assert not (page.slug_en)
        assert not (page.lead_en)
        assert not (page.draft_title_en)
        assert not (page.seo_title_en)
        assert not page.body_en
        assert editor.post(edit_url(page), {**form, **PUBLISH}).status_code == 302
    assert columns(page, "title", "slug", "url_path") == ("Atelier", "atelier", "/accueil/atelier/")


def test_english_is_added_later(editor):
    page = StandardPageFactory(title_fr="Atelier", lead_fr="Chapô")
    form = standard_page_form(lead_fr="Chapô", title_en="Workshop", **PUBLISH)
    assert editor.post(edit_url(page), form).status_code == 302
    page = StandardPage.objects.get()
    assert (page.title_fr, page.title_en, page.slug_fr, page.slug_en) == ("Atelier", "Workshop", "atelier", "workshop")
    assert page.lead_fr == "Chapô"
    assert not page.lead_en


def test_english_is_taken_back(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Chapô", lead_en="Lead")
    assert editor.post(edit_url(page), standard_page_form(lead_fr="Chapô", **PUBLISH)).status_code == 302
    page = StandardPage.objects.get()
    assert not (page.title_en)
    assert not (page.slug_en)
    assert not (page.lead_en)
    assert paths(page) == ("/accueil/atelier/", "/accueil/atelier/")


def test_autosaved_draft_leaves_the_published_page_alone(editor):
    page = StandardPageFactory(title_fr="Atelier")
    form = standard_page_form(title_en="Work")
    response = editor.post(edit_url(page), form, headers={"accept": "application/json"})
    assert response.json()["success"]
    page = StandardPage.objects.get()
    assert not page.title_en
    assert (page.draft_title_fr, page.draft_title_en) == ("Atelier", "Work")


def test_scheduled_page_goes_live_and_expires_in_both_languages(language):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", live=False)
    page.title_en, page.slug_en = "Sessions", "sessions"
    page.go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    with override(language):
        call_command("publish_scheduled")
    page = StandardPage.objects.get()
    assert page.live
    assert (page.title_fr, page.title_en) == ("Atelier", "Sessions")
    assert paths(page) == ("/accueil/atelier/", "/accueil/sessions/")
    page.expire_at = timezone.now() - datetime.timedelta(minutes=1)
    page.save()
    with override(language):
        call_command("publish_scheduled")
    assert not StandardPage.objects.get().live


def expired_page() -> StandardPage:
    past = timezone.now() - datetime.timedelta(days=1)
    page = StandardPageFactory(title_fr="Atelier", expire_at=past)
    call_command("publish_scheduled")
    return StandardPage.objects.get(pk=page.pk)


def expiry_of(page) -> dict[str, str]:
    return {"expire_at": f"{timezone.localtime(page.expire_at):%Y-%m-%d %H:%M}"}


def test_draft_of_an_expired_page_can_be_saved(editor):
    page = expired_page()
    form = standard_page_form(lead_fr="Chapô", **expiry_of(page))
    response = editor.post(edit_url(page), form)
    assert response.status_code == 302, response.context["form"].errors
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.lead_fr, draft.live) == ("Chapô", False)
    assert draft.expire_at


def test_expired_page_is_not_published_again_before_it_is_given_more_time(editor):
    page = expired_page()
    response = editor.post(edit_url(page), standard_page_form(lead_fr="Chapô", **expiry_of(page), **PUBLISH))
    assert response.status_code == 200
    assert len(response.context["form"].non_field_errors()) == 1
    assert editor.post(edit_url(page), standard_page_form(lead_fr="Chapô", **PUBLISH)).status_code == 302
    assert StandardPage.objects.get(pk=page.pk).live


def test_expiry_that_is_past_is_refused_for_a_page_that_has_not_expired(editor):
    page = StandardPageFactory(title_fr="Atelier")
    past = {"expire_at": f"{timezone.localtime() - datetime.timedelta(days=1):%Y-%m-%d %H:%M}"}
    assert editor.post(edit_url(page), standard_page_form(**past)).status_code == 200


def bulk_publish(client, page):
    url = reverse("wagtail_bulk_action", args=("translations", "basepage", "publish"))
    return client.post(f"{url}?id={page.pk}&next=/admin/", follow=True)


def test_list_says_why_it_does_not_publish(editor):
    """What is left of an attempt to publish English alone: the draft would be published in English only."""
    page = StandardPageFactory(title_fr="Atelier", live=False)
    page.publishes = ["en"]
    page.save_revision()
    response = bulk_publish(editor, page)
    assert response.status_code == 200
    assert list(response.context["messages"])
    assert not StandardPage.objects.get(pk=page.pk).live


def test_page_can_be_published_from_a_list_after_its_english_was_refused(editor):
    page = StandardPageFactory(title_fr="Atelier", live=False)
    form = standard_page_form(title_en="Workshop", slug_en="workshop", **{"action-publish": "en"})
    editor.post(edit_url(page), form)
    assert not StandardPage.objects.get(pk=page.pk).live
    bulk_publish(editor, page)
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.live, page.title_en) == (True, "Workshop")


def test_moderated_page_is_published_when_approved(editor):
    task = GroupApprovalTask.objects.create(name="Relecture")
    task.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    workflow = Workflow.objects.create(name="Relecture")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=HomePage.objects.get(), defaults={"workflow": workflow})
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    form = standard_page_form(title_en="Sessions", slug_en="workshop", **{"action-submit": "1"})
    assert editor.post(edit_url(page), form).status_code == 302
    page = StandardPage.objects.get()
    assert page.workflow_in_progress
    assert (page.title_en, page.draft_title_en) == ("Workshop", "Sessions")
    state = page.current_workflow_task_state
    editor.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": "oui"})
    page = StandardPage.objects.get()
    assert (page.title_fr, page.title_en, page.live) == ("Atelier", "Sessions", True)
    assert editor.get(reverse("wagtailadmin_reports:workflow")).status_code == 200


def test_locked_page_keeps_its_texts(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    editor.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    page = StandardPage.objects.get()
    assert (page.locked, page.title_fr, page.title_en) == (True, "Atelier", "Workshop")
    assert editor.get(reverse("wagtailadmin_reports:locked_pages")).status_code == 200


def test_unpublished_page_leaves_with_its_descendants(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    child = StandardPageFactory(parent=page, title_fr="Travail", title_en="Work")
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert editor.post(url, {"include_descendants": "on"}).status_code == 302
    assert not StandardPage.objects.get(pk=child.pk).live


def test_comments_stand_on_the_text_of_one_language(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    places = ["title_fr", "lead_en", "title_en"]
    comments = [
        {"text": f"sur {place}", "contentpath": place, "position": "", "id": "", "replies": inline_formset([])}
        for place in places
    ]
    form = standard_page_form(title_en="Workshop", slug_en="workshop", comments=comments)
    assert editor.post(edit_url(page), form).status_code == 302
    assert sorted(Comment.objects.values_list("contentpath", flat=True)) == sorted(places)
    page = StandardPage.objects.get()
    assert all(comment.has_valid_contentpath(page) for comment in Comment.objects.all())
    html = editor.get(edit_url(page)).text
    assert 'data-contentpath="lead_en"' in html
    assert "sur title_en" in html


@pytest.mark.parametrize("language", ["fr"], indirect=True)
def test_two_editors_at_once(editor):
    """A limit: autosave warns the second one; pressing Save nevertheless puts back the first one's French text."""
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    revision = page.save_revision()
    both = {
        "title_en": "Workshop",
        "slug_en": "workshop",
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
    autosave = {"accept": "application/json"}
    assert editor.post(edit_url(page), standard_page_form(**both, lead_fr="Un"), headers=autosave).json()["success"]
    second = standard_page_form(**both, lead_en="One")
    refused = editor.post(edit_url(page), second, headers=autosave).json()
    assert (refused["success"], refused["error_code"]) == (False, "invalid_revision")
    editor.post(edit_url(page), second)
    draft = StandardPage.objects.get().get_latest_revision_as_object()
    assert not draft.lead_fr
    assert draft.lead_en == "One"
