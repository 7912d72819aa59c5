"""Each page says where its translation is, and leads there."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.served.site import Answer, ServedSite
from tests.served.states import State
from tests.sitemap import read_sitemap
from translations.languages import LANGUAGES, SOURCE

pytestmark = pytest.mark.xdist_group("crawl")  # by one worker, once


Pages = dict[str, tuple[dict[str, Any], str, Answer]]  # by address: what the inventory says, the language, the answer


@pytest.fixture(scope="session")
def pages(served: ServedSite) -> Pages:
    return {
        served.url + url: (page, language, served.fetch(url))
        for page in served.inventory["pages"]
        for language, url in page["urls"].items()
    }


def get_alternates(answer: Answer) -> dict[str, str]:
    return {
        str(link["hreflang"]): str(link["href"]) for link in answer.html.select("head link[rel=alternate][hreflang]")
    }


def get_canonical(answer: Answer) -> list[str]:
    return [str(link["href"]) for link in answer.html.select("head link[rel=canonical]")]


def test_translated_pages_name_each_other_themselves_and_a_default(served: ServedSite, pages: Pages) -> None:
    for url, (page, language, answer) in pages.items():
        if language in page["offered"]:
            expected = {code: served.url + page["urls"][code] for code in page["offered"]}
            assert get_alternates(answer) == {**expected, "x-default": expected[SOURCE]}, url
            assert get_canonical(answer) == [url]


def test_alternates_are_reciprocal(pages: Pages) -> None:
    for url, (_page, _language, answer) in pages.items():
        for other in get_alternates(answer).values():
            assert url in get_alternates(pages[other][2]).values(), f"{other} does not name {url}"


def test_untranslated_pages_say_so_and_yield_to_their_source(served: ServedSite, pages: Pages) -> None:
    untranslated = {url: found for url, found in pages.items() if found[1] not in found[0]["offered"]}
    assert untranslated, "the demo has no untranslated page"
    for url, (page, _language, answer) in untranslated.items():
        assert get_alternates(answer) == {}, url
        assert get_canonical(answer) == [served.url + page["urls"][SOURCE]], url
        assert answer.html.select(f"[lang={SOURCE}] h1, h1[lang={SOURCE}], h1 [lang={SOURCE}]"), url
        assert answer.html.select_one(".untranslated"), url


def test_sitemap_lists_what_is_offered_and_nothing_else(served: ServedSite, pages: Pages) -> None:
    listed = read_sitemap(lambda address: served.fetch(address).body)
    offered = {url: get_alternates(found[2]) for url, found in pages.items() if found[1] in found[0]["offered"]}
    rows = {url: get_alternates(served.fetch(str(url))) for url in listed.keys() - offered.keys()}
    assert rows
    assert all(re.search(r"/(?:marques|marks)/[A-Z]+-[CQ]\d+/$", str(url)) for url in rows)
    assert listed == offered | rows


def test_language_can_be_switched_on_each_page_and_back(served: ServedSite, answers: dict[State, Answer]) -> None:
    faults = []
    for state, answer in answers.items():
        if state.body or state.data is not None or urlsplit(state.url).path == "/":
            continue
        for language in set(LANGUAGES) - {state.language}:
            links = answer.html.select(f".langs a[hreflang={language}]")
            if len(links) != 1:
                faults.append(f"{state}: {len(links)} links to {language}")
                continue
            there = served.fetch(str(links[0]["href"]))
            if there.status != expected_status(state):
                faults.append(f"{state}: switching to {language} answers {there.status}")
            back = there.html.select_one(f".langs a[hreflang={state.language}]")
            if there.html.html is None or there.html.html.get("lang") != language or back is None:
                faults.append(f"{state}: switching to {language} shows something else")
            elif expected_status(state) == state.status and served.url + str(back["href"]) != state.url:
                faults.append(f"{state}: {back['href']} is the way back from {language}")
    assert not faults, "\n".join(faults)


def expected_status(state: State) -> int:
    """An unknown address or mark leads home in the other language; all else stays where it is."""
    return 200 if state.name.startswith("unknown") else state.status


def test_each_page_leads_to_itself_in_the_other_language(served: ServedSite, pages: Pages) -> None:
    for url, (page, language, answer) in pages.items():
        for other in set(LANGUAGES) - {language}:
            link = answer.html.select_one(f".langs a[hreflang={other}]")
            assert link, f"{url} has no link to {other}"
            assert link["href"] == page["urls"][other], url
