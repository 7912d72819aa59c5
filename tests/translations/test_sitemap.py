"""The sitemap lists each page in the languages it has texts in, and what nobody may read in none."""

from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(client) -> dict[str, dict[str, str]]:
    """Map each listed address to its alternates by language."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    return {
        url.findtext("s:loc", namespaces=NAMES): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)
        }
        for url in ElementTree.fromstring(response.content).findall("s:url", NAMES)
    }


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
    StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    response = client.get("/sitemap.xml", headers={"accept-language": accepted})
    assert response.text.index("/fr/ateliers/") < response.text.index("/en/workshops/")
