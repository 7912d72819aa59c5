"""Earlier texts are forgotten once no translation refers to them."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import StandardPage
from newsletter.delivery.background import PUBLISHING_JOBS
from newsletter.delivery.daily_work import do_daily_work, once_a_day
from public_forms.rate_limit import RateLimitCounter
from tests.factories import StandardPageFactory, TopicFactory
from translations.models import SourceSnapshot
from translations.publishing.languages import publish_languages
from translations.source_changes import find_source_changes
from translations.withholding.acts import withhold

pytestmark = pytest.mark.django_db


def texts() -> set[str]:
    return set(SourceSnapshot.objects.filter(text__startswith="Chapô").values_list("text", flat=True))


def write(page: Any, **fields: Any) -> Any:
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(clean=False)


@pytest.fixture
def page() -> Any:
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Chapô 0", lead_en="Lead 0")
    page.save_revision().publish()
    return page


def test_texts_of_drafts_that_came_and_went_are_deleted(page, capsys):
    for number in range(1, 6):
        write(page, lead_fr=f"Chapô {number}", lead_en=f"Lead {number}")
    assert len(texts()) == 6
    call_command("prune_source_texts")
    assert texts() == {"Chapô 0", "Chapô 5"}, "what readers have, and the latest draft"
    assert "4 " in capsys.readouterr().out
    call_command("prune_source_texts")
    assert texts() == {"Chapô 0", "Chapô 5"}


def test_what_an_outdated_translation_was_made_from_stays_for_copies_too(page):
    write(page, lead_fr="Chapô 1").publish()
    copy = StandardPage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copie", "slug_en": "copy"})
    write(page, lead_en="Lead 1").publish()
    call_command("prune_source_texts")
    (change,) = find_source_changes(copy, "en")
    assert change.changes, "the copy is compared with what the page said when it was copied"


def test_draft_that_goes_out_at_a_date_keeps_its_texts(page):
    write(page, lead_fr="Chapô 1", lead_en="Lead 1", go_live_at=timezone.now() + datetime.timedelta(days=1))
    publish_languages(page=page, languages=["fr", "en"])
    write(page, lead_fr="Chapô 2", lead_en="Lead 2", go_live_at=None)
    call_command("prune_source_texts")
    assert texts() == {"Chapô 0", "Chapô 1", "Chapô 2"}


def test_texts_of_snippets_are_pruned_too():
    topic = TopicFactory(name_fr="Chapô 1", name_en="One")
    topic.name_fr, topic.name_en = "Chapô 2", "Two"
    topic.save()
    call_command("prune_source_texts")
    assert texts() == {"Chapô 2"}


def test_withheld_text_still_says_so_when_nothing_refers_to_it(page):
    write(page, lead_fr="Chapô 1").publish()
    (row,) = StandardPage.objects.get(pk=page.pk).list_earlier_texts()
    withhold(page=page, keys=[row.row_key], reason={"fr": "Justice"})
    write(page, lead_en="Lead 1").publish()
    call_command("prune_source_texts")
    assert SourceSnapshot.objects.get(pk=row.pk).withholding


def test_tick_deletes_them_once_a_day(page):
    def leave_one(number):
        write(page, lead_fr=f"Chapô {number}", lead_en=f"Lead {number}")
        write(page, lead_fr="Chapô 0", lead_en="Lead 0")
        return f"Chapô {number}" in texts()

    assert leave_one(1)
    call_command("newsletter_tick")
    assert texts() == {"Chapô 0"}
    assert leave_one(2)
    call_command("newsletter_tick")
    assert "Chapô 2" in texts()
    RateLimitCounter.objects.update(until=timezone.now())
    call_command("newsletter_tick")
    assert texts() == {"Chapô 0"}


def test_web_server_deletes_them_where_no_newsletter_is_sent():
    assert do_daily_work in [look for look, _interval in PUBLISHING_JOBS.values()]


def test_work_that_failed_is_tried_again_at_the_next_call(caplog):
    done = []

    def fail():
        raise OSError("disk full")

    once_a_day("test", fail)
    assert "Daily work could not be done: test" in caplog.text
    once_a_day("test", lambda: done.append(1))
    once_a_day("test", lambda: done.append(2))
    assert done == [1]


def test_clock_that_ran_ahead_does_not_keep_work_from_being_done():
    done = []
    once_a_day("test", lambda: done.append(1))
    RateLimitCounter.objects.update(until=timezone.now() + datetime.timedelta(days=900))
    once_a_day("test", lambda: done.append(2))
    assert done == [1, 2]
