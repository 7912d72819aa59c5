"""Wordings that not everybody could read, and records whose words are withheld."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from claims.decisions.acts import decide
from claims.follow_up.steps import record_step
from claims.models import ClaimPage, Decision, Deliberation, Step, Wording
from tests.factories import ClaimPageFactory, OrganisationFactory, WorkshopReportPageFactory
from translations.models import SourceSnapshot
from translations.withholding.acts import show_again, withhold

pytestmark = pytest.mark.django_db
REASON = {"fr": "Décision de justice", "en": "Court order"}
SECRET = "Madame Untel"


def close(page):
    return PageViewRestriction.objects.create(page_id=page.pk, restriction_type="login")


def make_claim(**fields):
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), title_en="Claim", **fields)


def publish(claim, **texts):
    claim = ClaimPage.objects.get(pk=claim.pk)
    for name, text in texts.items():
        setattr(claim, name, text)
    claim.save_revision().publish()
    return ClaimPage.objects.get(pk=claim.pk)


def get(address):
    response = Client().get(address)
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def read_json():
    return json.loads(get("/en/marks/DS-1/claim.json"))["claims"][0]


def key_of(claim):
    return next(row.row_key for row in claim.list_earlier_texts() if SECRET in str(row.get_words()))


# What everybody could read


def test_wording_published_behind_a_login_is_no_wording_of_the_open_page():
    report = WorkshopReportPageFactory(code="DS")
    restriction = close(report)
    claim = ClaimPageFactory(parent=report, title_en="Claim", statement_fr=SECRET)
    publish(claim, statement_fr="Un guichet.")
    restriction.delete()
    assert SECRET not in get("/en/marks/DS-1/wordings/")
    assert [wording["number"] for wording in read_json()["wordings"]] == [2]
    publish(claim, statement_fr="Deux guichets.")
    assert [wording["number"] for wording in read_json()["wordings"]] == [2, 3]
    assert "Deux" in get("/en/marks/DS-1/wordings/")
    assert Client().get("/en/marks/DS-1/wordings/?from=1&to=3").status_code == 404


def test_page_that_was_closed_for_a_while_shows_the_wordings_from_before_and_after():
    claim = make_claim(statement_fr="Un.")
    restriction = close(claim)
    for text in (SECRET, "Trois."):
        publish(claim, statement_fr=text)
    restriction.delete()
    assert [wording["number"] for wording in read_json()["wordings"]] == [1, 3]
    assert SECRET not in get("/en/marks/DS-1/wordings/")


def test_translation_written_behind_a_login_is_not_added_to_a_wording_that_everybody_knows():
    claim = make_claim(statement_fr="Un guichet.")
    restriction = close(claim)
    publish(claim, statement_en=SECRET)
    publish(claim, statement_en="A counter.")
    restriction.delete()
    assert SECRET not in get("/en/marks/DS-1/wordings/") + str(read_json())
    assert [wording["number"] for wording in read_json()["wordings"]] == [1, 3]


def test_wordings_older_than_this_question_are_public_unless_a_login_was_ever_needed():
    module = import_module("claims.migrations.0007_public_wordings")
    report = WorkshopReportPageFactory(code="DS")
    for statement in ("Ouverte.", "Rouverte."):
        claim = publish(ClaimPageFactory(parent=report, statement_fr=f"Avant : {statement}"), statement_fr=statement)
    close(claim).delete()
    below = WorkshopReportPageFactory(code="EN")
    close(below)
    ClaimPageFactory(parent=below, statement_fr="Fermée.")
    Wording.objects.complete(public_since=None)
    module.note(apps, None)
    public = set(Wording.objects.public().values_list("statement_fr", flat=True))
    assert public == {"Avant : Ouverte.", "Ouverte.", "Rouverte."}


# Withholding


def test_readers_of_a_withheld_wording_are_told_when_and_why_in_its_place():
    claim = publish(make_claim(statement_fr=f"{SECRET} !"), statement_fr="Un guichet.")
    withhold(page=claim, keys=[key_of(claim)], reason=REASON)
    html = get("/en/marks/DS-1/wordings/")
    assert SECRET not in html
    assert "Court order" in html
    assert "Un guichet." in html, "the other one is shown"
    first, second = read_json()["wordings"]
    assert first["statement"] == {"fr": None, "en": None}
    assert first["withheld"]["reason"] == REASON
    assert second["withheld"] is None


def test_wording_and_earlier_source_are_withheld_together_whichever_is_named():
    claim = make_claim(statement_fr=SECRET, statement_en="One")
    claim = publish(publish(claim), statement_fr="Un guichet.")
    source = SourceSnapshot.objects.get(text=SECRET)
    act = withhold(page=claim, keys=[source.row_key], reason=REASON)
    assert Wording.objects.get(number=1).withholding == act
    assert SECRET not in get("/en/marks/DS-1/wordings/")
    show_again(withholding=act)
    assert Wording.objects.get(number=1).statement_fr == SECRET
    assert SourceSnapshot.objects.get(pk=source.pk).text == SECRET


def test_withheld_wording_is_not_filled_in_when_the_claim_is_published_again():
    claim = make_claim(statement_fr=SECRET)
    claim.unpublish()
    claim = ClaimPage.objects.get()
    withhold(page=claim, keys=[key_of(claim)], reason=REASON)
    publish(claim, statement_fr="Un guichet.")
    assert list(Wording.objects.values_list("number", "statement_fr")) == [(1, ""), (2, "Un guichet.")]


def test_corrected_step_can_be_withheld_and_one_that_stands_cannot():
    claim = make_claim()
    step = record_step(step=Step(claim=claim, kind="we", text_fr=f"{SECRET} a refusé.", text_en=f"{SECRET} refused."))
    assert not [row for row in claim.list_earlier_texts() if SECRET in str(row.get_words())]
    record_step(step=Step(claim=claim, kind="we", text_fr="On a refusé.", corrects=step))
    exits = ["/en/marks/DS-1/claim.json", "/en/marks/claims.json", "/en/marks/steps.atom", claim.get_urls()["en"]]
    assert all(SECRET in get(address) for address in exits)
    withhold(page=claim, keys=[key_of(claim)], reason=REASON)
    for address in exits:
        assert SECRET not in get(address)
        assert "Court order" in get(address)


def test_reason_of_a_decision_can_be_withheld_while_it_stands():
    claim = make_claim()
    decide(
        claim=claim,
        deliberation=Deliberation.CONTESTED,
        reason={"fr": f"{SECRET} s’y oppose", "en": f"{SECRET} opposes it"},
    )
    exits = ["/en/marks/DS-1/claim.json", "/en/marks/claims.csv", claim.get_urls()["en"]]
    assert all(SECRET in get(address) for address in exits)
    claim = ClaimPage.objects.get()
    withhold(page=claim, keys=[key_of(claim)], reason=REASON)
    for address in exits:
        assert SECRET not in get(address)
        assert "Court order" in get(address)
    assert Decision.objects.get().withholding


def test_withholding_costs_a_claim_s_page_no_query():
    def count(claim):
        with CaptureQueriesContext(connection) as queries:
            get(claim.get_urls()["en"])
        return len(queries)

    claim = make_claim()
    step = record_step(step=Step(claim=claim, kind="put", organisation=OrganisationFactory(), text_fr=SECRET))
    record_step(step=Step(claim=claim, kind="put", organisation=OrganisationFactory(), corrects=step))
    count(claim)
    before = count(claim)
    withhold(page=claim, keys=[key_of(claim)], reason=REASON)
    assert count(claim) <= before
