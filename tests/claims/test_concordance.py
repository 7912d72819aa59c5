"""What took the place of which claim: on both claims' pages, and in one list."""

import pytest
from wagtail.models import PageViewRestriction

from claims.decisions.acts import merge_claims, split_claim, withdraw_claim
from tests.factories import ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return WorkshopReportPageFactory(code="DS")


def read(client, url):
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_withdrawn_claim_and_its_successor_name_each_other(client, report):
    old, new = ClaimPageFactory(parent=report), ClaimPageFactory(parent=report)
    withdraw_claim(claim=old, reason={"fr": "Mieux dite ailleurs."}, successors=[new])
    page = read(client, "/r/DS-1")
    assert "Mieux dite ailleurs." in page
    assert f'href="{new.get_urls()["fr"]}">DS-2</a>' in page
    assert f'href="{old.get_urls()["fr"]}">DS-1</a>' in read(client, "/r/DS-2")


def test_invented_claims_say_so(client):
    for convention in (ConventionPageFactory(), ConventionPageFactory(is_example=True)):
        report = WorkshopReportPageFactory(parent=convention, code="GC" if convention.is_example else "DS")
        withdraw_claim(claim=ClaimPageFactory(parent=report), reason={"fr": "Dépassée."})
    lines = read(client, "/en/marks/concordance/").split('<li class="hang struck">')[1:]
    assert ["fictional example" in line for line in lines] == [False, True]


def test_merged_and_split_claims_keep_their_pages(client, report):
    first, second, third = (ClaimPageFactory(parent=report) for _ in range(3))
    merge_claims(claims=[first, second], into=third, reason={"fr": "La même chose."})
    split_claim(
        claim=third, statements=[{"fr": "Une moitié."}, {"fr": "L’autre moitié."}], reason={"fr": "Deux choses."}
    )
    for number in range(1, 6):
        read(client, f"/r/DS-{number}")
    lines = client.get("/fr/marques/concordance/").context["lines"]
    assert {line["claim"].mark: [claim.mark for claim in line["successors"]] for line in lines} == {
        "DS-1": ["DS-3"],
        "DS-2": ["DS-3"],
        "DS-3": ["DS-4", "DS-5"],
    }


def test_hidden_successor_is_not_named(client, report):
    old, new = ClaimPageFactory(parent=report), ClaimPageFactory(parent=report)
    withdraw_claim(claim=old, reason={"fr": "Mieux dite."}, successors=[new])
    PageViewRestriction.objects.create(page=new, restriction_type=PageViewRestriction.LOGIN)
    assert "DS-2" not in read(client, "/r/DS-1")
    assert "DS-2" not in read(client, "/fr/marques/concordance/")


@pytest.mark.parametrize(("url", "words"), [
    ("/fr/marques/concordance/", "Aucune revendication n’a été retirée"),
    ("/en/marks/concordance/", "No claim has been withdrawn"),
])  # fmt: skip
def test_empty_concordance_says_so(client, url, words):
    assert words in read(client, url)


def test_concordance_asks_the_database_as_much_for_ten_times_the_claims(client, report, django_assert_num_queries):
    def withdraw_one():
        withdraw_claim(
            claim=ClaimPageFactory(parent=report), reason={"fr": "Non."}, successors=[ClaimPageFactory(parent=report)]
        )

    withdraw_one()
    client.get("/fr/marques/concordance/")
    for _ in range(9):
        withdraw_one()
    with django_assert_num_queries(8):
        client.get("/fr/marques/concordance/")
