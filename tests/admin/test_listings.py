"""Lists of claims, reports and people: what they show, find, sort, and how much they ask of the database."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from claims.follow_up.steps import record_step
from claims.models import Step
from tests.factories import (
    ClaimPageFactory,
    ConventionPageFactory,
    EventPageFactory,
    OrganisationFactory,
    PersonFactory,
    PublicationPageFactory,
    RegionFactory,
    RegionPageFactory,
    TopicFactory,
    WorkshopReportPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return WorkshopReportPageFactory(code="DS", title_fr="Droits sociaux", title_en="Social rights")


def listed(client, name, **query):
    return list(client.get(reverse(f"{name}:index"), query).context["object_list"])


def marks(client, **query):
    return [claim.mark for claim in listed(client, "claims", **query)]


def test_claims_are_listed_with_mark_and_both_titles(admin_client, report):
    ClaimPageFactory(parent=report, title_fr="Un guichet", title_en="A counter", statement_en="A counter.")
    html = admin_client.get(reverse("claims:index")).content.decode()
    for text in ("DS-1", "Un guichet", "A counter", "Adopt"):
        assert text in html


def test_list_shows_how_far_the_translation_has_come(admin_client, report):
    ClaimPageFactory(parent=report, title_en="A counter")
    html = admin_client.get(reverse("claims:index")).content.decode()
    assert 'data-status="partial"' in html


def test_marks_are_ordered_as_numbers(admin_client, report):
    other = WorkshopReportPageFactory(code="AB")
    for _ in range(11):
        ClaimPageFactory(parent=report)
    ClaimPageFactory(parent=other)
    ClaimPageFactory(parent=report, live=False)
    expected = ["AB-1", *(f"DS-{number}" for number in range(1, 12))]
    assert marks(admin_client) == [*expected, None]
    assert marks(admin_client, ordering="mark") == [*expected, None]
    assert marks(admin_client, ordering="-mark") == [*reversed(expected), None]


@pytest.mark.parametrize(
    "ordering", ["title_fr", "-title_en", "deliberation", "live", "latest_revision_created_at", "x"]
)
def test_list_takes_any_ordering_that_it_offers_and_ignores_others(admin_client, report, ordering):
    ClaimPageFactory(parent=report)
    assert marks(admin_client, ordering=ordering) == ["DS-1"]


@pytest.mark.parametrize("typed", ["DS-2", "ds2", "ds 2", "guichet", "GUICHET", "counter", "papier"])
def test_claim_is_found_by_its_mark_or_its_words_in_either_language(admin_client, report, typed):
    ClaimPageFactory(parent=report)
    ClaimPageFactory(parent=report, title_fr="Un guichet", title_en="A counter", statement_fr="Du papier.")
    assert marks(admin_client, q=typed) == ["DS-2"]


def test_claims_are_filtered(admin_client, report):
    other = WorkshopReportPageFactory(code="TR")
    ClaimPageFactory(parent=report, deliberation="withdrawn")
    ClaimPageFactory(parent=other, title_en="Work", statement_en="Work.")
    ClaimPageFactory(parent=other, live=False)
    assert marks(admin_client, workshop="TR") == ["TR-1", None]
    assert marks(admin_client, deliberation="withdrawn") == ["DS-1"]
    assert marks(admin_client, translation_en="missing") == ["DS-1", None]
    assert marks(admin_client, translation_en="current") == ["TR-1"]
    assert marks(admin_client, live="False") == [None]
    assert marks(admin_client, workshop="TR", live="True") == ["TR-1"]


def test_claims_are_filtered_by_convention_addressee_supporter_and_follow_up(admin_client, report):
    addressee, supporter = OrganisationFactory(), OrganisationFactory()
    claim = ClaimPageFactory(parent=report)
    claim.addressees.add(addressee)
    claim.supports.create(organisation=supporter)
    claim.supports.create(organisation=supporter, role="supports")
    claim.save()
    other = ClaimPageFactory(parent=WorkshopReportPageFactory(code="TR", parent=ConventionPageFactory()))
    record_step(step=Step(claim=other, kind="put", organisation=addressee))
    assert marks(admin_client, convention=report.get_parent().pk) == ["DS-1"]
    assert marks(admin_client, addressee=addressee.pk) == ["DS-1"]
    assert marks(admin_client, supporter=supporter.pk) == ["DS-1"]
    assert marks(admin_client, follow_up="put") == ["TR-1"]
    assert marks(admin_client, follow_up="none", workshop="TR") == []
    assert marks(admin_client, ordering="last_step_on") == ["TR-1", "DS-1"]
    html = admin_client.get(reverse("claims:index")).content.decode()
    assert reverse("claims:record", args=[other.pk]) in html


def export(client, kind, **query):
    response = client.get(reverse("claims:index"), {"export": kind, **query})
    assert f"claims.{kind}" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(content.decode())))
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_is_taken_away_as_it_is_filtered(admin_client, report, kind):
    organisation = OrganisationFactory(name_fr="La Poste")
    claim = ClaimPageFactory(parent=report, title_fr="Un guichet", title_en="A counter", statement_fr="Un guichet.")
    claim.addressees.add(organisation)
    claim.save()
    ClaimPageFactory(parent=WorkshopReportPageFactory(code="TR"))
    record_step(step=Step(claim=claim, kind="put", on=datetime.date(2024, 5, 2), organisation=organisation))
    (row,) = export(admin_client, kind, workshop="DS")
    values = [str(value)[:10] for value in row.values()]
    for value in ("DS-1", "Un guichet", "A counter", "Présentée", "2024-05-02", "La Poste"):
        assert any(shown.startswith(value) for shown in values), value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_calculate_stays_text(admin_client, report, text):
    ClaimPageFactory(parent=report, title_fr=text, statement_fr=text)
    (row,) = export(admin_client, "csv")
    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert f"'{text}" in row.values()


def test_export_asks_the_database_as_much_for_ten_times_as_many(admin_client, report):
    def count():
        with CaptureQueriesContext(connection) as queries:
            export(admin_client, "csv")
        return len(queries)

    ClaimPageFactory(parent=report)
    few = count()
    for _ in range(9):
        ClaimPageFactory(parent=report).addressees.add(OrganisationFactory())
    assert count() <= few


@pytest.mark.parametrize(
    "query",
    [
        {"workshop": "ZZ"},
        {"translation_en": "x"},
        {"live": "peut-être"},
        {"p": "99"},
        {"convention": "x"},
        {"addressee": "0"},
        {"supporter": "x"},
        {"follow_up": "x"},
    ],
)
def test_list_makes_the_best_of_junk(admin_client, report, query):
    ClaimPageFactory(parent=report)
    assert marks(admin_client, **query) == ["DS-1"]


def test_reports_are_listed_with_code_counts_and_both_titles(admin_client, report):
    report.findings.create(title_fr="Constat")
    report.save()
    for _ in range(2):
        ClaimPageFactory(parent=report)
    (row,) = listed(admin_client, "reports")
    assert (row.code, row.finding_count, row.numchild) == ("DS", 1, 2)
    html = admin_client.get(reverse("reports:index")).content.decode()
    assert "Droits sociaux" in html
    assert "Social rights" in html
    assert [page.code for page in listed(admin_client, "reports", q="ds")] == ["DS"]


def test_people_are_listed_with_their_posts(admin_client):
    person = PersonFactory(name="Ana", email="ana@exemple.fr")
    page = RegionPageFactory(title_fr="Amériques")
    page.posts.create(person=person, role_fr="Secrétaire")
    page.save()
    html = admin_client.get(reverse(f"{type(person).snippet_viewset.url_namespace}:list")).content.decode()
    for text in ("Ana", "ana@exemple.fr", "Secrétaire, Amériques"):
        assert text in html


def test_publications_and_events_are_listed_by_region_with_translation_status(admin_client):
    africa, asia = RegionFactory(name_fr="Afrique"), RegionFactory(name_fr="Asie")
    for factory, region, fields in (
        (PublicationPageFactory, africa, {"title_fr": "Guide", "title_en": "Handbook", "kind": "guide", "year": 2021}),
        (PublicationPageFactory, asia, {"title_fr": "Étude"}),
        (EventPageFactory, africa, {"title_fr": "Séance", "state": "cancelled"}),
    ):
        page = factory(**fields)
        page.regions.set([region])
        page.save()
    html = admin_client.get(reverse("publications:index")).content.decode()
    for text in ("Guide", "Handbook", "Afrique", "2021", 'data-status="current"', 'data-status="missing"'):
        assert text in html
    assert [page.title_fr for page in listed(admin_client, "publications", regions=asia.pk)] == ["Étude"]
    assert [page.title_fr for page in listed(admin_client, "publications", kind="guide", ordering="-year")] == ["Guide"]
    assert [page.title_fr for page in listed(admin_client, "events", state="cancelled", regions=africa.pk)] == [
        "Séance"
    ]


def test_adding_a_claim_from_the_list_asks_for_its_report(admin_client, report):
    WorkshopReportPageFactory()  # with one report alone there would be nothing to choose
    home = report.get_ancestors().get(depth=2)
    url = reverse("claims:choose_parent")
    assert admin_client.get(url).status_code == 200
    response = admin_client.post(url, {"parent_page": report.pk})
    assert response["Location"] == reverse("wagtailadmin_pages:add", args=("claims", "claimpage", report.pk))
    assert "parent_page" in admin_client.post(url, {"parent_page": home.pk}).context["form"].errors


def fill(count):
    report = WorkshopReportPageFactory()
    for n in range(count):
        for part in (PublicationPageFactory(), EventPageFactory()):
            part.regions.set([RegionFactory()])
            part.save()
        claim = ClaimPageFactory(parent=report)
        claim.supports.create(organisation=OrganisationFactory())
        day = datetime.date(2024, 5, n + 1)
        record_step(step=Step(claim=claim, kind="we", text_fr="M.", on=day, look_again_on=datetime.date(2024, 6, 1)))
        TopicFactory()
        page = RegionPageFactory()
        page.posts.create(person=PersonFactory(), role_fr=f"Rôle {n}")
        page.save()


LISTS = ["publications:index", "events:index", "claims:index", "due:index", "reports:index", "region-pages:index",
         "wagtailsnippets_claims_organisation:list",
         "wagtailsnippets_contacts_person:list", "wagtailsnippets_contacts_region:list",
         "wagtailsnippets_campaigns_topic:list", "wagtailadmin_home"]  # fmt: skip
MOST_QUERIES = 45


def test_lists_ask_the_database_as_much_for_ten_times_as_many(admin_client):
    """All lists in one test: to make what they show takes a hundred times as long as to count their queries."""

    def count():
        return {name: count_queries(admin_client, name) for name in LISTS}

    fill(1)
    few = count()
    fill(9)
    many = count()
    assert {name: number for name, number in many.items() if number > few[name]} == {}
    assert {name: number for name, number in few.items() if number > MOST_QUERIES} == {}


def count_queries(client, name):
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name)).status_code == 200
    return len(queries)
