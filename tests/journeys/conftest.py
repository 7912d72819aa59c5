from urllib.parse import urldefrag, urljoin

import pytest

from tests.served.site import Answer, ServedSite


@pytest.fixture(scope="session")
def crawled(served: ServedSite) -> dict[str, Answer]:
    """Every address that links lead to from `/`, redirects followed, and what it answered.

    As search engines are asked to, it does not add filter to filter: lists have thousands of combinations.
    """
    answers: dict[str, Answer] = {}
    waiting = [f"{served.url}/"]
    while waiting:
        url = waiting.pop()
        if url in answers:
            continue
        answers[url] = answer = served.follow(served.fetch(url))
        if answer.is_html:
            waiting += [target for target in list_followed(answer) if target.startswith(f"{served.url}/")]
    return answers


def list_followed(answer: Answer) -> list[str]:
    """Return what `list_targets` does, without what combines choices and asks robots not to follow it."""
    combined = answer.html.select("a[rel~=nofollow][href*='&']")
    return sorted({*list_targets(answer)} - {absolute(answer, link["href"]) for link in combined})


def absolute(answer: Answer, address: object) -> str:
    return urldefrag(urljoin(answer.url, str(address))).url


def list_targets(answer: Answer) -> list[str]:
    """Return the absolute addresses that a page links to, without their fragments."""
    return [absolute(answer, link["href"]) for link in answer.html.select("a[href]")]
