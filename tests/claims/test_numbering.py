"""A mark is given at first publication, never before, and nothing changes, reuses or borrows it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from claims.models import ClaimPage, GivenMark
from claims.register.numbering import give_mark
from tests.claims.deleted import delete_marked
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory
from workshops.models import WorkshopReportPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return WorkshopReportPageFactory(code="DS")


def fresh(claim):
    return ClaimPage.objects.get(pk=claim.pk)


def test_draft_has_no_mark(report):
    draft = ClaimPageFactory(parent=report, live=False)
    draft.statement_fr = "Autrement dit."
    draft.save_revision()
    assert fresh(draft).mark is None
    assert not GivenMark.objects.exists()


def test_marks_follow_the_order_of_publication_not_of_creation(report):
    first, second = (ClaimPageFactory(parent=report, live=False) for _ in range(2))
    for claim in (second, first):
        claim.save_revision().publish()
    assert [fresh(claim).mark for claim in (second, first)] == ["DS-1", "DS-2"]


def test_each_workshop_counts_for_itself(report):
    other = WorkshopReportPageFactory(code="TR")
    assert [ClaimPageFactory(parent=parent).mark for parent in (report, other, report)] == ["DS-1", "TR-1", "DS-2"]


def test_mark_is_the_same_whatever_language_is_active(report):
    with override("en"):
        claim = ClaimPageFactory(parent=report, title_en="Claim")
    assert fresh(claim).mark == "DS-1"


def test_mark_stays_when_unpublished_and_published_again(report):
    claim = ClaimPageFactory(parent=report)
    claim.unpublish()
    ClaimPageFactory(parent=report)
    fresh(claim).save_revision().publish()
    assert fresh(claim).mark == "DS-1"
    assert GivenMark.objects.count() == 2


def test_deleted_claims_mark_is_not_given_again(report):
    ClaimPageFactory(parent=report)
    last = ClaimPageFactory(parent=report)
    delete_marked(last)
    assert ClaimPageFactory(parent=report).mark == "DS-3"
    assert GivenMark.objects.get(number=2).claim is None


def test_marks_go_on_when_a_deleted_reports_code_is_used_again(report):
    ClaimPageFactory(parent=report)
    delete_marked(report)
    WorkshopReportPage.objects.get(pk=report.pk).delete()
    assert ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS")).mark == "DS-2"


def test_revision_from_before_publication_does_not_take_the_mark_away(report):
    claim = ClaimPageFactory(parent=report, live=False)
    before = claim.save_revision()
    claim.statement_fr = "Mieux dit."
    claim.save_revision().publish()
    before.publish()
    claim = fresh(claim)
    assert (claim.mark, claim.number) == ("DS-1", 1)
    assert claim.statement_fr != "Mieux dit."


def test_copy_in_memory_older_than_the_publication_does_not_take_the_mark_away(report):
    claim = ClaimPageFactory(parent=report, live=False)
    stale = fresh(claim)
    claim.save_revision().publish()
    stale.save()
    assert fresh(claim).mark == "DS-1"


def test_mark_cannot_be_changed_by_saving(report):
    claim = ClaimPageFactory(parent=report)
    claim.mark, claim.number = "DS-9", 9
    claim.save()
    assert (fresh(claim).mark, fresh(claim).number) == ("DS-1", 1)


def test_copy_gets_a_mark_of_its_own_when_it_is_published(report):
    claim = ClaimPageFactory(parent=report)
    claim.save_revision().publish()
    draft = claim.copy(update_attrs={"slug": "brouillon"}, keep_live=False)
    live = claim.copy(update_attrs={"slug": "copie"}, keep_live=True)
    assert fresh(draft).mark is None
    assert (fresh(live).mark, fresh(claim).mark) == ("DS-2", "DS-1")
    fresh(draft).latest_revision.publish()
    assert fresh(draft).mark == "DS-3"


def test_alias_borrows_no_mark_until_it_becomes_a_claim_of_its_own(report):
    claim = ClaimPageFactory(parent=report)
    alias = claim.create_alias(update_slug="alias")
    claim.save_revision().publish()
    alias = fresh(alias)
    assert (alias.live, alias.mark) == (True, None)
    alias.alias_of = None
    alias.save(update_fields=["alias_of"])
    assert fresh(alias).mark == "DS-2"


def test_scheduled_claim_gets_its_mark_when_it_goes_live(report):
    claim = ClaimPageFactory(parent=report, live=False)
    claim.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    claim.save_revision().publish()
    assert fresh(claim).mark is None
    past = timezone.now() - datetime.timedelta(minutes=1)
    claim.latest_revision.content["go_live_at"] = past.isoformat()
    claim.latest_revision.approved_go_live_at = past
    claim.latest_revision.save()
    call_command("publish_scheduled")
    assert fresh(claim).mark == "DS-1"


def test_expired_claim_keeps_its_mark(report):
    claim = ClaimPageFactory(parent=report, expire_at=timezone.now() - datetime.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert (fresh(claim).live, fresh(claim).mark) == (False, "DS-1")


def test_failed_publication_gives_no_mark(report):
    claim = ClaimPageFactory(parent=report, live=False)
    claim.statement_fr = ""
    claim.live = True
    with pytest.raises(ValidationError):
        claim.save()
    assert claim.mark is None
    assert not GivenMark.objects.exists()


def test_numbered_claim_is_not_moved_to_another_report(report):
    other = WorkshopReportPageFactory(code="TR")
    claim = ClaimPageFactory(parent=report)
    for page in (claim, claim.basepage_ptr):
        with pytest.raises(ValidationError, match="DS-1"):
            page.move(other, pos="last-child")
    assert fresh(claim).get_parent().pk == report.pk


def test_numbered_claim_can_be_put_elsewhere_in_its_report(report):
    _first, second = ClaimPageFactory(parent=report), ClaimPageFactory(parent=report)
    second.move(type(report).objects.get(), pos="first-child")
    assert [claim.mark for claim in ClaimPage.objects.child_of(report).order_by("path")] == ["DS-2", "DS-1"]


def test_draft_claim_may_move_and_takes_the_mark_of_where_it_is_published(report):
    claim = ClaimPageFactory(parent=report, live=False)
    claim.move(WorkshopReportPageFactory(code="TR"), pos="last-child")
    fresh(claim).save_revision().publish()
    assert fresh(claim).mark == "TR-1"


def test_database_refuses_a_second_claim_with_a_mark(report):
    claim, other = ClaimPageFactory(parent=report), ClaimPageFactory(parent=report)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimPage.objects.filter(pk=other.pk).update(mark=claim.mark)
    with pytest.raises(IntegrityError), transaction.atomic():
        GivenMark.objects.create(code="DS", number=1)


def test_number_taken_meanwhile_is_skipped(report, monkeypatch):
    """What give_mark() meets when another transaction commits between its look and its insert."""
    ClaimPageFactory(parent=report)
    aggregate = GivenMark.objects.none().__class__.aggregate
    stale = iter([{"highest": 0}])
    monkeypatch.setattr(
        GivenMark.objects.none().__class__, "aggregate", lambda qs, **kw: next(stale, None) or aggregate(qs, **kw)
    )
    with transaction.atomic():
        assert str(give_mark("DS")) == "DS-2"


def test_findings_that_the_report_never_had_are_refused(report):
    report.findings.create(title_fr="Constat")
    report.save()
    ClaimPageFactory(parent=report, findings="C1")
    with pytest.raises(ValidationError, match="C2, C7") as refusal:
        ClaimPageFactory(parent=report, findings="C1, C2, C7")
    assert list(refusal.value.message_dict) == ["findings"]


@pytest.mark.parametrize("deliberation", ["withdrawn", "merged", "split", "contested"])
def test_claim_keeps_its_page_and_number_whatever_became_of_it(report, client, deliberation):
    claim = ClaimPageFactory(parent=report)
    claim.deliberation = deliberation
    claim.save_revision().publish()
    assert fresh(claim).mark == "DS-1"
    assert client.get("/r/DS-1", follow=True).status_code == 200
