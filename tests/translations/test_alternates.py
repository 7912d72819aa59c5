"""What a page tells of its other languages, and of the language of its parts."""

import re

import pytest
from django.template import Context, Template
from django.utils.translation import override

from campaigns.models import HomePage
from tests.factories import StandardPageFactory
from translations.models import BasePage

pytestmark = pytest.mark.django_db


def links(html: str) -> dict[str, str]:
    """Map `canonical` and each hreflang in the head of `html` to its address."""
    head = html[: html.index("</head>")]
    pattern = r'<link rel="(?:alternate" hreflang=")?([\w-]+)" href="(http[^"]+)"'
    return dict(re.findall(pattern, head))


def test_translated_page_names_its_languages_to_each_other(client):
    page = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    urls = {"fr": "http://localhost/fr/ateliers/", "en": "http://localhost/en/workshops/"}
    for language, url in page.get_urls().items():
        assert links(client.get(url).text) == {"canonical": urls[language], **urls, "x-default": urls["fr"]}


def test_untranslated_page_is_a_copy_of_the_french_one(client):
    StandardPageFactory(title_fr="Seul")
    french = "http://localhost/fr/seul/"
    assert links(client.get("/fr/seul/").text) == {"canonical": french, "fr": french, "x-default": french}
    assert links(client.get("/en/seul/").text) == {"canonical": french}


@pytest.mark.parametrize(("url", "other"), [
    ("/fr/ateliers/", "/en/workshops/"),
    ("/en/workshops/", "/fr/ateliers/"),
    ("/fr/ateliers/?page=2", "/en/workshops/?page=2"),
    ("/fr/rien/", "/en/"),
])  # fmt: skip
def test_switch_leads_to_the_same_page_in_the_other_language(client, url, other):
    StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    assert f'href="{other}"' in client.get(url).text


def render(source: str, page: BasePage) -> str:
    return Template("{% load translations %}" + source).render(Context({"page": page}))


@pytest.mark.parametrize(("language", "html"), [("fr", "<h1>Ateliers</h1>"), ("en", '<h1 lang="fr">Ateliers</h1>')])
def test_text_that_fell_back_names_its_language(language, html):
    page = StandardPageFactory(title_fr="Ateliers")
    with override(language):
        assert render('<h1{% lang_of page "title" %}>{{ page.title }}</h1>', page) == html


def test_text_of_the_active_language_needs_no_mark():
    page = StandardPageFactory(title_fr="Ateliers", title_en="Workshops", lead_fr="Chapô", body_fr=[("heading", "Dit")])
    with override("en"):
        assert render('{% lang_of page "title" %}', page) == ""
        assert render('{% lang_of page "lead" %}{% lang_of page "body" %}', page) == ' lang="fr" lang="fr"'
        assert render('{% lang_of page "seo_title" %}', page) == ""


def test_head_is_wholly_in_one_language():
    page = StandardPageFactory(title_fr="A", title_en="B", seo_title_fr="Titre", search_description_fr="Résumé")
    with override("en"):
        assert (page.head_title, page.head_description, page.shown_language) == ("B", "", "en")
    with override("fr"):
        assert (page.head_title, page.head_description) == ("Titre", "Résumé")
    page = StandardPageFactory(title_fr="A", seo_title_fr="Titre", seo_title_en="Title")
    with override("en"):
        assert (page.head_title, page.shown_language) == ("Titre", "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_addresses_of_50_pages_take_no_query_each(language, django_assert_num_queries):
    for number in range(50):
        StandardPageFactory(title_fr=f"Page {number}", title_en=f"Sheet {number}" if number % 2 else None)
    pages = BasePage.objects.child_of(HomePage.objects.get())
    with override(language):
        pages[0].get_url()
        with django_assert_num_queries(1):
            urls = [page.get_url() for page in pages]
    assert urls[1] == {"fr": "/fr/page-1/", "en": "/en/sheet-1/"}[language]
    assert urls[2] == {"fr": "/fr/page-2/", "en": "/en/page-2/"}[language]
