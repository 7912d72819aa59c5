"""`/r/DS-4`, as printed, typed and read aloud."""

from urllib.parse import quote

import pytest
from wagtail.models import PageLogEntry, PageViewRestriction

from claims.models import ClaimPage
from tests.claims.deleted import delete_marked
from tests.factories import ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS", title_en="Rights"), title_en="Paper")


@pytest.mark.parametrize("typed", ["DS-1", "ds-1", "DS1", "DS 1", " ds 1 ", "DS\u20111", "DS–1", "ds.1", "DS-01"])
def test_mark_leads_to_its_claim_however_it_is_typed(client, claim, typed):
    response = client.get(f"/r/{quote(typed)}", headers={"accept-language": "fr"})
    assert response.status_code == 302
    assert response["Location"] == claim.get_urls()["fr"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_mark_leads_to_the_readers_language(client, claim, language):
    response = client.get("/r/DS-1", headers={"accept-language": language})
    assert response["Location"] == claim.get_urls()[language]
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("typed", ["DS", "ds", " ds "])
def test_code_leads_to_the_report(client, claim, typed):
    response = client.get(f"/r/{quote(typed)}", headers={"accept-language": "fr"})
    assert response["Location"] == claim.report.get_urls()["fr"]


@pytest.mark.parametrize("typed", ["DS-2", "XX-1", "XX", "nothing", "DS-0", "%00", "DS-1%00", "é" * 300])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_unknown_mark_is_answered_in_the_readers_language(client, claim, typed, language):
    response = client.get(f"/r/{typed}", headers={"accept-language": language})
    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.fixture
def unknown(client):
    """What is shown for a mark that nobody ever gave, but for the mark itself."""
    return lambda mark: client.get("/r/ZZ-9").content.decode().replace("ZZ-9", mark)


def test_draft_unpublished_and_private_claims_answer_as_unknown_ones_do(client, claim, unknown):
    ClaimPageFactory(parent=claim.report, live=False)
    unpublished, private = ClaimPageFactory(parent=claim.report), ClaimPageFactory(parent=claim.report)
    unpublished.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for mark in (unpublished.mark, private.mark, "DS-4"):
        response = client.get(f"/r/{mark}")
        assert response.status_code == 404
        assert response.content.decode() == unknown(mark)


def test_deleted_claims_mark_says_that_it_is_gone(client, claim):
    delete_marked(claim)
    response = client.get("/r/ds1", headers={"accept-language": "en"})
    assert response.status_code == 410
    assert response.context["gone"]
    assert "DS-1" in response.content.decode()


@pytest.mark.parametrize("above", ["report", "convention"])
def test_claims_are_unpublished_with_what_they_belong_to(client, above):
    convention = ConventionPageFactory()
    report = WorkshopReportPageFactory(code="DS", parent=convention)
    claim = ClaimPageFactory(parent=report)
    url = claim.get_urls()["fr"]
    {"report": report, "convention": convention}[above].unpublish()
    assert client.get("/r/DS-1").status_code == 404
    assert client.get(url).status_code == 404
    assert ClaimPage.objects.get().mark == "DS-1"
    assert PageLogEntry.objects.filter(page=claim.pk, action="wagtail.unpublish").count() == 1


def test_claims_are_unpublished_when_their_report_moves_below_a_draft(client, claim):
    claim.report.move(ConventionPageFactory(live=False, title_fr="Ébauche"), pos="last-child")
    claim.refresh_from_db()
    assert not claim.live
    assert not claim.report.live
    assert client.get("/r/DS-1").status_code == 404


def test_published_report_stays_so_below_another_published_convention(client, claim):
    claim.report.move(ConventionPageFactory(title_fr="Autre"), pos="last-child")
    assert client.get("/r/DS-1", follow=True).status_code == 200


def test_short_address_changes_nothing(client, claim):
    assert client.post("/r/DS-1").status_code == 405


def test_short_address_may_end_with_a_slash(client, claim):
    assert client.get(f"/r/{claim.mark}/")["Location"] == client.get(f"/r/{claim.mark}")["Location"]
    assert claim.short_address == f"/r/{claim.mark}"
