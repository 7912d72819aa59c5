"""A page is found from the moment it is published, and not a moment longer than it may be seen."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search.indexing import list_places
from search.models import SearchText
from tests.factories import (
    CampaignPageFactory,
    ClaimPageFactory,
    ConventionPageFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from tests.search.test_finding import look_up

pytestmark = pytest.mark.django_db


def test_page_is_found_once_published_and_not_while_a_draft():
    page = StandardPageFactory(title_fr="Grève", live=False)
    assert look_up("grève") == []
    page.save_revision().publish()
    assert look_up("grève") == ["Grève"]
    page.title_fr = "Paix"
    revision = page.save_revision()
    assert look_up("paix") == []
    revision.publish()
    assert look_up("paix") == ["Paix"]
    assert look_up("grève") == []
    page.refresh_from_db()
    page.unpublish()
    assert look_up("paix") == []


def test_scheduled_page_is_found_when_its_time_has_come(monkeypatch):
    page = StandardPageFactory(title_fr="Grève", live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    assert look_up("grève") == []
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("publish_scheduled", verbosity=0)
    assert look_up("grève") == ["Grève"]


def test_expired_page_is_not_found(monkeypatch):
    page = StandardPageFactory(title_fr="Grève", live=False)
    page.expire_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("publish_scheduled", verbosity=0)
    assert look_up("grève") == []


def test_private_page_and_what_lies_below_it_are_not_found():
    report = WorkshopReportPageFactory(title_fr="Atelier Grève")
    ClaimPageFactory(parent=report, title_fr="Droit de grève")
    restriction = PageViewRestriction.objects.create(page=report, restriction_type=PageViewRestriction.LOGIN)
    assert look_up("grève") == []
    restriction.delete()
    assert sorted(look_up("grève")) == ["Atelier Grève", "Droit de grève"]


def test_page_moved_below_a_private_one_is_not_found():
    page = StandardPageFactory(title_fr="Grève")
    private = CampaignPageFactory()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page.move(private, pos="last-child")
    assert look_up("grève") == []


def test_report_moved_below_a_draft_is_not_found_nor_its_claims():
    report = WorkshopReportPageFactory(title_fr="Atelier Grève")
    ClaimPageFactory(parent=report, title_fr="Droit de grève")
    report.move(ConventionPageFactory(live=False), pos="last-child")
    assert look_up("grève") == []


def test_deleted_page_leaves_nothing_behind():
    page = StandardPageFactory(title_fr="Grève", title_en="Strike")
    page.delete()
    assert look_up("grève") == look_up("strike", "en") == []
    assert not SearchText.objects.filter(title__in=["Grève", "Strike"]).exists()


def test_translation_taken_back_is_not_found():
    page = StandardPageFactory(title_fr="Grève", title_en="Strike")
    page.title_en = ""
    page.save_revision().publish()
    assert look_up("strike", "en") == []
    assert look_up("grève", "en") == ["Grève"]


def test_publication_that_fails_leaves_the_texts_as_they_were():
    page = StandardPageFactory(title_fr="Grève")
    page.title_fr = "Paix"
    with transaction.atomic():
        page.save_revision().publish()
        transaction.set_rollback(True)
    assert look_up("grève") == ["Grève"]
    assert look_up("paix") == []


def test_saving_a_draft_does_not_touch_what_is_searched():
    page = StandardPageFactory(title_fr="Grève")
    with CaptureQueriesContext(connection) as queries:
        page.save_revision()
    assert not [query for query in queries if "translations_searchtext" in query["sql"]]


def test_the_root_of_the_tree_is_not_found():
    assert look_up("root") == []
    assert look_up("root", "en") == []


def test_signing_in_takes_one_statement_as_search_knows_nothing_of_users():
    user = get_user_model().objects.create_user("camille")
    with CaptureQueriesContext(connection) as queries:
        user_logged_in.send(sender=type(user), request=None, user=user)  # notes when
    assert [query["sql"].split()[0] for query in queries] == ["UPDATE"]


def test_search_listens_to_nothing_but_pages_and_what_they_refer_to():
    """Else each save of any row, a session or a delivery, would ask whether some page names it."""
    named = {model for model in apps.get_models() if list_places(model)}
    assert {"Topic", "Region", "Person"} < {model.__name__ for model in named}
    assert not {"User", "Revision", "Session", "Comment"} & {model.__name__ for model in named}
    for signal in (pre_save, post_save, pre_delete, post_delete):
        ours = [
            sender
            for (_receiver, sender), receiver, *_rest in signal.receivers
            if (function := receiver()) and function.__module__.startswith("search")
        ]
        assert id(None) not in ours
        assert len(ours) >= len(named)
