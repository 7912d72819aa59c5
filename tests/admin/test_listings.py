"""Lists of claims, reports and people: what they show, find, sort, and how much they ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    ClaimPageFactory,
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


@pytest.mark.parametrize("query", [{"workshop": "ZZ"}, {"translation_en": "x"}, {"live": "peut-être"}, {"p": "99"}])
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
        TopicFactory()
        page = RegionPageFactory()
        page.posts.create(person=PersonFactory(), role_fr=f"Rôle {n}")
        page.save()


LISTS = ["publications:index", "events:index", "claims:index", "reports:index", "region-pages:index",
         "wagtailsnippets_claims_organisation:list",
         "wagtailsnippets_contacts_person:list", "wagtailsnippets_contacts_region:list",
         "wagtailsnippets_campaigns_topic:list", "wagtailadmin_home"]  # fmt: skip
MOST_QUERIES = 45


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_the_database_as_much_for_ten_times_as_many(admin_client, name):
    def count():
        admin_client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(reverse(name)).status_code == 200
        return len(queries)

    fill(1)
    few = count()
    fill(9)
    assert count() <= few
    assert few <= MOST_QUERIES
