import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from claims.models import ClaimPage
from claims.register import listing as register
from claims.register.listing import get_register
from tests.factories import (
    ClaimIndexPageFactory,
    ClaimPageFactory,
    ConventionPageFactory,
    OrganisationFactory,
    WorkshopReportPageFactory,
)
from workshops.models import WorkshopReportPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    return ClaimIndexPageFactory(title_en="Claims")


def add_claims(reports, claims):
    convention = ConventionPageFactory()
    for _ in range(reports):
        report = WorkshopReportPageFactory(parent=convention)
        for _ in range(claims):
            ClaimPageFactory(parent=report)


def shown(query=""):
    register = get_register(QueryDict(query))
    return [claim.mark for shelf in register["shelves"] for claim in shelf.claims]


def test_register_shows_published_claims_by_workshop():
    first, second = WorkshopReportPageFactory(code="DS"), WorkshopReportPageFactory(code="TR")
    for report in (second, first, second):
        ClaimPageFactory(parent=report)
    ClaimPageFactory(parent=first, live=False)
    assert shown() == ["DS-1", "TR-1", "TR-2"]
    assert shown("workshop=tr") == ["TR-1", "TR-2"]


@pytest.mark.parametrize(
    "query", ["workshop=XX", "workshop=%00", "workshop=", "page=0", "page=-1", "page=99999999999999999999", "page=x",
              "workshop=é%2527&page=%F0", "page=1&page=2"]
)  # fmt: skip
def test_register_makes_the_best_of_junk(client, index, query):
    add_claims(1, 2)
    assert len(shown(query)) == 2
    assert client.get(f"{index.get_urls()['fr']}?{query}").status_code == 200


def test_empty_register_answers(client, index):
    assert shown() == []
    assert client.get(index.get_urls()["en"]).status_code == 200


def count_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_register_asks_the_database_as_much_for_ten_times_the_claims(client, index, language):
    url = index.get_urls()[language]
    add_claims(1, 2)
    client.get(url)
    few = count_queries(client, url)
    add_claims(4, 5)
    client.get(url)  # counts of choices are kept until a claim changes
    assert count_queries(client, url) == few
    assert few <= 10


@pytest.mark.parametrize("language", ["fr", "en"])
def test_claim_asks_the_database_as_much_with_ten_times_the_content(client, language):
    report = WorkshopReportPageFactory()

    def fill(count):
        claim, report = ClaimPage.objects.get(title_en="Claim"), WorkshopReportPage.objects.get()
        for n in range(count):
            organisation = OrganisationFactory()
            claim.addressees.add(organisation)
            claim.supports.create(organisation=organisation, note_fr="Le dit.")
            claim.sources.create(title_fr=f"Source {n}")
            report.findings.create(title_fr=f"Constat {n}")
        report.save()
        claim.findings = ", ".join(f"C{n}" for n in range(1, count + 1))
        claim.save_revision().publish()

    claim = ClaimPageFactory(parent=report, title_en="Claim")
    url = claim.get_urls()[language]
    fill(1)
    client.get(url)
    few = count_queries(client, url)
    fill(10)
    for _ in range(10):
        ClaimPageFactory(parent=report)
    assert count_queries(client, url) == few
    assert few <= 14


@pytest.mark.parametrize("sort", ["order", "mark", "date", "step"])
def test_pages_of_the_register_are_one_list_from_either_end(sort, monkeypatch):
    add_claims(2, 3)
    whole = shown(f"sort={sort}")
    monkeypatch.setattr(register, "CLAIMS_PER_PAGE", 2)
    assert [mark for page in (1, 2, 3) for mark in shown(f"sort={sort}&page={page}")] == whole
    assert len(whole) == 6


def test_register_sorted_by_mark_counts_numbers_as_numbers():
    add_claims(1, 11)
    assert [mark.partition("-")[2] for mark in shown("sort=mark")] == [str(number) for number in range(1, 12)]
