"""A form that is sent twice, by a second click or while a browser is saving it by itself, makes one thing."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from campaigns.models import HomePage, StandardPage
from claims.models import ClaimPage, Organisation
from tests.admin.forms import claim_form, report_form, row, rows_form
from tests.factories import ConventionPageFactory, WorkshopReportPageFactory
from tests.translations.forms import PUBLISH, add_url, standard_page_form
from translations.admin.creating import MakeOnceMixin
from translations.admin.idempotency import FIELD, IdempotencyKey
from translations.snippets import snippet_models
from workshops.models import Finding, WorkshopReportPage

AUTOMATIC = {"accept": "application/json"}


def get_key(client, url):
    page = BeautifulSoup(client.get(url).content.decode(), "html.parser")
    (field,) = page.select(f"input[name={FIELD}]")
    assert field["type"] == "hidden"
    return {FIELD: field["value"]}


@pytest.fixture
def url(db):
    return add_url(HomePage.objects.get())


def standard_pages():
    return list(StandardPage.objects.filter(title_fr__startswith="Atelier"))


class TestPages:
    def test_published_while_it_is_saved_by_itself_is_one_page_with_what_was_published(self, admin_client, url):
        key = get_key(admin_client, url)
        admin_client.post(url, standard_page_form(title_fr="Ateli", **key), headers=AUTOMATIC)
        response = admin_client.post(url, standard_page_form(**PUBLISH, **key), follow=True)
        (page,) = StandardPage.objects.filter(title_fr__startswith="Ateli")
        assert (page.live, page.title_fr) == (True, "Atelier")
        assert "publi" in response.content.decode()

    def test_second_automatic_save_answers_with_the_page_of_the_first(self, admin_client, url):
        key = get_key(admin_client, url)
        first = admin_client.post(url, standard_page_form(**key), headers=AUTOMATIC).json()
        second = admin_client.post(url, standard_page_form(title_fr="Ateliers", **key), headers=AUTOMATIC).json()
        assert {name: second[name] for name in ("success", "pk", "url", "hydrate_url")} == {
            name: first[name] for name in ("success", "pk", "url", "hydrate_url")
        }
        (page,) = standard_pages()
        assert page.get_latest_revision_as_object().title_fr == "Ateliers"

    def test_second_click_publishes_nothing_else(self, admin_client, url):
        key = get_key(admin_client, url)
        for _click in range(2):
            assert admin_client.post(url, standard_page_form(**PUBLISH, **key)).status_code == 302
        assert [page.live for page in standard_pages()] == [True]

    def test_automatic_save_that_arrives_after_publication_changes_nothing(self, admin_client, url):
        key = get_key(admin_client, url)
        admin_client.post(url, standard_page_form(**PUBLISH, **key))
        response = admin_client.post(url, standard_page_form(title_fr="Ateli", **key), headers=AUTOMATIC)
        assert response.status_code == 400
        (page,) = standard_pages()
        assert not page.has_unpublished_changes

    def test_form_that_was_refused_may_be_sent_again(self, admin_client, url):
        key = get_key(admin_client, url)
        refused = admin_client.post(url, standard_page_form(title_fr="", **PUBLISH, **key))
        assert key[FIELD] in refused.content.decode()
        admin_client.post(url, standard_page_form(**PUBLISH, **key))
        assert len(standard_pages()) == 1

    def test_two_forms_make_two_pages(self, admin_client, url):
        for slug in ("un", "deux"):
            admin_client.post(url, standard_page_form(slug_fr=slug, **PUBLISH, **get_key(admin_client, url)))
        assert len(standard_pages()) == 2

    def test_key_of_somebody_else_is_refused(self, admin_client, url, django_user_model):
        key = get_key(admin_client, url)
        admin_client.post(url, standard_page_form(**key))
        other = Client()
        other.force_login(django_user_model.objects.create_superuser("autre"))
        other.post(url, standard_page_form(title_fr="Atelier volé", **PUBLISH, **key))
        assert [page.title_fr for page in standard_pages()] == ["Atelier"]

    def test_rows_are_not_doubled_and_keep_their_numbers(self, admin_client):
        convention = ConventionPageFactory()
        url = add_url(convention, "workshops", "workshopreportpage")
        key = get_key(admin_client, url)
        form = {"code": "DS", "slug_fr": "ds", **key}
        rows = [row(title_fr="Un"), row(title_fr="Deux")]
        admin_client.post(url, report_form(findings=rows_form(rows[:1]), **form), headers=AUTOMATIC)
        admin_client.post(url, report_form(findings=rows_form(rows), **form, **PUBLISH))
        report = WorkshopReportPage.objects.get()
        assert report.live
        assert [(finding.number, finding.title_fr) for finding in Finding.objects.filter(page=report)] == [
            (1, "Un"), (2, "Deux"),
        ]  # fmt: skip

    def test_claim_takes_one_mark(self, admin_client):
        url = add_url(WorkshopReportPageFactory(code="DS"), "claims", "claimpage")
        key = get_key(admin_client, url)
        admin_client.post(url, claim_form(**key), headers=AUTOMATIC)
        for _click in range(2):
            admin_client.post(url, claim_form(**PUBLISH, **key))
        assert [claim.mark for claim in ClaimPage.objects.all()] == ["DS-1"]

    def test_old_keys_are_forgotten(self, admin_client, url):
        admin_client.post(url, standard_page_form(**get_key(admin_client, url)))
        IdempotencyKey.objects.update(used_at="2020-01-01T00:00Z")
        admin_client.post(url, standard_page_form(slug_fr="autre", **get_key(admin_client, url)))
        assert IdempotencyKey.objects.count() == 1


class TestSnippets:
    @pytest.mark.parametrize("model", snippet_models())
    def test_every_snippet_is_made_once(self, model):
        assert issubclass(model.snippet_viewset.add_view_class, MakeOnceMixin)

    def test_second_click_makes_no_second_organisation(self, admin_client):
        url = reverse(Organisation.snippet_viewset.get_url_name("add"))
        data = {"name_fr": "Caf", "name_en": "", "note_fr": "", "note_en": "", "url": "", **get_key(admin_client, url)}
        for _click in range(2):
            assert admin_client.post(url, data).status_code == 302
        assert Organisation.objects.count() == 1
