"""Nothing is kept on the visitor's machine, and nobody else learns of the visit."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request

from tests.browser.conftest import OpenPage
from tests.browser.visits import find_faults, script
from tests.served.states import State, in_language
from translations.languages import LANGUAGES

pytestmark = pytest.mark.browser

FIND_STORED = script("find_stored")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_address_sets_a_cookie_stores_anything_or_asks_elsewhere(
    language: str, open_page: OpenPage, states: list[State]
) -> None:
    page = open_page(language)
    asked: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def look(state: State) -> Iterator[str]:
        own = urlsplit(state.url).netloc
        yield from (f"asks {url}" for url in asked if urlsplit(url).netloc != own)
        yield from (f"keeps {name}" for name in page.evaluate(FIND_STORED))
        yield from (f"sets the cookie {cookie.get('name')}" for cookie in page.context.cookies())
        yield from (f"says “{complaint}”" for complaint in complaints if str(state.status) not in complaint)
        for noted in (asked, complaints):
            noted.clear()
        page.context.clear_cookies()

    faults = find_faults(page, in_language(states, language), look)
    assert not faults, "\n".join(faults)
