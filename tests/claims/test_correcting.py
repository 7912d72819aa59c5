"""Steps that later ones correct or retract, in the open: a claim says what its standing steps say."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from claims.follow_up.record import read_record
from claims.follow_up.steps import record_step
from claims.models import Step
from tests.claims.steps import STATUSES, TODAY, VOICES, day, fresh, make_step, record
from tests.factories import ClaimPageFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def refusal(step):
    with pytest.raises(ValidationError) as caught:
        record_step(step=step)
    return caught.value.message_dict


MOVES = st.lists(
    st.tuples(st.sampled_from([*STATUSES, *VOICES, "retracted"]), st.integers(0, 9), st.integers(-1, 5)), max_size=8
)


class TestAnyRecord(TestCase):
    """Whatever is entered, corrected and retracted, a claim says what its standing steps say."""

    def setUp(self):
        self.claim = ClaimPageFactory()
        self.claim.addressees.add(OrganisationFactory())
        self.claim.save()

    @settings(max_examples=25, deadline=None)
    @given(MOVES)
    def test_follow_up_is_read_from_the_standing_steps_alone(self, moves):
        entered = []
        for kind, on, corrected in moves:
            earlier = entered[corrected] if 0 <= corrected < len(entered) else None
            try:
                entered.append(record(self.claim, kind, day(on), corrects=earlier))
            except ValidationError:
                assert (kind == "retracted" and earlier is None) or (earlier is not None and earlier.is_corrected)
        corrected = {step.corrects_id for step in entered}
        standing = [step for step in entered if step.pk not in corrected and step.kind != "retracted"]
        standing.sort(key=lambda step: (step.on, step.pk))
        statuses = [step.kind for step in standing if step.kind in STATUSES]
        claim = fresh(self.claim)
        assert claim.follow_up == (statuses[-1] if statuses else "none")
        assert claim.last_step_on == (standing[-1].on if standing else None)
        since = None
        for step in standing:
            since = (since or step.on) if step.kind == "put" else None if step.kind in STATUSES else since
        assert claim.put_on == since


def test_correction_takes_the_place_of_what_it_corrects(claim):
    wrong = record(claim, "won")
    record(claim, "part", corrects=wrong)
    assert fresh(claim).follow_up == "part"
    assert Step.objects.standing().get().kind == "part"
    assert Step.objects.get(pk=wrong.pk).is_corrected
    assert [step.kind for step in read_record(fresh(claim)).steps] == ["won", "part"]


def test_correction_is_itself_corrected_and_so_on(claim):
    first = record(claim, "won")
    second = record(claim, "part", corrects=first)
    record(claim, "refused", corrects=second)
    assert fresh(claim).follow_up == "refused"
    assert "corrects" in refusal(make_step(claim, "put", corrects=Step.objects.get(pk=first.pk)))


def test_step_of_another_claim_is_not_corrected(claim):
    other = record(ClaimPageFactory(parent=claim.report), "we")
    assert "corrects" in refusal(make_step(claim, "we", corrects=other))


def test_retraction_leaves_the_claim_as_it_was_before(claim):
    record(claim, "put")
    mistake = record(claim, "won", day(3))
    record(claim, "retracted", day(4), corrects=mistake)
    claim = fresh(claim)
    assert (claim.follow_up, claim.last_step_on, claim.put_on) == ("put", TODAY, TODAY)


def test_retracting_the_only_step_leaves_nothing(claim):
    record(claim, "retracted", corrects=record(claim, "put"))
    claim = fresh(claim)
    assert (claim.follow_up, claim.last_step_on, claim.put_on) == ("none", None, None)
