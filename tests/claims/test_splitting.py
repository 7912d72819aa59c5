"""A claim split into others: marks of their own, all or nothing."""

import pytest
from django.core.exceptions import ValidationError

from claims.decisions.acts import split_claim, withdraw_claim
from claims.models import ClaimPage, GivenMark
from tests.factories import ClaimPageFactory, OrganisationFactory, WorkshopReportPageFactory

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


STATEMENTS = [{"fr": "Un guichet."}, {"fr": "Un téléphone."}]


def make_unpublished_report(report, claim):
    report.unpublish()


def make_withdrawn(report, claim):
    withdraw_claim(claim=claim, reason=REASON)


def make_nothing(report, claim):
    pass


def test_parts_of_a_split_claim_get_marks_of_their_own(report, claims):
    claim = claims[0]
    claim.addressees.add(OrganisationFactory())
    claim.supports.create(organisation=OrganisationFactory())
    claim.findings = ""
    claim.save()
    parts = split_claim(
        claim=claim, reason=REASON,
        statements=[{"fr": "Un guichet.", "en": "A counter."}, {"fr": "Un téléphone."}],
    )  # fmt: skip
    assert [part.mark for part in parts] == ["DS-5", "DS-6"]
    assert all(part.live and part.get_parent().pk == report.pk for part in parts)
    assert [(part.title_fr, part.title_en) for part in parts] == [("Un guichet", "A counter"), ("Un téléphone", "")]
    assert [part.statement_en or "" for part in parts] == ["A counter.", ""]
    assert [(part.addressees.count(), part.supports.count()) for part in parts] == [(1, 1), (1, 1)]
    assert (claim.addressees.count(), claim.supports.count()) == (1, 1)
    assert (fresh(claim).mark, fresh(claim).deliberation) == ("DS-1", "split")
    assert [link.successor for link in claim.successions.all()] == parts
    assert all(part.has_predecessors for part in parts)


@pytest.mark.parametrize(
    ("make", "statements", "reason"),
    [
        (make_nothing, STATEMENTS[:1], REASON),
        (make_nothing, [], REASON),
        (make_nothing, [*STATEMENTS, {"fr": " ", "en": "Only in English."}], REASON),
        (make_nothing, STATEMENTS, {}),
        (make_withdrawn, STATEMENTS, REASON),
        (make_unpublished_report, STATEMENTS, REASON),
    ],
)
def test_split_that_is_refused_gives_no_mark_and_adds_no_claim(report, claims, make, statements, reason):
    make(report, claims[0])
    before = states(*claims)
    assert refusal(split_claim, claim=claims[0], statements=statements, reason=reason)
    assert (ClaimPage.objects.count(), GivenMark.objects.count()) == (4, 4)
    assert states(*claims) == before


def test_parts_of_like_words_have_addresses_of_their_own(claims):
    statements = [{"fr": "Un guichet.", "en": "A counter."}, {"fr": "Un guichet !", "en": "A counter!"}, {"fr": "!!!"}]
    parts = split_claim(claim=claims[0], statements=statements, reason=REASON)
    assert [part.slug_fr for part in parts] == ["un-guichet", "un-guichet-2", "revendication"]
    assert [part.slug_en for part in parts] == ["a-counter", "a-counter-2", None]


def test_long_statement_is_shortened_to_a_title_at_a_word(claims):
    statement = "Un guichet ouvert chaque jour, " * 8
    part, _ = split_claim(claim=claims[0], statements=[{"fr": statement}, {"fr": "Autre."}], reason=REASON)
    assert part.statement_fr == statement.strip()
    assert len(part.title_fr) <= 80
    assert part.title_fr.endswith("…")
    assert statement.startswith(part.title_fr[:-1])
