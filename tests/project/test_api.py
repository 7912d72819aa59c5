"""The API tells what public pages tell, in every language, and nothing else."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, reverse
from wagtail.models import PageViewRestriction

from claims.models import ClaimPage
from config.environment import BASE_DIR
from tests.claims.full import make_full_claim
from tests.factories import ArticlePageFactory, ClaimPageFactory, StandardPageFactory, WorkshopReportPageFactory
from translations.models import BasePage

pytestmark = pytest.mark.django_db
PAGES = "/api/v2/pages/"


def ask(client, query="", status=200, **options):
    response = client.get(f"{PAGES}{query}", **options)
    assert response.status_code == status, response.content[:300]
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def titles(client, query=""):
    return [item["title_fr"] for item in ask(client, query)["items"]]


@pytest.fixture
def claim():
    return make_full_claim()


def test_page_is_told_in_both_languages_and_nothing_falls_back(client, claim, settings):
    page = ask(client, f"{claim.pk}/")
    assert (page["title_fr"], page["title_en"]) == ("Papier", "Paper")
    assert (page["statement_fr"], page["statement_en"]) == ("Garder le papier.", "Keep paper.")
    assert (page["mark"], page["deliberation"], page["follow_up"]) == ("DS-2", "adopted", "put")
    assert page["meta"]["addresses"] == claim.get_urls(full=True)
    assert page["meta"]["offered_in"] == ["fr", "en"]
    assert page["meta"]["parent"]["title_en"] == "Social rights"
    assert page["rows"]["sources"] == [{"title_fr": "La loi", "title_en": None}]
    assert page["meta"]["detail_url"] == f"{settings.BASE_URL}{PAGES}{claim.pk}/"
    old = ask(client, f"{ClaimPage.objects.get(mark='DS-1').pk}/")
    assert old["title_en"] in (None, "")
    assert old["meta"]["offered_in"] == ["fr"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_answer_is_the_same_in_whatever_language_one_reads(client, claim, language):
    response = client.get(f"{PAGES}?type=claims.ClaimPage&fields=*", headers={"accept-language": language})
    assert "Accept-Language" not in response.get("Vary", "")
    assert response.content == client.get(f"{PAGES}?type=claims.ClaimPage&fields=*").content


def test_links_in_a_body_are_those_of_its_language(client, claim):
    link = f'<p><a linktype="page" id="{claim.pk}">x</a></p>'
    page = StandardPageFactory(body_fr=[("text", link)], body_en=[("text", link)], title_en="Page")
    told = ask(client, f"{page.pk}/")
    for language, url in claim.get_urls().items():
        assert f'href="{url}"' in told[f"body_{language}"][0]["value"]


def test_claims_are_found_by_mark_however_it_is_typed(client, claim):
    for typed in ("DS-2", "ds2", "DS 2"):
        response = client.get(f"{PAGES}find/", {"mark": typed})
        assert response.status_code == 302
        assert response["Location"].endswith(f"{PAGES}{claim.pk}/?")
    assert titles(client, "?type=claims.ClaimPage&mark=DS-2") == ["Papier"]


def test_pages_can_be_chosen_and_ordered(client, claim):
    report = claim.report.pk
    assert set(titles(client, f"?child_of={report}")) == {"Papier", "Ancienne"}
    assert titles(client, "?type=claims.ClaimPage&order=-number") == ["Papier", "Ancienne"]
    assert titles(client, "?type=claims.ClaimPage&deliberation=withdrawn") == ["Ancienne"]
    assert titles(client, f"?ancestor_of={claim.pk}&type=workshops.WorkshopReportPage") == ["Droits sociaux"]
    assert len(titles(client, "?type=claims.ClaimPage,workshops.WorkshopReportPage")) == 3


def test_page_beyond_the_end_is_empty(client, claim):
    answer = ask(client, "?type=claims.ClaimPage&offset=9999")
    assert answer == {"meta": {"total_count": 2}, "items": []}


WRONG = [
    "?x=1", "?limit=x", "?limit=-1", "?limit=21", "?offset=-1", "?offset=x", f"?offset={'9' * 40}",
    f"?limit={'9' * 40}",
    "?type=x", "?type=auth.User", "?type=claims.Nothing", "?type=%00", "?fields=nothing", "?fields=((", "?order=x",
    "?order=body_fr", "?order=random&offset=1", "?child_of=x", "?child_of=-1", "?child_of=999999", "?ancestor_of=x",
    f"?child_of={'9' * 40}", f"?descendant_of={'9' * 40}", "?child_of=root&descendant_of=root", "?id=x", "?mark=DS-4",
    "?first_published_at=x", "?type=workshops.ConventionPage&starts_on=x", "?search=x", "?locale=fr",
    "?type=workshops.ConventionPage&is_example=x", "?type=claims.ClaimPage&wording=x", "?translation_of=1", "?site=x",
    "?draft_title_fr=x", "?password=x", "?rich_text_format=db_html", "?fields=draft_title_fr", "?fields=owner", "find/",
    "find/?id=x", "find/?id=", "find/?id=-1",
]  # fmt: skip


def test_wrong_questions_are_answered_in_json(client, claim):
    for query in WRONG:
        response = client.get(f"{PAGES}{query}")
        assert response.status_code == 400, (query, response.content[:200])
        assert json.loads(response.content)["message"]
    for query in ("999999/", f"{'9' * 40}/", "find/?mark=x", "find/?mark=DS-9", f"find/?id={'9' * 40}"):
        assert ask(client, query, 404)["message"]
    assert ask(client, "?title_fr=%00")["meta"]["total_count"] == 0
    ask(client, f"?id={'9' * 40}")
    ask(client, f"?type=claims.ClaimPage&number={'9' * 40}")
    assert client.get("/api/v2/pages/x/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_api_cannot_write(client, claim, method):
    client.force_login(get_user_model().objects.create_superuser("admin", "a@example.org", "x"))
    for address in (PAGES, f"{PAGES}{claim.pk}/"):
        assert getattr(client, method)(address, "{}", content_type="application/json").status_code == 405


@pytest.mark.parametrize("address", ["/api/v3/", "/api/v3/pages/", "/api/v2/images/", "/api/v2/documents/"])
def test_nothing_else_is_there(client, address):
    assert client.get(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi_v3:pages:listing")


@pytest.mark.parametrize("accept", ["text/html", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_browsers_get_json_too(client, accept):
    response = client.get(PAGES, headers={"accept": accept})
    assert response["Content-Type"] == "application/json"
    assert client.get(f"{PAGES}?format=api").status_code in (400, 404)


def test_anybody_may_read_it_anywhere_and_no_session_is_looked_at(client, claim):
    private = StandardPageFactory(title_fr="Réservé")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    client.force_login(get_user_model().objects.create_superuser("admin", "a@example.org", "x"))
    response = client.get(PAGES)
    assert "Réservé" not in response.content.decode()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "no-cache" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_drafts_of_public_pages_and_links_to_drafts_are_not_told(client, claim):
    hidden = StandardPageFactory(title_fr="Cachette", live=False)
    page = StandardPageFactory(body_fr=[("text", f'<p><a linktype="page" id="{hidden.pk}">x</a></p>')])
    page.title_fr = "Nouveau titre"
    page.save_revision()
    text = client.get(f"{PAGES}{page.pk}/").content.decode()
    assert "Nouveau titre" not in text
    assert "cachette" not in text


def test_list_takes_as_many_queries_for_twenty_pages_as_for_two(client, django_assert_max_num_queries):
    report = WorkshopReportPageFactory()
    for count in (2, 18):
        for _ in range(count):
            ClaimPageFactory(parent=report)
        client.get(f"{PAGES}?type=claims.ClaimPage")
        for query in ("?type=claims.ClaimPage", "?type=claims.ClaimPage&fields=statement_fr,statement_en", ""):
            with django_assert_max_num_queries(4):
                client.get(f"{PAGES}{query}")


def test_every_kind_of_page_is_documented_and_can_be_told_whole(client, claim):
    ArticlePageFactory()
    documentation = (BASE_DIR / "docs/api.md").read_text()
    for model in {page.specific_class for page in BasePage.objects.filter(depth__gt=1)}:
        assert f"`{model._meta.label}`" in documentation
        for item in ask(client, f"?type={model._meta.label}&fields=*")["items"]:
            ask(client, f"{item['id']}/")
