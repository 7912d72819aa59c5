"""The keyboard alone: where Tab goes, in which order, and that one sees it (WCAG 2.1.1, 2.4.1, 2.4.3, 2.4.7)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.visits import find_faults, script
from tests.served.states import State, in_language
from translations.languages import LANGUAGES

pytestmark = pytest.mark.browser

NOTE_STOPS = script("note_stops")
WHERE_IS_THE_FOCUS = script("where_is_the_focus")
# At the end of a page without a further stop, Tab leaves it: the body then has the focus.
IS_BEFORE_TEXT = """() => {
    const {activeElement, body} = document, text = document.querySelector("main");
    return activeElement !== body
        && Boolean(activeElement.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_tab_visits_everything_in_reading_order_and_one_sees_where(
    language: str, open_page: OpenPage, states: list[State]
) -> None:
    page = open_page(language, width=320)
    faults = find_faults(page, in_language(states, language), lambda state: tab_through(page))
    assert not faults, "\n".join(faults)


def tab_through(page: Page) -> Iterator[str]:
    """Press Tab until every stop had the focus. At 320 px all is one column: what follows never stands above."""
    stops = page.evaluate(NOTE_STOPS)
    highest = 0.0
    for number in range(stops["first"], stops["number"]):
        page.keyboard.press("Tab")
        focus = page.evaluate(WHERE_IS_THE_FOCUS)
        is_skip_link = number == 0 and not stops["inText"]
        if is_skip_link and focus["href"] != "#" + (page.locator("main").get_attribute("id") or ""):
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_skip_link_leads_past_the_menu(language: str, open_page: OpenPage, states: list[State]) -> None:
    page = open_page(language)
    faults = find_faults(page, in_language(states, language), lambda state: skip(page))
    assert not faults, "\n".join(faults)


def skip(page: Page) -> Iterator[str]:
    """Press Tab, Enter, Tab where a page begins with more than its text."""
    if page.evaluate(NOTE_STOPS)["inText"]:
        return
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    if page.evaluate(IS_BEFORE_TEXT):
        yield "after the skip link, Tab is still before the text"
