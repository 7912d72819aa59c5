"""Editors who publish at the same moment. Real connections, real transactions, on either database."""

import datetime
import threading
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from claims.decisions.acts import merge_claims, split_claim, withdraw_claim
from claims.follow_up.steps import record_step
from claims.models import ClaimPage, GivenMark, Step
from claims.models.decision import follow_successors
from tests.factories import ClaimPageFactory, ConventionPageFactory, OrganisationFactory, WorkshopReportPageFactory

EDITORS = 6


@pytest.fixture
def report(request, django_db_setup, django_db_blocker):
    """A report that every connection sees: committed, and deleted afterwards rather than with all there is."""
    if not any(item.get_closest_marker("django_db") for item in request.session.items):
        pytest.skip("pytest-django makes no test database for these tests alone: run the folder")
    with django_db_blocker.unblock():
        convention = ConventionPageFactory()
        yield WorkshopReportPageFactory(code="DS", parent=convention)
        GivenMark.objects.update(claim=None)
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


def test_editors_who_publish_other_words_at_the_same_moment_make_wordings_without_gaps(report):
    claim = ClaimPageFactory(parent=report)
    revisions = []
    for number in range(EDITORS):
        claim.statement_fr = f"Version {number}."
        revisions.append(claim.save_revision())
    assert at_once(*(revision.publish for revision in revisions)) == []
    assert [wording.number for wording in claim.wordings.all()] == list(range(1, EDITORS + 2))
    last = claim.wordings.last()
    claim = ClaimPage.objects.get(pk=claim.pk)
    assert (claim.wording, claim.statement_fr) == (last.number, last.statement_fr)


@pytest.mark.parametrize("length", [2, 3])
def test_mergers_at_the_same_moment_make_no_circle(report, length):
    claims = [ClaimPageFactory(parent=report) for _ in range(length)]
    pairs = zip(claims, [*claims[1:], claims[0]], strict=True)
    acts = [partial(merge_claims, claims=[claim], into=into, reason={"fr": "Doublon."}) for claim, into in pairs]
    raised = at_once(*acts)
    assert all(isinstance(error, ValidationError) for error in raised), raised
    assert raised, "they cannot all have been merged"
    for claim in claims:
        assert claim.pk not in follow_successors(claim.pk)


def test_steps_entered_while_the_claim_is_published_and_decided_on_all_stay(report):
    claim, other = ClaimPageFactory(parent=report), ClaimPageFactory(parent=report)
    organisation = OrganisationFactory()
    claim.statement_fr = "Autrement dit."
    revision = claim.save_revision()
    day = datetime.date(2024, 6, 1)
    steps = [Step(claim=claim, kind="put", on=day, organisation=organisation) for _ in range(EDITORS)]
    acts = [partial(record_step, step=step) for step in steps]
    acts += [revision.publish, partial(withdraw_claim, claim=other, reason={"fr": "Doublon."}, successors=[claim])]
    try:
        assert at_once(*acts) == []
        claim = ClaimPage.objects.get(pk=claim.pk)
        assert (claim.steps.count(), claim.follow_up, claim.put_on) == (EDITORS, "put", day)
        assert (claim.statement_fr, claim.wording, claim.has_predecessors) == ("Autrement dit.", 2, True)
    finally:
        GivenMark.objects.update(claim=None)
        ClaimPage.objects.get(pk=claim.pk).delete()
        organisation.delete()


def test_step_corrected_by_two_editors_at_the_same_moment_is_corrected_once(report):
    claim = ClaimPageFactory(parent=report)
    wrong = record_step(step=Step(claim=claim, kind="we", text_fr="Faux."))
    steps = [Step(claim=claim, kind="we", text_fr=f"Juste {n}.", corrects=Step.objects.get()) for n in range(3)]
    raised = at_once(*(partial(record_step, step=step) for step in steps))
    assert [type(error) for error in raised] == [ValidationError] * 2
    assert Step.objects.filter(corrects=wrong).count() == 1


def test_claim_split_and_merged_at_the_same_moment_is_one_of_both(report):
    claim, other = ClaimPageFactory(parent=report), ClaimPageFactory(parent=report)
    statements = [{"fr": "Un guichet."}, {"fr": "Un téléphone."}]
    raised = at_once(
        partial(split_claim, claim=claim, statements=statements, reason={"fr": "Trop long."}),
        partial(merge_claims, claims=[claim], into=other, reason={"fr": "Doublon."}),
    )
    assert [type(error) for error in raised] == [ValidationError]
    assert ClaimPage.objects.count() == (4 if ClaimPage.objects.get(pk=claim.pk).deliberation == "split" else 2)
