"""Filtering, counting and sorting the register."""

import datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import PageViewRestriction

from claims.decisions.acts import withdraw_claim
from claims.follow_up.steps import record_step
from claims.models import Step
from claims.register.filters import REGISTER_FILTERS, choose_claims
from claims.register.listing import get_register
from tests.factories import (
    ClaimIndexPageFactory,
    ClaimPageFactory,
    ConventionPageFactory,
    OrganisationFactory,
    WorkshopReportPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return OrganisationFactory(name_fr="Mairie", name_en="Town hall")


@pytest.fixture
def union():
    return OrganisationFactory(name_fr="Syndicat", name_en="Union")


@pytest.fixture
def claims(town, union):
    """DS-1 to the town, put; DS-2 to the town and carried by the union, withdrawn; TR-1 of another convention."""
    report = WorkshopReportPageFactory(code="DS", parent=ConventionPageFactory(slug_fr="premiere"))
    other = WorkshopReportPageFactory(code="TR", parent=ConventionPageFactory(slug_fr="seconde"))
    first, second, third = (ClaimPageFactory(parent=parent) for parent in (report, report, other))
    first.addressees = [town]
    second.addressees = [town]
    second.supports.create(organisation=union)
    first.save()
    second.save()
    record_step(step=Step(claim=first, kind="put", on=datetime.date(2025, 3, 3), organisation=town))
    withdraw_claim(claim=second, reason={"fr": "Mieux dite ailleurs."})
    return first, second, third


def marks(query):
    return [claim.mark for claim in choose_claims(QueryDict(query))]


def counts(query, name):
    choices = next((item for item in get_register(QueryDict(query))["choices"] if item.filter.name == name), None)
    return {choice.value: choice.count for choice in choices.choices} if choices else {}


@pytest.mark.usefixtures("claims")
def test_each_filter_keeps_what_it_names(town, union):
    assert marks("workshop=ds") == ["DS-1", "DS-2"]
    assert marks("convention=seconde") == ["TR-1"]
    assert marks(f"addressee={town.pk}") == ["DS-1", "DS-2"]
    assert marks(f"supporter={union.pk}") == ["DS-2"]
    assert marks("deliberation=withdrawn") == ["DS-2"]
    assert marks("follow-up=put") == ["DS-1"]
    assert marks(f"addressee={town.pk}&deliberation=adopted&workshop=DS") == ["DS-1"]


@pytest.mark.usefixtures("claims")
def test_counts_say_what_a_choice_would_leave_beside_the_others(town):
    assert counts("", "workshop") == {"DS": 2, "TR": 1}
    assert counts("deliberation=withdrawn", "workshop") == {"DS": 1}
    assert counts("workshop=DS", "workshop") == {"DS": 2, "TR": 1}
    assert counts("", "convention") == {"premiere": 2, "seconde": 1}
    assert counts("", "addressee") == {str(town.pk): 2}
    assert counts("workshop=TR", "follow-up") == {"none": 1}


def test_counts_follow_what_changes_at_once(claims):
    first, _second, third = claims
    assert counts("", "workshop") == {"DS": 2, "TR": 1}
    type(third).objects.get(pk=third.pk).unpublish()
    assert counts("", "workshop") == {"DS": 2}
    withdraw_claim(claim=first, reason={"fr": "Retirée."})
    assert counts("", "deliberation") == {"withdrawn": 2}
    PageViewRestriction.objects.create(page=first, restriction_type=PageViewRestriction.LOGIN)
    assert counts("", "workshop") == {"DS": 1}


@pytest.mark.usefixtures("claims")
def test_register_is_sorted_by_mark_by_date_and_by_last_step():
    assert marks("") == ["DS-1", "DS-2", "TR-1"]
    assert marks("sort=mark&follow-up=none") == ["DS-2", "TR-1"]
    assert marks("sort=date")[0] == "TR-1"
    assert marks("sort=step")[0] == "DS-1"


def test_marks_are_sorted_as_numbers():
    report = WorkshopReportPageFactory(code="DS")
    for _ in range(11):
        ClaimPageFactory(parent=report)
    assert marks("sort=mark") == [f"DS-{number}" for number in range(1, 12)]


@pytest.mark.parametrize("name", ["addressee", "supporter"])
def test_organisation_that_no_visible_claim_names_is_not_named_by_its_number(name):
    secret = OrganisationFactory(name_fr="Secrète")
    claim = ClaimPageFactory(live=False)
    claim.addressees = [secret]
    claim.supports.create(organisation=secret)
    claim.save()
    register = get_register(QueryDict(f"{name}={secret.pk}"))
    assert "Secrète" not in str(register)
    assert [item.name for item in register["ignored"]] == [name]


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize(("language", "words"), [("fr", "ce choix n’existe pas"), ("en", "this option does not exist")])
@pytest.mark.parametrize(
    "query", ["workshop=ZZ", "convention=nulle-part", "addressee=99999", "addressee=x", "supporter=-1",
              "deliberation=maybe", "follow-up=soon", "convention=%00", "addressee=9999999999999999999999"]
)  # fmt: skip
def test_a_choice_that_does_not_exist_is_left_out_in_words(client, query, language, words):
    index = ClaimIndexPageFactory(title_en="Claims")
    answer = client.get(f"{index.get_urls()[language]}?{query}")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert answer.context["shown"] == 3


@pytest.mark.usefixtures("claims")
def test_empty_result_says_what_to_loosen(client):
    index = ClaimIndexPageFactory(title_en="Claims")
    page = client.get(f"{index.get_urls()['en']}?workshop=TR&deliberation=withdrawn").content.decode()
    assert "No claim matches all of these choices." in page
    assert "Without “Workshop”, there is 1" in page
    assert "?deliberation=withdrawn" in page


@pytest.mark.usefixtures("claims")
def test_page_beyond_the_end_is_the_last_one_and_says_so(client):
    index = ClaimIndexPageFactory(title_en="Claims")
    page = client.get(f"{index.get_urls()['en']}?page=7").content.decode()
    assert "This is its last page, 1." in page


class TestAnyQuery(TestCase):
    @given(
        st.dictionaries(st.sampled_from([item.name for item in REGISTER_FILTERS] + ["sort", "page", "q"]), st.text())
    )
    def test_any_query_is_answered(self, query):
        data = QueryDict(mutable=True)
        data.update(query)
        register = get_register(data)
        assert register["shown"] == register["total"]
