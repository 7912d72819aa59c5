"""The address decides the language; a page has one address in each."""

import pytest
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def travail():
    ateliers = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    return StandardPageFactory(parent=ateliers, title_fr="Travail", title_en="Work")


@pytest.mark.parametrize(("url", "language", "title"), [
    ("/fr/ateliers/travail/", "fr", "Travail"),
    ("/en/workshops/work/", "en", "Work"),
])  # fmt: skip
def test_page_answers_at_its_address_in_each_language(client, travail, url, language, title):
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text
    assert title in response.text


@pytest.mark.parametrize(("url", "own_url"), [
    ("/en/ateliers/travail/", "/en/workshops/work/"),
    ("/en/workshops/travail/", "/en/workshops/work/"),
    ("/fr/workshops/work/", "/fr/ateliers/travail/"),
    ("/fr/workshops/work/?q=1&page=2", "/fr/ateliers/travail/?q=1&page=2"),
])  # fmt: skip
def test_slugs_of_another_language_lead_to_those_of_this_one(client, travail, url, own_url):
    response = client.get(url)
    assert (response.status_code, response.headers["Location"]) == (301, own_url)


@pytest.mark.parametrize("url", ["/en/nothing/", "/fr/nothing/x/", "/en/workshops/work/x/", "/de/workshops/"])
def test_unknown_address_is_not_found(client, travail, url):
    assert client.get(url).status_code == 404


def test_own_slug_comes_before_another_pages_slug_in_another_language(client):
    StandardPageFactory(title_fr="Travail", title_en="Work")
    work = StandardPageFactory(title_fr="Work", title_en="Labour")
    response = client.get("/fr/work/")
    assert response.status_code == 200
    assert response.context["page"].pk == work.pk


def test_draft_is_not_found(client):
    StandardPageFactory(title_fr="Brouillon", title_en="Draft", live=False)
    assert {client.get(url).status_code for url in ("/fr/brouillon/", "/en/draft/", "/en/brouillon/")} == {404}


def test_link_in_rich_text_tells_no_address_of_a_page_that_not_everybody_may_read():
    from wagtail.rich_text import expand_db_html

    page = StandardPageFactory(title_fr="Affaire secrète", title_en="Secret matter")
    below = StandardPageFactory(title_fr="Suite", parent=page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    for key in (page.pk, below.pk):
        assert expand_db_html(f'<a linktype="page" id="{key}">x</a>') == "<a>x</a>"


def test_links_in_rich_text_lead_to_the_page_in_the_readers_language():
    from wagtail.rich_text import expand_db_html

    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    link = f'<a linktype="page" id="{page.pk}">x</a>'
    assert expand_db_html(link) == '<a href="/fr/atelier/">x</a>'
    with override("en"):
        assert expand_db_html(link) == '<a href="/en/workshop/">x</a>'
