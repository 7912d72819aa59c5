"""Who decided, and how: shown where it is known, said where it is not. And the claims before and after."""

import csv
import datetime
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from claims.decisions.acts import Vote, decide
from claims.models import ClaimPage, Decision, Deliberation
from tests.factories import ClaimIndexPageFactory, ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory
from translations.withholding.acts import withhold

pytestmark = pytest.mark.django_db
VOTE = Vote(26, 21, 3, 2, {"fr": "assemblée plénière", "en": "plenary assembly"}, "Ana Lima")


@pytest.fixture
def claim():
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), title_en="Paper")


def show(client, claim):
    return " ".join(client.get(ClaimPage.objects.get(pk=claim.pk).get_urls()["en"]).content.decode().split())


def test_claim_says_that_its_vote_was_not_recorded(client, claim):
    assert "How many were present and how they voted was not recorded." in show(client, claim)


def test_vote_by_which_a_claim_was_adopted_is_entered_once_and_shown(client, claim):
    decide(claim=claim, deliberation=Deliberation.ADOPTED, reason={}, vote=VOTE, on=datetime.date(2023, 9, 16))
    html = show(client, claim)
    assert "26 people present." in html
    assert "Votes: 21 for, 3 against, 2 abstaining." in html
    assert "plenary assembly" in html
    assert "Rapporteur: Ana Lima." in html
    with pytest.raises(ValidationError):
        decide(claim=claim, deliberation=Deliberation.ADOPTED, reason={}, vote=VOTE)


def test_vote_on_a_withdrawal_is_shown_and_what_is_not_known_is_said(client, claim):
    decide(claim=claim, deliberation=Deliberation.WITHDRAWN, reason={"fr": "Dépassée"}, vote=Vote(present=12))
    html = show(client, claim)
    assert "12 people present." in html
    assert "How people voted was not recorded." in html
    assert "Rapporteur" not in html


def test_name_and_mandate_of_a_decision_can_be_withheld(client, claim):
    decision = decide(claim=claim, deliberation=Deliberation.CONTESTED, reason={}, vote=VOTE)
    withhold(page=ClaimPage.objects.get(pk=claim.pk), keys=[decision.row_key], reason={"fr": "À sa demande"})
    files = ("/en/marks/DS-1/claim.json", "/en/marks/claims.csv")
    for exit_ in (show(client, claim), *(client.get(file).getvalue().decode() for file in files)):
        assert "Ana Lima" not in exit_
        assert "plenary assembly" not in exit_
    assert "Votes: 21 for" in show(client, claim)


@pytest.mark.parametrize("vote", [Vote(2, 2, 1, 0), Vote(votes_for=3), Vote(votes_for=3, votes_against=0)])
def test_votes_that_cannot_be_are_refused(claim, vote):
    with pytest.raises(ValidationError):
        decide(claim=claim, deliberation=Deliberation.CONTESTED, reason={}, vote=vote)
    assert not Decision.objects.exists()


def test_vote_is_carried_away_with_the_claim(client, claim):
    decide(claim=claim, deliberation=Deliberation.CONTESTED, reason={}, vote=VOTE)
    document = json.loads(client.get("/en/marks/DS-1/claim.json").getvalue())
    (decision,) = document["claims"][0]["deliberation"]["decisions"]
    assert (decision["present"], decision["votes_for"], decision["rapporteur"]) == (26, 21, "Ana Lima")
    assert decision["mandate"] == {"fr": "assemblée plénière", "en": "plenary assembly"}
    names, cells = csv.reader(io.StringIO(client.get("/en/marks/claims.csv").getvalue().decode("utf-8-sig")))
    row = dict(zip(names, cells, strict=True))
    assert (row["present"], row["votes_for"], row["votes_against"], row["votes_abstaining"]) == ("26", "21", "3", "2")
    assert (row["mandate_en"], row["rapporteur"]) == ("plenary assembly", "Ana Lima")


def test_editors_enter_a_vote_by_the_form(admin_client, claim):
    address = reverse("claims:act", args=["vote"])
    data = {"id": claim.pk, "on": "16/09/2023", "present": 26, "votes_for": 20, "votes_against": 4,
            "votes_abstaining": 2, "mandate_fr": "plénière", "rapporteur": "Ana", "confirmed": "1"}  # fmt: skip
    assert admin_client.post(address, {**data, "present": 5}).status_code == 200
    assert not Decision.objects.exists()
    assert admin_client.post(address, data).status_code == 302
    decision = Decision.objects.get()
    assert (decision.present, decision.votes_for, decision.mandate_fr) == (26, 20, "plénière")


def test_claims_lead_to_the_visible_ones_before_and_after(client, claim):
    hidden = ClaimPageFactory(parent=claim.report)
    third = ClaimPageFactory(parent=claim.report, title_en="Third")
    hidden.unpublish()
    assert f'href="{third.get_urls()["en"]}" rel="next">Next claim: DS-3</a>' in show(client, claim)
    assert f'href="{claim.get_urls()["en"]}" rel="prev">Previous claim: DS-1</a>' in show(client, third)
    assert "Previous claim" not in show(client, claim)


def test_register_counts_every_state_zeros_too_and_no_invented_claim(client, claim):
    register = ClaimIndexPageFactory(title_en="Register")
    ClaimPageFactory(parent=WorkshopReportPageFactory(parent=ConventionPageFactory(is_example=True), code="GC"))
    withdrawn = ClaimPageFactory(parent=claim.report)
    decide(claim=withdrawn, deliberation=Deliberation.WITHDRAWN, reason={"fr": "Dépassée"})
    scores = client.get(register.get_urls()["en"]).context["scores"]
    assert [count for _label, count in scores] == [1, 0, 0, 0, 0, 0]
    assert client.get(register.get_urls()["en"] + "?workshop=GC").context["scores"] == scores
