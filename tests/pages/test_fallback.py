"""A text that has no translation is shown in French, says so to assistive techniques, and once to everybody."""

import re

import pytest

from tests.pages.reading import Reader
from tests.pages.site import write
from translations.languages import column

pytestmark = pytest.mark.django_db

NOTICE = 'class="notice untranslated"'
# These fall back with the page's title or not at all: without them, the title in the reader's language serves.
NEVER_FALL_BACK_ALONE = {"seo_title", "search_description", "menu_title"}
PAGE_TYPES = [
    "HomePage", "CampaignPage", "ArticleIndexPage", "ArticlePage", "StandardPage", "ConventionPage",
    "GuidePage", "GuideSessionPage", "PublicationIndexPage", "PublicationPage", "CalendarPage", "EventPage",
    "WorkshopReportPage", "SynthesisPage", "ClaimIndexPage", "ClaimPage", "DirectoryPage", "RegionPage",
]  # fmt: skip


def get(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_each_text_that_falls_back_is_marked_as_french(client, site, page_type):
    pages, words = site
    page = type(pages[page_type]).objects.get(pk=pages[page_type].pk)
    french = Reader(get(client, page.get_urls()["fr"]))
    shown = [word for word in words if french.find(word)]
    assert len(shown) > 3
    for word in shown:
        obj, name = words[word]
        write(obj, column(name, "en"), None)
        html = get(client, page.get_urls()["en"])
        pieces = Reader(html).find(word)
        write(obj, column(name, "en"), word.replace("fr", "en"))
        assert pieces or name in NEVER_FALL_BACK_ALONE, f"{name} of {type(obj).__name__} is not shown"
        assert {piece.lang for piece in pieces} <= {"fr"}, f"{name} of {type(obj).__name__}: {pieces}"
        assert html.count(NOTICE) == any(piece.in_main for piece in pieces)


def test_translated_text_is_never_marked_as_french(client, site):
    pages, _words = site
    for page_type in PAGE_TYPES:
        page = type(pages[page_type]).objects.get(pk=pages[page_type].pk)
        for language, url in page.get_urls().items():
            html = get(client, url)
            assert NOTICE not in html, url
            pieces = [piece for piece in Reader(html).pieces if re.search(r"\b(fr|en)\d{4}x", piece.text)]
            assert all(re.search(rf"\b{piece.lang}\d{{4}}x", piece.text) for piece in pieces), url
            if page_type != "ClaimPage":  # which tells how to cite it in each language
                assert {piece.lang for piece in pieces} == {language}, url
