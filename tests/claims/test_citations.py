"""Marks in the site's texts become links, and each claim knows which pages cite it."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from claims.citations.queries import list_around
from claims.decisions.acts import decide
from claims.follow_up.steps import record_step
from claims.models import Citation, ClaimPage, Deliberation, Step
from tests.factories import (
    ArticlePageFactory,
    ClaimPageFactory,
    OrganisationFactory,
    StandardPageFactory,
    WorkshopReportPageFactory,
)
from translations.models import BasePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), title_en="Paper")


def citing(claim):
    return [page.title_fr for page in list_around(ClaimPage.objects.get(pk=claim.pk))[0]]


def body(html):
    return [("text", html)]


# Links


@pytest.mark.parametrize("language", ["fr", "en"])
def test_marks_in_texts_lead_to_their_claims_in_the_readers_language(client, claim, language):
    page = StandardPageFactory(
        body_fr=body("<p>Voir DS-1 et DS-2, <b>DS–1</b>.</p>"), body_en=body("<p>See DS-1 and DS-2, <b>DS–1</b>.</p>")
    )
    html = client.get(page.get_urls()[language]).content.decode()
    url = claim.get_urls()[language]
    assert f'<a class="cites" href="{url}">DS-1</a>' in html
    assert f'<b><a class="cites" href="{url}">DS–1</a></b>' in html
    assert ">DS-2<" not in html


def test_withdrawn_claims_are_linked_and_hidden_ones_are_not(client, claim):
    page = StandardPageFactory(body_fr=body("<p>DS-1, DS-2, DS-3, DS-4</p>"))
    withdrawn, draft, private = (ClaimPageFactory(parent=claim.report) for _ in range(3))
    decide(claim=withdrawn, deliberation=Deliberation.WITHDRAWN, reason={"fr": "À revoir"})
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    html = client.get(page.get_urls()["fr"]).content.decode()
    linked = [mark for mark in ("DS-1", "DS-2", "DS-3", "DS-4") if f">{mark}</a>" in html]
    assert linked == ["DS-1", "DS-2"]


def test_claim_does_not_link_to_itself(client, claim):
    claim.reasons_fr = body("<p>DS-1 est nouvelle, DS-2 aussi.</p>")
    claim.save_revision().publish()
    ClaimPageFactory(parent=claim.report)
    html = client.get(claim.get_urls()["fr"]).content.decode()
    assert ">DS-2</a>" in html
    assert 'class="cites"' not in html.replace('">DS-2</a>', "", 1).replace('<a class="cites"', "", 1)


def test_links_cost_one_query_however_many_marks_there_are(client, claim):
    pages = [
        StandardPageFactory(body_fr=body(f"<p>{text}</p>"))
        for text in ("rien", "DS-1", "DS-1 " * 20 + " ".join(f"DS-{number}" for number in range(2, 10)))
    ]
    for _ in range(8):
        ClaimPageFactory(parent=claim.report)
    counts = []
    for page in pages:
        url = page.get_urls()["fr"]
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]


def test_search_form_and_other_links_stay_as_they_are(client, claim):
    for _ in range(3):
        ClaimPageFactory(parent=claim.report)
    html = client.get("/en/search/").content.decode()
    assert "Words, a number (DS-4) or a name</label>" in html


# Cited by


def test_page_published_with_a_mark_is_listed_in_whatever_language_and_field_it_stands(claim):
    article = ArticlePageFactory(title_fr="Article", lead_en="On DS-1")
    StandardPageFactory(title_fr="Page", body_fr=body('<p>a <a href="/r/x"><b>DS–1</b></a></p>'))
    claim.report.findings.create(title_fr="Constat", text_fr="Voir DS-1")
    report = claim.report
    report.save()
    StandardPageFactory(title_fr="Autre", body_fr=body("<p>DS-10, DS-2</p>"))
    assert set(citing(claim)) == {report.title_fr, "Article", "Page"}
    assert Citation.objects.filter(page=article.pk).count() == 1


def test_draft_is_listed_once_it_is_published_and_no_longer_once_it_is_not(claim):
    page = StandardPageFactory(title_fr="Page")
    page.body_fr = body("<p>DS-1</p>")
    revision = page.save_revision()
    assert citing(claim) == []
    revision.publish()
    assert citing(claim) == ["Page"]
    BasePage.objects.get(pk=page.pk).unpublish()
    assert citing(claim) == []
    assert not Citation.objects.filter(page=page.pk).exists()
    revision.publish()
    page.refresh_from_db()
    page.body_fr = body("<p>TR-1</p>")
    page.save_revision().publish()
    assert citing(claim) == []


def test_pages_are_no_longer_listed_once_deleted_or_private(claim):
    deleted, private = (StandardPageFactory(body_fr=body("<p>DS-1</p>")) for _ in range(2))
    assert len(citing(claim)) == 2
    deleted.delete()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert citing(claim) == []
    assert Citation.objects.count() == 1


def test_claim_is_not_cited_by_itself_but_by_others_with_their_marks(claim):
    other = ClaimPageFactory(parent=claim.report, statement_fr="Comme DS-1 et DS-2.", title_fr="Autre")
    ClaimPage.objects.get(pk=claim.pk).save()
    assert [(page.shown_mark, page.title_fr) for page in list_around(claim)[0]] == [("DS-2", "Autre")]
    assert citing(other) == []


def test_record_of_a_claim_cites_too(claim):
    other = ClaimPageFactory(parent=claim.report, title_fr="Autre")
    step = Step(claim=other, kind="put", organisation=OrganisationFactory(), text_fr="Avec DS-1.")
    record_step(step=step)
    assert citing(claim) == ["Autre"]
    decide(claim=other, deliberation=Deliberation.WITHDRAWN, reason={"fr": "Voir TR-7"}, on=datetime.date(2026, 1, 1))
    ClaimPage.objects.get(pk=other.pk).save_revision().publish()
    assert set(Citation.objects.filter(page=other.pk).values_list("code", "number")) == {("DS", 1), ("TR", 7)}


def test_mark_may_be_cited_before_it_is_given(claim):
    StandardPageFactory(title_fr="Page", body_fr=body("<p>DS-2 viendra</p>"))
    assert citing(ClaimPageFactory(parent=claim.report)) == ["Page"]


def test_publication_undone_leaves_no_citation(claim):
    page = StandardPageFactory(title_fr="Page")
    page.body_fr = body("<p>DS-1</p>")
    with transaction.atomic():
        page.save_revision().publish()
        transaction.set_rollback(True)
    assert not Citation.objects.exists()


def test_command_builds_the_index_of_an_older_site_and_changes_nothing_afterwards(claim):
    page = StandardPageFactory(title_fr="Page", body_fr=body("<p>DS-1</p>"))
    Citation.objects.all().delete()
    Citation.objects.create(page_id=page.pk, code="ZZ", number=1)
    call_command("index_citations")
    assert citing(claim) == ["Page"]
    rows = list(Citation.objects.values())
    call_command("index_citations")
    assert list(Citation.objects.values()) == rows
    assert len(rows) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_citing_pages_are_read_in_one_query_with_titles_and_addresses(claim, language, django_assert_num_queries):
    for number in range(5):
        StandardPageFactory(title_fr=f"Page {number}", title_en=f"Page {number}", body_fr=body("<p>DS-1</p>"))
    with override(language):
        list_around(claim)[0][0].get_url()
        with django_assert_num_queries(1):
            assert len([(page.title, page.get_url()) for page in list_around(claim)[0]]) == 5
