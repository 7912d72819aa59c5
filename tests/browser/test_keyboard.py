"""The keyboard alone: where Tab goes, in which order, and that one sees it (WCAG 2.1.1, 2.4.1, 2.4.3, 2.4.7)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Faults, script
from tests.served.states import State

pytestmark = pytest.mark.browser

NOTE_STOPS = script("note_stops")
VISITED = "() => window.visited"
# Where a focused element is taken away, the browser goes on from its place: here, from the beginning.
BEGIN_AGAIN = """() => {
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
}"""
# At the end of a page without a further stop, Tab leaves it: the body then has the focus.
IS_BEFORE_TEXT = """() => {
    const {activeElement, body} = document, text = document.querySelector("main");
    return activeElement !== body
        && Boolean(activeElement.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


def test_tab_visits_everything_in_reading_order_and_one_sees_where(walked: Faults) -> None:
    assert not walked["tab"], "\n".join(walked["tab"])


def tab_through(page: Page, state: State) -> Iterator[str]:
    """Press Tab until every stop had the focus. At 320 px all is one column: what follows never stands above."""
    page.set_viewport_size({"width": 320, "height": 800})
    stops = page.evaluate(NOTE_STOPS)
    numbers = range(stops["first"], stops["number"])
    for _number in numbers:
        page.keyboard.press("Tab")
    highest = 0.0
    for number, focus in zip(numbers, page.evaluate(VISITED), strict=True):
        is_skip_link = number == 0 and not stops["inText"]
        if is_skip_link and focus["href"] != stops["text"]:
            yield f"Tab goes to “{focus['name']}” before the skip link"
        if focus["number"] != number:
            yield f"Tab goes to “{focus['name']}”, number {focus['number']}, instead of number {number}"
            return
        if not focus["seen"]:
            yield f"one does not see that “{focus['name']}” has the focus"
        if not focus["inSight"]:
            yield f"“{focus['name']}” has the focus out of sight"
        if focus["bottom"] <= highest:
            yield f"“{focus['name']}” stands above what Tab visits before it"
        highest = 0.0 if is_skip_link else max(highest, focus["top"])


def test_skip_link_leads_past_the_menu(walked: Faults) -> None:
    assert not walked["skip link"], "\n".join(walked["skip link"])


def skip(page: Page, state: State) -> Iterator[str]:
    """Press Tab, Enter, Tab where a page begins with more than its text."""
    page.evaluate(BEGIN_AGAIN)
    if page.evaluate(NOTE_STOPS)["inText"]:
        return
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    if page.evaluate(IS_BEFORE_TEXT):
        yield "after the skip link, Tab is still before the text"
