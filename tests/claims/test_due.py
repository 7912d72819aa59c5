"""Steps whose date to look again has come."""

import pytest

from claims.decisions.acts import withdraw_claim
from claims.follow_up.steps import list_due
from tests.claims.steps import day, record
from tests.factories import ClaimPageFactory

pytestmark = pytest.mark.django_db


def due(on=0):
    return [step.kind for step in list_due(day(on))]


def test_step_is_due_from_the_day_to_look_again(claim):
    record(claim, "put", look_again_on=day(10))
    assert (due(9), due(10), due(99)) == ([], ["put"], ["put"])


@pytest.mark.parametrize("later", [10, 12])
def test_step_on_that_day_or_later_answers_it(claim, later):
    record(claim, "put", look_again_on=day(10))
    record(claim, "we", day(later))
    assert due(99) == []


def test_step_before_that_day_does_not_answer_it(claim):
    record(claim, "put", look_again_on=day(10))
    record(claim, "answered", day(5))
    assert due(99) == ["put"]


def test_later_step_that_gives_another_day_replaces_it(claim):
    record(claim, "put", look_again_on=day(10))
    record(claim, "we", day(5), look_again_on=day(30))
    assert (due(20), due(30)) == ([], ["we"])


def test_retracted_step_answers_nothing_and_asks_for_nothing(claim):
    record(claim, "put", look_again_on=day(10))
    record(claim, "retracted", day(12), corrects=record(claim, "we", day(11), look_again_on=day(50)))
    assert due(99) == ["put"]


def test_claim_no_longer_open_is_not_due_and_another_claims_step_answers_nothing(claim):
    other = ClaimPageFactory(parent=claim.report)
    record(claim, "put", look_again_on=day(10))
    record(other, "we", day(12), look_again_on=day(13))
    assert due(99) == ["put", "we"]
    withdraw_claim(claim=claim, reason={"fr": "Dépassée."})
    assert due(99) == ["we"]
