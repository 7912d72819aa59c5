"""Several claims added to a report at once."""

import pytest
from django.core.exceptions import ValidationError

from claims.models import ClaimPage, GivenMark
from claims.register.adding import NewClaim, add_claims
from tests.factories import ClaimPageFactory, OrganisationFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return WorkshopReportPageFactory(code="DS")


def new(*statements, **fields):
    return [NewClaim(statement={"fr": statement}, **fields) for statement in statements]


def test_claims_are_added_as_drafts(report):
    claims = add_claims(report=report, claims=new("Un guichet.", "Un téléphone."))
    assert [(claim.title_fr, claim.live, claim.mark) for claim in claims] == [
        ("Un guichet", False, None),
        ("Un téléphone", False, None),
    ]
    assert all(claim.latest_revision for claim in claims)


def test_published_at_once_they_are_numbered_in_their_order(report):
    ClaimPageFactory(parent=report)
    organisation = OrganisationFactory()
    claims = add_claims(report=report, claims=new("Un.", "Deux.", "Trois.", addressees=[organisation]), publish=True)
    assert [(claim.statement_fr, claim.mark) for claim in claims] == [
        ("Un.", "DS-2"),
        ("Deux.", "DS-3"),
        ("Trois.", "DS-4"),
    ]
    assert list(ClaimPage.objects.child_of(report).order_by("path"))[1:] == claims
    assert all(list(claim.addressees.all()) == [organisation] for claim in claims)


def test_all_are_added_or_none_and_the_row_is_named(report):
    claims = [*new("Un."), NewClaim(statement={"en": "Two."}), *new("Trois.")]
    with pytest.raises(ValidationError) as caught:
        add_claims(report=report, claims=claims, publish=True)
    assert (caught.value.row, list(caught.value.message_dict)) == (1, ["statement_fr"])
    with pytest.raises(ValidationError) as caught:
        add_claims(report=report, claims=new("Un.", findings="C7"), publish=True)
    assert (caught.value.row, list(caught.value.message_dict)) == (0, ["findings"])
    assert not ClaimPage.objects.exists()
    assert not GivenMark.objects.exists()


def test_nothing_is_published_below_a_draft(report):
    report.unpublish()
    with pytest.raises(ValidationError):
        add_claims(report=report, claims=new("Un."), publish=True)
    assert not ClaimPage.objects.exists()
    assert len(add_claims(report=report, claims=new("Un."))) == 1
