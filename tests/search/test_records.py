"""A claim is found by what stands in its record, in each language."""

import pytest

from claims.decisions.acts import decide, withdraw_claim
from claims.follow_up.steps import record_step, translate_step
from claims.models import Deliberation
from content.models import CahierDocument
from search.query import find_pages
from tests.claims.steps import day, make_step, record
from tests.factories import ClaimPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return ClaimPageFactory(title_fr="Un guichet", title_en="A counter")


def count(words, language="fr"):
    return len(find_pages(words, language).hits)


def test_claim_is_found_by_a_step_in_the_language_it_has_words_in(claim):
    step = record(claim, "addressee", text_fr="La préfecture étudie la demande")
    assert count("préfecture") == 1
    assert count("prefecture", "en") == 0
    translate_step(step=step, language="en", texts={"text": "The prefecture studies the demand"})
    assert count("prefecture", "en") == 1


def test_claim_is_not_found_by_what_was_corrected_since(claim):
    step = record(claim, "addressee", text_fr="La préfecture refuse")
    record_step(step=make_step(claim, "addressee", day(1), text_fr="La mairie refuse", corrects=step))
    assert (count("préfecture"), count("mairie")) == (0, 1)


def test_claim_is_found_by_what_was_decided(claim):
    withdraw_claim(claim=claim, reason={"fr": "Devenue sans objet par le décret"}, on=day(1))
    assert count("décret") == 1


def test_record_of_an_unpublished_claim_is_found_by_nobody(claim):
    claim.unpublish()
    record(claim, "addressee", text_fr="La préfecture étudie la demande")
    assert count("préfecture") == 0


def test_claim_is_found_by_the_title_of_evidence_only_where_readers_see_it(claim):
    record(claim, "answered", evidence_title_fr="Courrier du cabinet")
    document = CahierDocument.objects.create(title="Bordereau", file="documents/bordereau.pdf")
    record(claim, "won", day(1), evidence_url="", evidence_title_fr="Note interne", evidence_document=document)
    assert [count(words) for words in ("courrier", "interne", "bordereau")] == [1, 0, 0]


def test_claim_adopted_again_is_no_longer_found_by_why_it_was_contested(claim):
    decide(claim=claim, deliberation=Deliberation.CONTESTED, reason={"fr": "Trop coûteuse"}, on=day(1))
    assert count("coûteuse") == 1
    decide(claim=claim, deliberation=Deliberation.ADOPTED, reason={"fr": "Chiffrée depuis"}, on=day(2))
    assert (count("coûteuse"), count("chiffrée")) == (0, 0)
