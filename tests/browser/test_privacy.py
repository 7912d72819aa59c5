"""Nothing is kept on the visitor's machine, and nobody else learns of the visit."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Faults, Traffic, script
from tests.served.states import State

pytestmark = pytest.mark.browser

FIND_STORED = script("find_stored")


def test_no_address_sets_a_cookie_stores_anything_or_asks_elsewhere(walked: Faults) -> None:
    assert not walked["privacy"], "\n".join(walked["privacy"])


def find_traces(page: Page, state: State, traffic: Traffic) -> Iterator[str]:
    own = urlsplit(state.url).netloc
    yield from (f"asks {request.url}" for request in traffic.requests if urlsplit(request.url).netloc != own)
    yield from (f"keeps {name}" for name in page.evaluate(FIND_STORED))
    yield from (f"sets the cookie {cookie.get('name')}" for cookie in page.context.cookies())
    yield from (f"says “{complaint}”" for complaint in traffic.complaints if str(state.status) not in complaint)
    page.context.clear_cookies()
