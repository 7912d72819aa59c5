"""Where each page says its other languages are: in its head for machines, in its switcher for people."""

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from tests.factories import ClaimPageFactory
from tests.pages.reading import Reader
from tests.pages.site import write
from translations.models import BasePage

pytestmark = pytest.mark.django_db


def read(client, url):
    return Reader(client.get(url).content.decode())


def alternates(reader):
    return {
        link["hreflang"]: link["href"] for link in reader.links if link.get("rel") == "alternate" and "hreflang" in link
    }


def canonical(reader):
    return [link["href"] for link in reader.links if link.get("rel") == "canonical"]


def other_language(reader):
    """Return the address that the switcher leads to: its words are in the language that they lead to."""
    links = [link for link in reader.links if link["tag"] == "a" and "hreflang" in link]
    return [link["href"] for link in links if link.get("lang") == link["hreflang"]]


def test_translated_pages_name_each_other_and_themselves(client, site):
    pages, _words = site
    for page in pages.values():
        urls = type(page).objects.get(pk=page.pk).get_urls(full=True)
        expected = {**urls, "x-default": urls["fr"]}
        for url in urls.values():
            reader = read(client, urlsplit(url).path)
            assert alternates(reader) == expected
            assert canonical(reader) == [url]


def test_untranslated_page_is_a_copy_of_the_french_one(client, site):
    pages, _words = site
    for page in pages.values():
        write(page.basepage_ptr, "title_en", None)
        urls = BasePage.objects.get(pk=page.pk).get_urls(full=True)
        reader = read(client, urlsplit(urls["en"]).path)
        assert canonical(reader) == [urls["fr"]]
        assert alternates(reader) == {}


def test_switcher_leads_to_the_same_page(client, site):
    pages, _words = site
    for page in pages.values():
        urls = type(page).objects.get(pk=page.pk).get_urls()
        assert other_language(read(client, urls["fr"])) == [urls["en"]]
        assert other_language(read(client, urls["en"])) == [urls["fr"]]


@pytest.mark.parametrize("name", ["search", "subscribe"])
def test_switcher_leads_to_the_same_form(client, name):
    with override("fr"):
        french = reverse(name)
    with override("en"):
        english = reverse(name)
    assert other_language(read(client, f"{french}?q=mot")) == [f"{english}?q=mot"]
    assert other_language(read(client, f"{english}?q=mot")) == [f"{french}?q=mot"]


def test_switcher_keeps_the_page_of_a_list(client, site):
    pages, _words = site
    urls = BasePage.objects.get(pk=pages["ClaimIndexPage"].pk).get_urls()
    assert other_language(read(client, f"{urls['fr']}?workshop=AB")) == [f"{urls['en']}?workshop=AB"]


@pytest.mark.parametrize("url", ["/fr/rien/", "/r/ZZ-99"])
def test_switcher_of_an_unknown_address_leads_home(client, url):
    response = client.get(url, headers={"Accept-Language": "fr"})
    assert response.status_code == 404
    assert other_language(Reader(response.content.decode())) == ["/en/"]


def test_pages_outside_the_tree_stay_out_of_search_engines(client):
    with override("fr"):
        assert 'name="robots" content="noindex"' in client.get(reverse("search")).content.decode()


def test_choice_of_language_speaks_both(client, site):
    reader = read(client, "/")
    assert {(link["href"], link.get("hreflang")) for link in reader.links if link["tag"] == "a"} == {
        ("/fr/", "fr"),
        ("/en/", "en"),
        ("/fr/", None),  # the doors of the home page, which lead home here
        ("/en/", None),
    }
    headlines = {(piece.text[:2], piece.lang) for piece in reader.pieces if piece.text.endswith("x")}
    assert headlines == {("fr", "fr"), ("en", "en")}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_that_nobody_described_is_described_by_its_own_words(client, language):
    claim = ClaimPageFactory(title_en="Counters", statement_fr="Des guichets.", statement_en="More counters.")
    url = claim.get_urls()[language]
    words = {"fr": "Des guichets.", "en": "More counters."}[language]
    assert description(client, url) == words
    BasePage.objects.filter(pk=claim.pk).update(search_description_fr="Pour", search_description_en="For")
    described = {"fr": "Pour", "en": "For"}[language]
    assert description(client, url) == described


def description(client, url):
    """Return what the page says of itself in the language of its address."""
    (tag,) = BeautifulSoup(client.get(url).content, "html.parser").find_all("meta", {"name": "description"})
    assert "lang" not in tag.attrs
    return tag["content"]
