"""The status of each text of a page, of a snippet, of a picture, and what the source said when it was translated."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from campaigns.models import HomePage, StandardPage
from tests.factories import (
    PersonFactory,
    StandardPageFactory,
    TopicFactory,
    WorkshopReportPageFactory,
)
from translations.models import BasePage, SourceSnapshot
from translations.status.records import TranslationStatus, digest
from translations.status.snapshots import find_sources
from translations.texts.paths import find_texts, set_texts
from translations.upkeep.new_languages import fill_in_statuses
from workshops.models import Finding

from .columns import stored
from .forms import PUBLISH, edit_url, standard_page_form

pytestmark = pytest.mark.django_db


def blocks(*texts: str) -> list[dict[str, str]]:
    return [{"type": "text", "value": f"<p>{text}</p>", "id": f"{number}"} for number, text in enumerate(texts)]


def outdated_paths(page: BasePage) -> list[str]:
    texts = find_texts(page)
    return [text.path for text in texts if page.get_text_status(text.by, text.path, "en") == TranslationStatus.OUTDATED]


def test_editing_the_source_makes_just_the_touched_texts_outdated():
    page = StandardPageFactory(title_fr="T", title_en="T", body_fr=blocks("a", "b", "c"), body_en=blocks("A", "B", "C"))
    page.body_fr = blocks("a", "b, changé", "c")
    page.save()
    page = StandardPage.objects.get(pk=page.pk)
    assert outdated_paths(page) == ["body/1"]
    page.confirm_texts("en", ["body/1"])
    page.save()
    assert outdated_paths(StandardPage.objects.get(pk=page.pk)) == []


def test_block_that_moves_stays_current():
    page = StandardPageFactory(title_fr="T", title_en="T", body_fr=blocks("a", "b"), body_en=blocks("A", "B"))
    page.body_fr = [blocks("a", "b")[1], blocks("a", "b")[0]]
    page.save()
    assert stored(page) == "current"


def test_two_texts_may_have_one_translation():
    report = WorkshopReportPageFactory(title_fr="Atelier", title_en="Workshop", code="DS")
    report.findings.set([Finding(title_fr="Un", title_en="See above")])
    report.save()
    report.findings.add(Finding(title_fr="Deux", title_en="See above"))
    report.save()
    assert stored(report) == "current"


def test_small_correction_leaves_translations_as_they_are(editor):
    texts = {"title_en": "Workshop", "slug_en": "workshop", "lead_en": "One", "seo_title_en": "Old"}
    page = StandardPageFactory(
        title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One", seo_title_fr="Vieux", seo_title_en="Old"
    )
    form = standard_page_form(lead_fr="Un", seo_title_fr="Ancien", **texts, **PUBLISH)
    assert editor.post(edit_url(page), form).status_code == 302
    assert outdated_paths(StandardPage.objects.get()) == ["seo_title"]
    form = standard_page_form(lead_fr="Un.", seo_title_fr="Ancien", source_is_minor="on", **texts, **PUBLISH)
    assert editor.post(edit_url(page), form).status_code == 302
    page = StandardPage.objects.get()
    assert page.lead_fr == "Un."
    assert outdated_paths(page) == ["seo_title"]


@pytest.mark.parametrize(("box", "day"), [({}, "2026-05-02"), ({"source_is_minor": "on"}, "2026-05-01")])
def test_days_of_the_source_and_of_the_translation_are_known(editor, monkeypatch, box, day):
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2026, 5, 1))
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2026, 5, 2))
    form = standard_page_form(lead_fr="Deux", lead_en="One", title_en="Workshop", slug_en="workshop", **box, **PUBLISH)
    assert editor.post(edit_url(page), form).status_code == 302
    page = StandardPage.objects.get()
    assert str(page.get_day("fr")) == day
    assert str(page.get_day("en")) == ("2026-05-02" if box else "2026-05-01")


def test_translation_that_there_is_not_has_no_day():
    assert StandardPageFactory(title_fr="Atelier").get_day("en") is None


def test_reverting_brings_back_the_status_it_had(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    first = page.save_revision()
    page.lead_fr = "Deux"
    page.save_revision().publish()
    assert stored(page) == "outdated"
    first.as_object().save_revision().publish()
    assert stored(page) == "current"


def test_copy_and_alias_have_the_status_of_the_page_and_of_its_blocks():
    page = StandardPageFactory(title_fr="T", title_en="T", body_fr=blocks("a", "b"), body_en=blocks("A", "B"))
    page.body_fr = blocks("a", "c")
    page.save()
    page = StandardPage.objects.get(pk=page.pk)
    copy = page.copy(update_attrs={"slug": "copie", "slug_en": "copy"})
    alias = page.create_alias(parent=HomePage.objects.get(), update_slug="alias")
    for other in (copy, alias):
        assert outdated_paths(StandardPage.objects.get(pk=other.pk)) == ["body/1"]
        assert stored(other) == "outdated"


def test_listing_knows_the_status_of_the_latest_draft():
    page = StandardPageFactory(title_fr="Atelier")
    page.title_en = "Workshop"
    page.save_revision()
    page = StandardPage.objects.get()
    assert (page.get_stored_status("en"), page.get_draft_status("en")) == ("missing", "current")
    assert StandardPage.objects.filter(draft_translations__en="current").exists()


# What the source said


def test_source_is_remembered_as_it_was_when_it_was_translated():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One", live=False)
    page.lead_fr = "Deux"
    page.save()
    page = StandardPage.objects.get()
    old = next(pair.source for pair in page.get_record("en").pairs if pair.source == digest("Un"))
    assert find_sources(page, [old]) == {old: "Un"}
    assert find_sources(page, [old], published=True) == {}
    copy = page.copy(update_attrs={"slug": "copie", "slug_en": "copy"})
    assert find_sources(copy, [old]) == {old: "Un"}


def test_source_that_readers_could_read_is_known_as_such():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")  # as a program publishes: by saving it
    assert find_sources(page, [digest("Atelier")], published=True)
    page.title_fr, page.title_en = "Séance", "Session"
    page.save_revision().publish()
    assert find_sources(page, [digest("Séance")], published=True) == {digest("Séance"): "Séance"}


def test_sources_go_with_their_object():
    page, person = (
        StandardPageFactory(title_fr="A", title_en="B"),
        PersonFactory(hours_fr="Le matin", hours_en="Mornings"),
    )
    assert SourceSnapshot.objects.filter(text="Le matin").exists()
    page.delete()
    person.delete()
    assert not SourceSnapshot.objects.filter(text__in=["A", "Le matin"]).exists()


# Snippets and pictures


def test_snippet_has_a_status():
    topic = TopicFactory(name_fr="Logement", name_en="")
    assert topic.get_stored_status("en") == "missing"
    topic.name_en = "Housing"
    topic.save()
    assert type(topic).objects.filter(translations__en__status="current").exists()
    topic.name_fr = "Habitat"
    topic.save()
    assert topic.get_stored_status("en") == "outdated"


def test_snippets_older_than_statuses_are_given_one():
    topic = TopicFactory(name_fr="Logement", name_en="Housing")
    type(topic).objects.update(translations={})
    fill_in_statuses(apps.get_app_config("translations"), "default")
    assert type(topic).objects.get().get_stored_status("en") == "current"


def test_alternative_text_of_a_picture_is_a_text_of_the_page_that_shows_it():
    image = get_image_model().objects.create(
        title="Photo", file=get_test_image_file(), description_fr="Une file d’attente"
    )
    body = [{"type": "image", "value": {"image": image.pk, "caption": ""}, "id": "i"}]
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", body_fr=body)
    page.save_revision().publish()
    assert stored(page) == "partial"
    image.description_en = "A queue"
    image.save()
    assert stored(page) == "current"
    image.description_fr = "Une longue file d’attente"
    image.save()
    assert stored(page) == "outdated"
    assert BasePage.objects.get(pk=page.pk).get_draft_status("en") == "outdated"
    page = StandardPage.objects.get()
    [picture] = set_texts(page, "en", {f"image/{image.pk}/description": "A long queue"})
    picture.save()
    assert stored(page) == "current"


def make_picture(**texts: str) -> Any:
    return get_image_model().objects.create(title="Photo", file=get_test_image_file(), **texts)


def body_with(picture: Any) -> list[dict[str, Any]]:
    return [{"type": "image", "value": {"image": picture.pk, "caption": ""}, "id": "i"}]


@pytest.mark.parametrize("shown", ["live", "only in the draft"])
@pytest.mark.parametrize("fields", [None, ["description_en"]])
def test_draft_is_current_once_the_alternative_text_of_its_picture_is_translated(shown, fields):
    picture = make_picture(description_fr="Une file")
    body = body_with(picture)
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", body_fr=body if shown == "live" else [])
    page.save_revision().publish()
    draft = StandardPage.objects.get(pk=page.pk)
    draft.title_fr, draft.title_en, draft.body_fr = "Ateliers", "Workshops", body
    draft.save_revision()
    assert BasePage.objects.get(pk=page.pk).get_draft_status("en") == "partial"
    picture.description_en = "A queue"
    picture.save(update_fields=fields)
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.get_stored_status("en"), page.get_draft_status("en")) == ("current", "current")
    assert page.draft_translations["days"]["en"], "the day is still known"
    assert page.has_unpublished_changes


def test_page_is_current_once_the_picture_that_had_no_translation_is_deleted():
    picture = make_picture(description_fr="Une file")
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", body_fr=body_with(picture))
    page.save_revision().publish()
    page.save_revision()
    picture.delete()
    page = BasePage.objects.get(pk=page.pk)
    assert (page.get_stored_status("en"), page.get_draft_status("en")) == ("current", "current")
