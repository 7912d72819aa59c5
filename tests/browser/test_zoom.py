"""The largest titles grow when one zooms or asks for larger letters, as all other text does (WCAG 1.4.4)."""

from typing import Any

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.visits import visit
from tests.served.states import State

pytestmark = pytest.mark.browser

TITLED = {"campaigns.HomePage fullest", "claims.ClaimPage fullest", "workshops.WorkshopReportPage fullest"}
SIZE_OF_TITLE = """() => {
    const title = document.querySelector("h1 > .mark") || document.querySelector("h1");
    return parseFloat(getComputedStyle(title).fontSize) * devicePixelRatio;
}"""
SIZES = """(base) => {
    document.documentElement.style.fontSize = base;
    const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize);
    return [size("h1"), size(".lead")];
}"""
LEAST_CONTRAST = "() => getComputedStyle(document.documentElement).getPropertyValue('--soft').trim()"


def titled(states: list[State]) -> list[State]:
    chosen = [state for state in states if state.name in TITLED and state.language == "fr"]
    assert len(chosen) == len(TITLED)
    return chosen


def test_titles_grow_with_zoom(open_page: OpenPage, states: list[State]) -> None:
    """At 200 %, a window of 1280 pixels is 640 wide, and each of its pixels two."""
    whole, zoomed = open_page(), open_page(width=640, height=400, device_scale_factor=2)
    for state in titled(states):
        sizes = []
        for page in (whole, zoomed):
            visit(page, state)
            sizes.append(page.evaluate(SIZE_OF_TITLE))
        assert sizes[1] > sizes[0] * 1.05, f"{state}: {sizes}"


@pytest.mark.parametrize("base", ["16px", "24px", "32px"])
def test_title_stays_larger_than_its_lead(base: str, open_page: OpenPage, states: list[State]) -> None:
    page = open_page(width=390)
    register = next(state for state in states if state.name == "claims.ClaimIndexPage fullest")
    visit(page, register)
    title, lead = page.evaluate(SIZES, base)
    assert title > lead * 1.1


def test_those_who_ask_for_more_contrast_get_it(open_page: OpenPage, states: list[State]) -> None:
    options: Any = {"contrast": "more"}
    page = open_page(**options)
    visit(page, titled(states)[0])
    ink = "() => getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()"
    assert page.evaluate(LEAST_CONTRAST) == page.evaluate(ink)
