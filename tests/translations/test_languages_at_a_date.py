"""One language is published at a date, which it keeps; and what becomes of the date on which a page expires."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Revision

from campaigns.models import HomePage
from tests.factories import StandardPageFactory
from translations.publishing.languages import publish_languages

from .forms import edit_url
from .test_one_language import draft_texts, form_of, live_texts, stored, write
from .test_one_language import moderation as moderation
from .test_one_language import page as page

pytestmark = pytest.mark.django_db


def test_scheduled_french_leaves_the_english_that_readers_have_by_then(page):
    write(page, lead_fr="Deux", lead_en="Tw", go_live_at=timezone.now() + datetime.timedelta(days=1))
    publish_languages(page=page, languages=["fr"])
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "One"]
    assert draft_texts(page)[3] == "Tw"
    write(page, lead_en="Two", go_live_at=None)
    publish_languages(page=page, languages=["en"])
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "Two"]


def test_scheduled_french_comes_out_beside_the_english_of_its_day(page):
    write(page, lead_fr="Deux", lead_en="Tw", go_live_at=timezone.now() + datetime.timedelta(days=1))
    publish_languages(page=page, languages=["fr"])
    live = stored(page)
    live.lead_en = "Changed meanwhile"
    live.save()
    stored(page).revisions.exclude(approved_go_live_at=None).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(hours=1)
    )
    revision = stored(page).revisions.exclude(approved_go_live_at=None).get()
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    assert live_texts(page) == ["Atelier", "Workshop", "Deux", "Changed meanwhile"]
    assert draft_texts(page)[3] == "Tw"


TOMORROW = (timezone.now() + datetime.timedelta(days=1)).replace(second=0, microsecond=0)


def let_time_come(page: Any) -> None:
    """Make what is scheduled due, and publish it."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    for revision in stored(page).revisions.exclude(approved_go_live_at=None):
        revision.approved_go_live_at, revision.content["go_live_at"] = past, past.isoformat()
        revision.save()
    call_command("publish_scheduled")


def test_scheduled_english_goes_out_at_its_date_and_not_before(page):
    write(page, lead_fr="Deux", lead_en="Two", go_live_at=TOMORROW)
    publish_languages(page=page, languages=["en"])
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "One"]
    assert stored(page).scheduled_revision.approved_go_live_at == TOMORROW
    let_time_come(page)
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "Two"]
    assert draft_texts(page) == ["Atelier", "Workshop", "Deux", "Two"]
    assert stored(page).scheduled_revision is None


def test_english_that_is_published_with_an_expiry_expires(page):
    write(page, lead_en="Two", expire_at=TOMORROW)
    publish_languages(page=page, languages=["en"])
    assert stored(page).expire_at == TOMORROW


def test_scheduled_english_brings_its_expiry_along(page):
    expiry = TOMORROW + datetime.timedelta(days=1)
    write(page, lead_en="Two", go_live_at=TOMORROW, expire_at=expiry)
    publish_languages(page=page, languages=["en"])
    assert stored(page).expire_at is None
    let_time_come(page)
    assert stored(page).expire_at == expiry


def test_scheduled_english_leaves_an_expiry_that_was_published_meanwhile(page):
    write(page, lead_en="Two", go_live_at=TOMORROW)
    publish_languages(page=page, languages=["en"])
    live = stored(page)
    live.expire_at, live.last_published_at = TOMORROW, timezone.now()
    live.save()
    let_time_come(page)
    assert live_texts(page)[3] == "Two"
    assert stored(page).expire_at == TOMORROW


@pytest.mark.parametrize("languages", [["fr"], ["fr", "en"]])
def test_page_stays_online_until_the_date_even_if_it_was_never_published_by_an_editor(languages):
    """As by a program, which published no revision of it."""
    page = StandardPageFactory(title_fr="Atelier", lead_fr="Un", first_published_at=timezone.now())
    write(page, lead_fr="Deux", go_live_at=TOMORROW)
    publish_languages(page=page, languages=languages)
    assert stored(page).live
    assert live_texts(page)[2] == "Un"
    assert draft_texts(page)[2] == "Deux"
    let_time_come(page)
    assert live_texts(page)[2] == "Deux"


def test_older_draft_takes_no_page_off_when_it_is_scheduled():
    """One that was made before the page was first published, as a moderator may have before him."""
    page = StandardPageFactory(title_fr="Atelier", live=False)
    older = page.save_revision()
    page.save_revision().publish()
    older = Revision.objects.get(pk=older.pk)
    older.content["go_live_at"] = TOMORROW.isoformat()
    older.save()
    older.publish()
    assert stored(page).live


def test_new_sites_home_page_stays_online_when_a_change_is_scheduled():
    home = HomePage.objects.get()
    write(home, title_fr="Bientôt", go_live_at=TOMORROW)
    publish_languages(page=home, languages=["fr", "en"])
    assert stored(home).live


# In the admin


def date_fields(moment: datetime.datetime, name: str = "go_live_at") -> dict[str, str]:
    return {name: f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"}


def test_button_schedules_its_language(editor, page):
    form = form_of(lead_fr="Deux", lead_en="Two", **date_fields(TOMORROW), **{"action-publish": "en"})
    assert editor.post(edit_url(page), form).status_code == 302
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "One"]
    assert stored(page).scheduled_revision
    let_time_come(page)
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "Two"]
    assert draft_texts(page)[2] == "Deux"


def test_moderator_lets_english_out_at_the_date_that_was_submitted(editor, page, moderation, user):
    form = form_of(lead_fr="Deux", lead_en="Two", **date_fields(TOMORROW), **{"action-submit": "en"})
    assert editor.post(edit_url(page), form).status_code == 302
    state = stored(page).current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "One"]
    let_time_come(page)
    assert live_texts(page) == ["Atelier", "Workshop", "Un", "Two"]
