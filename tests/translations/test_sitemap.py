"""The sitemap lists each page in the languages it has texts in, and what nobody may read in none."""

import pytest
from wagtail.models import PageViewRestriction

from config import sitemap
from tests.factories import StandardPageFactory
from tests.sitemap import read_sitemap
from translations.addresses.page_addresses import PageAddresses
from translations.models import BasePage

pytestmark = pytest.mark.django_db


def entries(client) -> dict[str, dict[str, str]]:
    """Map each listed address to its alternates by language."""

    def fetch(address: str) -> bytes:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/xml"
        return response.content

    return read_sitemap(fetch)


def test_translated_page_is_listed_in_each_language_with_all_its_addresses(client):
    StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    french, english = "http://localhost/fr/ateliers/", "http://localhost/en/workshops/"
    listed = entries(client)
    assert listed[french] == listed[english] == {"fr": french, "en": english, "x-default": french}


def test_untranslated_page_is_listed_in_french_only(client):
    StandardPageFactory(title_fr="Seul")
    french = "http://localhost/fr/seul/"
    listed = {url: alternates for url, alternates in entries(client).items() if "seul" in url}
    assert listed == {french: {"fr": french, "x-default": french}}


def test_drafts_and_private_pages_are_not_listed(client):
    StandardPageFactory(title_fr="Brouillon", title_en="Draft", live=False)
    private = StandardPageFactory(title_fr="Privé", title_en="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    StandardPageFactory(parent=private, title_fr="Dessous", title_en="Below")
    assert set(entries(client)) == {"http://localhost/fr/", "http://localhost/en/"}


@pytest.mark.parametrize("accepted", ["fr", "en"])
def test_sitemap_is_the_same_for_everybody(client, accepted):
    page = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    part = page.pk // sitemap.PART + 1
    for address in ("/sitemap.xml", f"/sitemap-pages-{part}.xml"):
        assert "Accept-Language" not in client.get(address, headers={"accept-language": accepted}).get("Vary", "")
    text = client.get(f"/sitemap-pages-{part}.xml", headers={"accept-language": accepted}).text
    assert text.index("/fr/ateliers/") < text.index("/en/workshops/")


def test_parts_have_so_many_keys_and_only_those_with_something_to_list_exist(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PART", 2)
    pages = [StandardPageFactory(title_fr=f"Page {number}") for number in range(5)]
    pages[2].unpublish()
    index = client.get("/sitemap.xml").text
    for page in pages:
        part = client.get(f"/sitemap-pages-{page.pk // 2 + 1}.xml")
        assert (part.status_code == 200) == (f"/sitemap-pages-{page.pk // 2 + 1}.xml" in index)
        assert (part.status_code == 200 and f"/{page.slug}/" in part.text) == (page is not pages[2])
    assert client.get(f"/sitemap-pages-{pages[-1].pk // 2 + 2}.xml").status_code == 404


@pytest.mark.parametrize("name", ["pages-0", "pages-999999999999999999", "findings-1", "people-1"])
def test_parts_with_nothing_to_list_are_not_found(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_index_tells_the_day_of_the_latest_change(client):
    page = StandardPageFactory(title_fr="Ateliers")
    page.save_revision().publish()
    BasePage.objects.filter(pk=page.pk).update(last_published_at="2031-02-03T12:00:00Z")
    assert "<lastmod>2031-02-03</lastmod>" in client.get("/sitemap.xml").text


def test_addresses_from_columns_are_those_that_pages_give(client):
    client.get("/fr/")
    top = StandardPageFactory(title_fr="Été", title_en="Summer", slug_fr="été")
    StandardPageFactory(parent=top, title_fr="Seul")
    addresses = PageAddresses()
    pages = list(BasePage.objects.all())
    assert {page.pk: addresses.list_urls(page) for page in pages} == {
        page.pk: page.get_urls(full=True) for page in pages
    }
