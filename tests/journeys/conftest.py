from urllib.parse import urldefrag, urljoin

import pytest

from tests.served.site import Answer, ServedSite


@pytest.fixture(scope="session")
def crawled(served: ServedSite) -> dict[str, Answer]:
    """Every address that links lead to from `/`, redirects followed, and what it answered."""
    answers: dict[str, Answer] = {}
    waiting = [f"{served.url}/"]
    while waiting:
        url = waiting.pop()
        if url in answers:
            continue
        answers[url] = answer = served.follow(served.fetch(url))
        if answer.is_html:
            waiting += [target for target in list_targets(answer) if target.startswith(f"{served.url}/")]
    return answers


def list_targets(answer: Answer) -> list[str]:
    """Return the absolute addresses that a page links to, without their fragments."""
    return [urldefrag(urljoin(answer.url, str(link["href"]))).url for link in answer.html.select("a[href]")]
