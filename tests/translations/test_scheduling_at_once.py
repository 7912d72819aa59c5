"""Whatever publishes at a date may run twice at once. Real connections, real transactions, on either database."""

import datetime
import os
import subprocess
import sys
import threading

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import PageLogEntry

from config.environment import BASE_DIR
from tests.claims.test_concurrency import at_once
from tests.factories import StandardPageFactory
from translations import scheduling

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def pages(request, django_db_setup, django_db_blocker):
    """Six pages that are due: committed, so that every connection sees them, and deleted afterwards.

    Every other one is to be published, the rest have expired.
    """
    if not any(item.get_closest_marker("django_db") for item in request.session.items):
        pytest.skip("pytest-django makes no test database for these tests alone: run the folder")
    with django_db_blocker.unblock():
        pages = [StandardPageFactory(title_fr=f"Page {number}") for number in range(6)]
        now = timezone.now()
        for page in pages[::2]:
            page.lead_fr, page.go_live_at = "prévu", now - MINUTE
            page.save_revision(approved_go_live_at=page.go_live_at)
        for page in pages[1::2]:
            type(page).objects.filter(pk=page.pk).update(expire_at=now - MINUTE)
        yield pages
        for page in pages:
            type(page).objects.get(pk=page.pk).delete()


def logged(pages):
    """Return how often each page was published, or unpublished, at its date."""
    scheduled = PageLogEntry.objects.filter(action__in=["wagtail.publish.scheduled", "wagtail.unpublish.scheduled"])
    return [scheduled.filter(page=page.pk).count() for page in pages]


def test_two_that_read_the_list_at_the_same_moment_log_each_publication_once(pages, monkeypatch):
    """Both know what is due before either begins with it."""
    both, attempt = threading.Barrier(2), scheduling.attempt
    begun = threading.local()

    def wait_for_the_other(page, now, act):
        if getattr(begun, "with_", None) != act.func:  # of the two lists, another one
            begun.with_ = act.func
            both.wait(timeout=60)
        attempt(page, now, act)

    monkeypatch.setattr(scheduling, "attempt", wait_for_the_other)
    assert at_once(scheduling.publish_due, scheduling.publish_due) == []
    assert logged(pages) == [1] * len(pages)


def test_two_processes_log_each_publication_once(pages):
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{settings['NAME']}"
    else:
        address = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "manage.py", "publish_scheduled"]
    processes = [
        subprocess.Popen(command, cwd=BASE_DIR, env=environment, stderr=subprocess.PIPE) for _number in range(2)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert logged(pages) == [1] * len(pages)
    live = [type(page).objects.get(pk=page.pk).live for page in pages]
    assert live == [True, False] * (len(pages) // 2)
