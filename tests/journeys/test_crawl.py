"""Following every link of the site in both languages."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.journeys.conftest import list_targets
from tests.served.site import Answer, ServedSite
from tests.served.states import State

pytestmark = pytest.mark.xdist_group("crawl")  # by one worker, once

ABSOLUTE = re.compile(rb"https?://[^\s\"'<>]+")


def test_every_link_leads_to_a_page(crawled: dict[str, Answer]) -> None:
    dead = {url: answer.status for url, answer in crawled.items() if answer.status != 200}
    origins = [(url, page.url) for url in dead for page in crawled.values() if url in list_targets(page)]
    assert not dead, "\n".join(f"{url}, linked from {origin}, answers {dead[url]}" for url, origin in origins)


def test_links_lead_straight_to_where_they_end(served: ServedSite, crawled: dict[str, Answer]) -> None:
    """But for short addresses, which are there to be written by hand."""
    moved = [url for url, answer in crawled.items() if answer.url != url and not urlsplit(url).path.startswith("/r/")]
    assert not moved, "\n".join(moved)


def test_every_visible_page_is_linked_from_somewhere(served: ServedSite, crawled: dict[str, Answer]) -> None:
    urls = {served.url + url for page in served.inventory["pages"] for url in page["urls"].values()}
    assert urls <= crawled.keys(), "\n".join(sorted(urls - crawled.keys()))


def test_no_link_leads_to_a_hidden_page(served: ServedSite, crawled: dict[str, Answer]) -> None:
    hidden = [served.url + url for page in served.inventory["hidden"] for url in page["urls"].values() if url]
    assert hidden, "the served site has nothing hidden to look for"
    assert not crawled.keys() & set(hidden)
    assert {served.fetch(url).status for url in hidden} <= {302, 404}


def test_every_page_has_one_h1_a_title_and_its_language(
    crawled: dict[str, Answer], answers: dict[State, Answer]
) -> None:
    faults = [
        f"{answer.url}: {fault}"
        for answer in [*crawled.values(), *answers.values()]
        if answer.is_html
        for fault in find_missing(answer)
    ]
    assert not faults, "\n".join(faults)


def find_missing(answer: Answer) -> list[str]:
    html = answer.html
    headings = [heading for heading in html.select("h1") if heading.get_text(strip=True)]
    titles = [title for title in html.select("head > title") if title.get_text(strip=True)]
    language = urlsplit(answer.url).path.split("/")[1]
    mains = html.select("main")
    counts = {"h1": len(headings), "title": len(titles), "main": len(mains), "html": len(html.select("html[lang]"))}
    faults = [f"{count} {name}" for name, count in counts.items() if count != 1]
    if language in {"fr", "en"} and html.html and html.html.get("lang") != language:
        faults.append(f"html lang is {html.html.get('lang')}")
    return faults


def test_titles_tell_pages_of_a_language_apart(served: ServedSite, crawled: dict[str, Answer]) -> None:
    """WCAG 2.4.2: one knows from the title alone which page one is on."""
    urls = [served.url + url for page in served.inventory["pages"] for url in set(page["urls"].values())]
    titles: dict[tuple[str, str], list[str]] = {}
    for url in urls:
        language = urlsplit(url).path.split("/")[1]
        title = crawled[url].html.select_one("head > title")
        titles.setdefault((language, title.get_text(strip=True) if title else ""), []).append(url)
    shared = {title: urls for title, urls in titles.items() if len(urls) > 1}
    assert not shared


def test_fragments_name_a_place_of_their_page(crawled: dict[str, Answer]) -> None:
    faults = []
    for answer in crawled.values():
        if not answer.is_html:
            continue
        for link in answer.html.select("a[href*='#']"):
            url, fragment = urldefrag(urljoin(answer.url, str(link["href"])))
            target = crawled.get(url)
            if target and not target.html.find(id=fragment):
                faults.append(f"{answer.url} links to {url}#{fragment}")
    assert not faults, "\n".join(faults)


def test_absolute_addresses_of_the_site_are_those_of_base_url(
    served: ServedSite, crawled: dict[str, Answer], answers: dict[State, Answer]
) -> None:
    """A page that says `localhost`, or http where the site has https, was made from something else than BASE_URL."""
    bodies = [answer.body for answer in [*crawled.values(), *answers.values()]]
    own = [found for body in bodies for found in ABSOLUTE.findall(body.replace(b"\r\n ", b""))]  # calendars fold lines
    local = {url for url in own if re.match(rb"https?://(localhost|127\.|testserver)", url)}
    assert local, "no page has an absolute address"
    assert not {url for url in local if not url.startswith(served.url.encode())}


def test_images_have_alternative_texts_and_sizes(crawled: dict[str, Answer]) -> None:
    """Sizes keep the page from jumping while images load."""
    images = [
        (answer.url, image) for answer in crawled.values() if answer.is_html for image in answer.html.select("img")
    ]
    faults = [
        f"{url}: {image}"
        for url, image in images
        if not all(image.has_attr(name) for name in ("alt", "width", "height"))
    ]
    assert not faults, "\n".join(faults)


def test_nothing_sets_a_cookie(crawled: dict[str, Answer], answers: dict[State, Answer]) -> None:
    assert not [answer.url for answer in [*crawled.values(), *answers.values()] if "Set-Cookie" in answer.headers]


def test_nothing_failed_inside_the_server(
    served: ServedSite, crawled: dict[str, Answer], answers: dict[State, Answer]
) -> None:
    log = served.log.read_text()
    assert "Traceback" not in log, log
    assert " ERROR " not in log, log
