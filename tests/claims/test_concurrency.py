"""Editors who publish at the same moment. Real connections, real transactions, on either database."""

import threading

import pytest
from django.db import connection, connections

from claims.models import ClaimPage, GivenMark
from tests.factories import ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory

EDITORS = 6


@pytest.fixture
def report(request, django_db_setup, django_db_blocker):
    """A report that every connection sees: committed, and deleted afterwards rather than with all there is."""
    if not any(item.get_closest_marker("django_db") for item in request.session.items):
        pytest.skip("pytest-django makes no test database for these tests alone: run the folder")
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("an SQLite database in memory has one connection: set TEST_DATABASE to a file")
        convention = ConventionPageFactory()
        yield WorkshopReportPageFactory(code="DS", parent=convention)
        type(convention).objects.get(pk=convention.pk).delete()
        GivenMark.objects.all().delete()


def at_once(*acts):
    """Run `acts` in threads with a connection each, all starting together; return what they raised."""
    barrier, raised = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(timeout=10)
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def test_editors_who_publish_at_the_same_moment_get_different_marks(report):
    revisions = [ClaimPageFactory(parent=report, live=False).save_revision() for _ in range(EDITORS)]
    assert at_once(*(revision.publish for revision in revisions)) == []
    numbers = sorted(ClaimPage.objects.values_list("number", flat=True))
    assert numbers == list(range(1, EDITORS + 1))
    assert all(mark.claim.mark == str(mark) for mark in GivenMark.objects.all())


def test_claim_published_twice_at_the_same_moment_gets_one_mark(report):
    claim = ClaimPageFactory(parent=report, live=False)
    claim.save_revision()
    acts = [ClaimPage.objects.get(pk=claim.pk).latest_revision.publish for _ in range(EDITORS)]
    assert at_once(*acts) == []
    assert ClaimPage.objects.get(pk=claim.pk).mark == "DS-1"
    assert GivenMark.objects.count() == 1
