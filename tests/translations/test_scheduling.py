"""Pages go out and expire at their dates: once, only if they are still due, and one that fails holds up no other."""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import AbstractPage, DraftStateMixin, PageLogEntry
from wagtail.signals import page_published, page_unpublished

from campaigns.models import StandardPage
from tests.factories import ClaimPageFactory, StandardPageFactory, WorkshopReportPageFactory
from translations.models import BasePage, ScheduleFailure
from translations.scheduling import LATE, RETRY_AFTER, find_late, publish_due

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)


def stored(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def schedule(page: Any, lead: str, *, since: datetime.timedelta = MINUTE) -> Any:
    """Let `page` be due to say `lead`; return the revision."""
    draft = stored(page)
    draft.lead_fr, draft.go_live_at = lead, timezone.now() - since
    return draft.save_revision(approved_go_live_at=draft.go_live_at)


def expire(page: Any, *, since: datetime.timedelta = MINUTE) -> None:
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - since)


@contextmanager
def whenever(signal: Any, page: Any, act: Any) -> Iterator[None]:
    """Do `act` once `page` is published, or unpublished, as somebody else might at that moment."""

    def receive(sender: Any, instance: Any, **kwargs: Any) -> None:
        if instance.pk == page.pk:
            act()

    signal.connect(receive)
    try:
        yield
    finally:
        signal.disconnect(receive)


@pytest.fixture
def pages() -> list[StandardPage]:
    """Two pages that readers have; the first one is due first."""
    pages = [StandardPageFactory(title_fr=title, lead_fr="avant") for title in ("Un", "Deux")]
    for page, since in zip(pages, (2 * MINUTE, MINUTE), strict=True):
        page.save_revision().publish()
        schedule(page, "prévu", since=since)
    return pages


def leads(pages: list[StandardPage]) -> list[str]:
    return [stored(page).lead_fr for page in pages]


def count_logged(page: Any, action: str) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action=action).count()


def test_page_that_an_editor_publishes_meanwhile_is_not_overwritten(pages):
    def publish_something_newer() -> None:
        newer = stored(pages[1])
        newer.lead_fr, newer.go_live_at = "plus récent", None
        newer.save_revision().publish()

    with whenever(page_published, pages[0], publish_something_newer):
        call_command("publish_scheduled")
    assert leads(pages) == ["prévu", "plus récent"]


def test_page_that_is_given_more_time_meanwhile_does_not_expire(pages):
    for page in pages:
        expire(page)

    def give_more_time() -> None:
        StandardPage.objects.filter(pk=pages[1].pk).update(expire_at=timezone.now() + MINUTE)

    with whenever(page_unpublished, pages[0], give_more_time):
        publish_due()
    assert [stored(page).expired for page in pages] == [False, False]  # both are due to be published again
    assert count_logged(pages[0], "wagtail.unpublish.scheduled") == 1
    assert count_logged(pages[1], "wagtail.unpublish.scheduled") == 0


def test_command_within_another_logs_each_publication_once(pages):
    """Two at once: tests/translations/test_scheduling_at_once.py."""
    with whenever(page_published, pages[0], lambda: publish_due()):
        call_command("publish_scheduled")
    assert leads(pages) == ["prévu", "prévu"]
    assert [count_logged(page, "wagtail.publish.scheduled") for page in pages] == [1, 1]


def test_expiry_does_not_call_off_what_is_to_be_published_later(pages):
    page = pages[0]
    revision = stored(page).scheduled_revision
    later = timezone.now() + datetime.timedelta(days=3)
    revision.approved_go_live_at, revision.content["go_live_at"] = later, later.isoformat()
    revision.save()
    expire(page)
    publish_due()
    assert (stored(page).live, stored(page).expired) == (False, True)
    assert stored(page).scheduled_revision == revision


@pytest.fixture
def faulty(pages, monkeypatch) -> StandardPage:
    """The first page, which cannot be published as long as its `lead` says so."""
    publish = BasePage.publish

    def refuse(page: Any, revision: Any, *args: Any, **kwargs: Any) -> Any:
        if revision.content["lead_fr"] == "prévu" and page.pk == pages[0].pk:
            raise ValidationError("Ce code est déjà pris.")
        return publish(page, revision, *args, **kwargs)

    monkeypatch.setattr(BasePage, "publish", refuse)
    return pages[0]


def test_page_that_cannot_be_published_keeps_no_other_from_going_out(pages, faulty, caplog):
    with caplog.at_level(logging.ERROR):
        call_command("publish_scheduled")
    assert leads(pages) == ["avant", "prévu"]
    assert f"Page {faulty.pk} could not be published" in caplog.text
    assert "Ce code est déjà pris." in ScheduleFailure.objects.get(page=faulty.pk).reason


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Ce champ ne peut pas être vide."), ("en", "This field cannot be blank.")]
)
def test_reason_names_the_field_and_says_what_is_wrong_in_the_language_of_its_reader(language, words, caplog):
    page = StandardPageFactory(title_fr="Un", lead_fr="avant")
    revision = schedule(page, "prévu")
    revision.content["title"] = revision.content["title_fr"] = ""
    revision.save()
    publish_due()
    with override(language):
        reason = ScheduleFailure.objects.get(page=page.pk).reason
        assert reason == f"{page._meta.get_field('title_fr').verbose_name}: {words}"


def test_claim_that_names_an_unknown_finding_says_so_in_the_language_of_its_reader(caplog):
    claim = ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), live=False)
    claim.findings, claim.go_live_at = "C7", timezone.now() - MINUTE
    claim.save_revision(approved_go_live_at=claim.go_live_at, clean=False)
    publish_due()
    failure = ScheduleFailure.objects.get()
    assert "constat C7" in failure.reasons["fr"]
    assert "The report does not have the finding C7." in failure.reasons["en"]


def test_translation_of_an_unpublished_page_says_so_in_the_language_of_its_reader(caplog):
    page = StandardPageFactory(title_fr="Un", live=False)
    page.publishes, page.go_live_at = ["en"], timezone.now() - MINUTE
    page.save_revision(approved_go_live_at=page.go_live_at)
    publish_due()
    reasons = ScheduleFailure.objects.get().reasons
    assert "en français" in reasons["fr"]
    assert "publish it in French first" in reasons["en"]


def test_page_that_cannot_be_unpublished_keeps_no_other_from_expiring(pages, monkeypatch, caplog):
    for page in pages:
        page.revisions.update(approved_go_live_at=None)
        expire(page)
    unpublish = BasePage.unpublish

    def refuse(page: Any, **kwargs: Any) -> Any:
        if page.pk == pages[0].pk:
            raise RuntimeError("secret")
        return unpublish(page, **kwargs)

    monkeypatch.setattr(BasePage, "unpublish", refuse)
    publish_due()
    assert [stored(page).live for page in pages] == [True, False]
    assert ScheduleFailure.objects.get().reason == ""


def test_what_failed_is_tried_again_later_and_forgotten_when_it_is_done(pages, faulty, caplog):
    now = timezone.now()
    publish_due(now)
    failed_at = ScheduleFailure.objects.get().failed_at
    publish_due(now + RETRY_AFTER / 2)
    assert ScheduleFailure.objects.get().failed_at == failed_at
    publish_due(now + 2 * RETRY_AFTER)
    assert ScheduleFailure.objects.get().failed_at > failed_at
    schedule(faulty, "corrigé")
    stored(faulty).revisions.exclude(pk=stored(faulty).latest_revision_id).update(approved_go_live_at=None)
    call_command("publish_scheduled")
    assert leads(pages) == ["corrigé", "prévu"]
    assert not ScheduleFailure.objects.exists()


def test_failure_is_forgotten_when_an_editor_cancels_the_schedule(pages, faulty, caplog):
    publish_due()
    stored(faulty).revisions.update(approved_go_live_at=None)
    publish_due()
    assert not ScheduleFailure.objects.exists()


def test_dry_run_says_what_is_due_and_does_nothing(pages):
    expire(pages[0])
    out = StringIO()
    call_command("publish_scheduled", "--dryrun", stdout=out)
    assert leads(pages) == ["avant", "avant"]
    assert [line.split()[2] for line in out.getvalue().splitlines()] == ["unpublish", "publish", "publish"]


def test_where_nothing_is_due_little_is_asked(django_assert_num_queries):
    with django_assert_num_queries(4):
        publish_due()


def test_every_tick_of_the_newsletter_publishes_what_is_due_too(pages):
    call_command("newsletter_tick", stdout=StringIO())
    assert leads(pages) == ["prévu", "prévu"]


def test_whatever_has_drafts_is_a_page():
    """Else publish_due(), which replaces Wagtail's command, would have to publish other things as well."""
    models = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    assert [model for model in models if not issubclass(model, AbstractPage)] == []


# The admin's first page


def test_late_pages_are_those_whose_time_was_some_minutes_ago(pages):
    schedule(pages[0], "prévu", since=2 * LATE)
    expire(pages[1], since=2 * LATE)
    late = list(find_late(BasePage.objects.all()))
    assert {(item.page.pk, item.expires) for item in late} == {(pages[0].pk, False), (pages[1].pk, True)}


def test_editors_are_told_on_the_first_page_why_a_page_did_not_go_out(editor, pages, faulty, caplog):
    url = reverse("wagtailadmin_home")
    assert "Ce code est déjà pris." not in editor.get(url).text
    faulty.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - 2 * LATE)
    publish_due()
    html = editor.get(url).text
    assert "Ce code est déjà pris." in html
    assert reverse("wagtailadmin_pages:edit", args=[faulty.pk]) in html


def test_those_who_may_not_see_a_page_are_not_told(client, django_user_model, pages):
    schedule(pages[0], "prévu", since=2 * LATE)
    user = django_user_model.objects.create_user("autre")
    assert list(find_late(BasePage.objects.all()))
    client.force_login(user)
    assert "Late publications" not in client.get(reverse("wagtailadmin_home")).text
