"""What can be decided on a claim, what it leads to, and what is refused."""

import datetime
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import PageLogEntry

from claims.decisions.acts import decide, merge_claims, withdraw_claim
from claims.models import ClaimPage, Decision, Deliberation, Succession
from claims.models.append_only import AppendOnlyError
from claims.models.decision import follow_successors
from tests.claims.deleted import delete_marked
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db

REASON = {"fr": "L’assemblée l’a voulu.", "en": "The assembly wanted it."}


@pytest.fixture
def report():
    return WorkshopReportPageFactory(code="DS")


@pytest.fixture
def claims(report):
    return [ClaimPageFactory(parent=report) for _ in range(4)]


def fresh(claim):
    return ClaimPage.objects.get(pk=claim.pk)


def states(*claims):
    return [fresh(claim).deliberation for claim in claims]


def refusal(act, **arguments):
    with pytest.raises(ValidationError) as caught:
        act(**arguments)
    return " ".join(caught.value.messages)


def test_contested_claim_may_be_adopted_again(claims):
    claim = claims[0]
    decide(claim=claim, deliberation=Deliberation.CONTESTED, reason={})
    assert states(claim) == ["contested"]
    decide(claim=claim, deliberation=Deliberation.ADOPTED, reason=REASON)
    assert states(claim) == ["adopted"]
    assert [decision.deliberation for decision in Decision.objects.all()] == ["contested", "adopted"]


def test_withdrawn_claim_keeps_its_mark_and_its_page(client, claims):
    withdraw_claim(claim=claims[0], reason=REASON)
    claim = fresh(claims[0])
    assert (claim.mark, claim.live, claim.deliberation) == ("DS-1", True, "withdrawn")
    assert client.get("/r/DS-1", follow=True).status_code == 200


def test_reason_is_kept_in_each_language(claims):
    withdraw_claim(claim=claims[0], reason=REASON)
    decision = Decision.objects.get()
    assert (decision.reason_fr, decision.reason_en) == (REASON["fr"], REASON["en"])


@pytest.mark.parametrize("reason", [{}, {"fr": "  "}, {"en": "Only in English."}])
def test_withdrawing_without_a_reason_in_the_source_language_is_refused(claims, reason):
    with pytest.raises(ValidationError) as caught:
        withdraw_claim(claim=claims[0], reason=reason)
    assert list(caught.value.message_dict) == ["reason_fr"]
    assert states(claims[0]) == ["adopted"]


def test_withdrawn_in_favour_of_others_names_them_both_ways(claims):
    first, second, third, _ = claims
    withdraw_claim(claim=first, reason=REASON, successors=[second, third, second])
    assert [link.successor.mark for link in first.successions.all()] == ["DS-2", "DS-3"]
    assert [link.predecessor.mark for link in second.precessions.all()] == ["DS-1"]
    assert [fresh(claim).has_predecessors for claim in claims] == [False, True, True, False]


def test_several_are_merged_into_one(claims):
    *merged, into = claims
    merge_claims(claims=merged, into=into, reason=REASON)
    assert states(*claims) == ["merged", "merged", "merged", "adopted"]
    assert {link.predecessor.mark for link in into.precessions.all()} == {"DS-1", "DS-2", "DS-3"}


def test_merging_several_is_done_for_all_or_none(claims):
    first, second, into, _ = claims
    withdraw_claim(claim=second, reason=REASON)
    assert "DS-2" in refusal(merge_claims, claims=[first, second], into=into, reason=REASON)
    assert states(first, into) == ["adopted", "adopted"]
    assert not Succession.objects.exists()


def test_claim_is_not_merged_with_itself(claims):
    assert "DS-1" in refusal(merge_claims, claims=[claims[0]], into=claims[0], reason=REASON)
    assert "DS-2" in refusal(merge_claims, claims=[claims[0], claims[1]], into=claims[1], reason=REASON)
    assert states(*claims) == ["adopted"] * 4


@pytest.mark.parametrize("length", [2, 3, 4])
def test_claims_are_not_merged_in_a_circle(claims, length):
    chain = claims[:length]
    for claim, into in pairwise(chain):
        merge_claims(claims=[claim], into=into, reason=REASON)
    message = refusal(merge_claims, claims=[chain[-1]], into=chain[0], reason=REASON)
    assert chain[0].mark in message
    assert states(chain[-1]) == ["adopted"]


def test_claim_is_not_merged_into_a_draft_an_unpublished_or_a_withdrawn_one(report, claims):
    claim, unpublished, withdrawn, _ = claims
    draft = ClaimPageFactory(parent=report, live=False, title_fr="Ébauche")
    unpublished.unpublish()
    withdraw_claim(claim=withdrawn, reason=REASON)
    for into, named in ((draft, "Ébauche"), (unpublished, "DS-2"), (withdrawn, "DS-3")):
        assert named in refusal(merge_claims, claims=[claim], into=into, reason=REASON)
    assert states(claim) == ["adopted"]


def test_what_is_known_of_the_other_claim_is_asked_of_the_database(claims):
    """The object an editor's form holds may be older than what somebody else decided."""
    claim, into, _, last = claims
    fresh_enough = fresh(into)
    merge_claims(claims=[into], into=last, reason=REASON)
    assert fresh_enough.deliberation == "adopted"
    assert "DS-2" in refusal(merge_claims, claims=[claim], into=fresh_enough, reason=REASON)


@pytest.mark.parametrize("count", [0, 2])
def test_claim_is_merged_into_exactly_one(claims, count):
    assert refusal(
        decide, claim=claims[0], deliberation=Deliberation.MERGED, reason=REASON, successors=claims[1 : 1 + count]
    )


@pytest.mark.parametrize("deliberation", [Deliberation.CONTESTED, Deliberation.ADOPTED])
def test_claim_that_stays_open_has_no_successor(claims, deliberation):
    first, second, *_ = claims
    decide(claim=first, deliberation=Deliberation.CONTESTED, reason={})
    arguments = {"deliberation": deliberation, "reason": {}, "successors": [second]}
    assert refusal(decide, claim=first, **arguments)


@pytest.mark.parametrize("state", Deliberation.values)
def test_withdrawn_claim_is_decided_on_no_more(claims, state):
    withdraw_claim(claim=claims[0], reason=REASON)
    successors = claims[1:3] if state == "split" else claims[1:2] if state == "merged" else []
    message = refusal(decide, claim=claims[0], deliberation=Deliberation(state), reason=REASON, successors=successors)
    assert "DS-1" in message


def test_same_decision_twice_is_refused(claims):
    decide(claim=claims[0], deliberation=Deliberation.ADOPTED, reason=REASON)  # how it was, the day it was numbered
    assert "DS-1" in refusal(decide, claim=claims[0], deliberation=Deliberation.ADOPTED, reason=REASON)


def test_draft_is_not_decided_on(report):
    draft = ClaimPageFactory(parent=report, live=False)
    assert refusal(withdraw_claim, claim=draft, reason=REASON)


def test_decision_of_tomorrow_is_refused(claims):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as caught:
        withdraw_claim(claim=claims[0], reason=REASON, on=tomorrow)
    assert list(caught.value.message_dict) == ["on"]


def test_decision_older_than_the_last_one_is_refused(claims):
    """Else the record's last decision would say something else than the claim's state."""
    day = datetime.date(2024, 5, 2)
    decide(claim=claims[0], deliberation=Deliberation.CONTESTED, reason={}, on=day)
    with pytest.raises(ValidationError) as caught:
        decide(claim=claims[0], deliberation=Deliberation.ADOPTED, reason={}, on=day - datetime.timedelta(days=1))
    assert list(caught.value.message_dict) == ["on"]
    decide(claim=claims[0], deliberation=Deliberation.ADOPTED, reason={}, on=day)
    assert states(claims[0]) == ["adopted"]


def test_draft_made_before_a_decision_does_not_undo_it_when_it_is_published(claims):
    claim = claims[0]
    claim.statement_fr = "Mieux dit."
    before = claim.save_revision()
    withdraw_claim(claim=claim, reason=REASON)
    before.publish()
    assert (fresh(claim).deliberation, fresh(claim).statement_fr) == ("withdrawn", "Mieux dit.")
    assert fresh(claim).latest_revision.as_object().deliberation == "withdrawn"


@pytest.mark.parametrize("act", ["save", "save_revision", "unpublish"])
def test_page_read_before_a_decision_does_not_undo_it(claims, act):
    stale = fresh(claims[0])
    withdraw_claim(claim=claims[0], reason=REASON)
    getattr(stale, act)()
    assert states(claims[0]) == ["withdrawn"]


def test_deliberation_of_a_draft_may_change_until_it_is_published(report):
    draft = ClaimPageFactory(parent=report, live=False)
    draft.deliberation = "contested"
    draft.save_revision().publish()
    assert (fresh(draft).mark, fresh(draft).deliberation) == ("DS-1", "contested")


def test_decision_is_never_changed_nor_deleted_but_goes_with_its_claim(claims):
    withdraw_claim(claim=claims[0], reason=REASON, successors=[claims[1]])
    for record in (Decision.objects.get(), Succession.objects.get()):
        with pytest.raises(AppendOnlyError):
            record.save()
        with pytest.raises(AppendOnlyError):
            record.delete()
        with pytest.raises(AppendOnlyError):
            type(record).objects.all().delete()
    with pytest.raises(AppendOnlyError):
        Decision.objects.update(deliberation="adopted")
    delete_marked(claims[0])
    assert not Decision.objects.exists()
    assert not Succession.objects.exists()


@pytest.mark.parametrize(("state", "successors"), [("withdrawn", 0), ("withdrawn", 2), ("merged", 1), ("contested", 0)])
def test_decision_is_logged_with_who_entered_it(claims, django_user_model, state, successors):
    user = django_user_model.objects.create_user("edith")
    others = claims[1 : 1 + successors]
    decide(claim=claims[0], deliberation=Deliberation(state), reason=REASON, successors=others, user=user)
    entry = PageLogEntry.objects.get(action=f"claims.{state}")
    assert (entry.user, entry.page_id) == (user, claims[0].pk)
    assert entry.data == {"mark": "DS-1", "successors": [claim.mark for claim in others]}
    assert Decision.objects.get().by == user


class TestAnyMergers(TestCase):
    """Whatever is merged, withdrawn or split in whatever order, no claim ever comes after itself."""

    COUNT = 5

    def setUp(self):
        report = WorkshopReportPageFactory()
        self.claims = [ClaimPageFactory(parent=report) for _ in range(self.COUNT)]

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, COUNT - 1), st.lists(st.integers(0, COUNT - 1), max_size=3)), max_size=8))
    def test_successors_never_lead_back(self, acts):
        done = 0
        for place, others in acts:
            successors = [self.claims[other] for other in others]
            try:
                if len(successors) == 1:
                    merge_claims(claims=[self.claims[place]], into=successors[0], reason=REASON)
                else:
                    withdraw_claim(claim=self.claims[place], reason=REASON, successors=successors)
                done += 1
            except ValidationError:
                pass
        assert Decision.objects.count() == done
        for claim in self.claims:
            after = follow_successors(claim.pk)
            assert claim.pk not in after
            assert not after or Deliberation(fresh(claim).deliberation).is_final
            last = [key for key in after if not follow_successors(key)]
            assert not after or last
