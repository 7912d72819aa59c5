"""Every mark in order: the index by number."""

import pytest
from wagtail.models import PageViewRestriction

from claims.exports import views
from tests.claims.deleted import delete_marked
from tests.factories import ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db
ADDRESSES = {"fr": "/fr/marques/", "en": "/en/marks/"}


def shown(client, query="", language="en"):
    response = client.get(ADDRESSES[language] + query)
    assert response.status_code == 200
    return [entry["mark"] for group in response.context["groups"] for entry in group["marks"]]


@pytest.fixture
def claims():
    work, rights = WorkshopReportPageFactory(code="TR"), WorkshopReportPageFactory(code="DS")
    return [ClaimPageFactory(parent=report) for report in [work, *[rights] * 11]]


@pytest.mark.parametrize("language", ADDRESSES)
def test_marks_are_listed_by_workshop_and_number(client, claims, language):
    assert shown(client, language=language) == [*(f"DS-{number}" for number in range(1, 12)), "TR-1"]


def test_hidden_claims_are_not_listed_and_deleted_ones_without_a_link(client, claims):
    claims[1].unpublish()
    PageViewRestriction.objects.create(page=claims[2], restriction_type=PageViewRestriction.LOGIN)
    delete_marked(claims[3])
    assert shown(client)[:2] == ["DS-3", "DS-4"]
    html = client.get("/en/marks/").content.decode()
    assert '<span class="mark">DS-3</span>' in html
    assert f'href="{claims[4].get_urls()["en"]}" aria-label="DS-4, ' in html
    assert ">DS-4</a>" in html


def test_marks_of_an_invented_convention_say_so(client, claims):
    parent = ConventionPageFactory(is_example=True)
    ClaimPageFactory(parent=WorkshopReportPageFactory(parent=parent, code="GC"))
    before, after = client.get("/en/marks/").content.decode().split('id="GC"')
    assert "fictional example" in after.split('id="TR"')[0]
    assert "fictional example" not in before


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999999999999999", "?page=%00"])
def test_a_page_that_does_not_exist_is_the_nearest_one(client, claims, query, monkeypatch):
    monkeypatch.setattr(views, "MARKS_PER_PAGE", 10)
    assert 0 < len(shown(client, query)) <= 10


def test_no_mark_is_said_in_words(client):
    assert "No claim has been published yet" in client.get("/en/marks/").content.decode()
    assert "Aucune revendication" in client.get("/fr/marques/").content.decode()


def test_list_of_marks_takes_the_same_queries_for_ten_times_the_claims(client, claims, django_assert_max_num_queries):
    client.get("/en/marks/")
    with django_assert_max_num_queries(6) as few:
        client.get("/en/marks/")
    for report in {claim.get_parent().specific.pk: claim.get_parent().specific for claim in claims}.values():
        for _ in range(6):
            ClaimPageFactory(parent=report)
    with django_assert_max_num_queries(len(few)):
        client.get("/en/marks/")
