"""What one sees on the first screen, without a gesture: the search, the way on, and where a list begins."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.visits import find_faults, visit
from tests.served.states import State
from translations.languages import LANGUAGES

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 320, 640  # CSS pixels
READERS = 3
SCREENS = {"laptop": (1366, 768), "phone": (360, 740)}
HIGHEST_HEAD = {"phone": (360, 740, 140), "zoomed to 400 %": (320, 256, 85)}
LISTS = {
    "campaigns.ArticleIndexPage": ".dated a",
    "campaigns.CalendarPage": ".dated a",
    "campaigns.PublicationIndexPage": ".dated a",
    "claims.ClaimIndexPage": ".register a",
    "contacts.DirectoryPage": ".directory a",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_page_leads_each_reader_on_within_the_first_screen(language: str, open_page: OpenPage) -> None:
    page = open_page(language, width=WIDTH, height=HEIGHT)
    page.goto(f"/{language}/")
    doors = page.locator(".doors a").all()
    assert len(doors) == READERS
    bottoms = [box["y"] + box["height"] for door in doors if (box := door.bounding_box())]
    assert len(bottoms) == READERS
    assert max(bottoms) <= HEIGHT
    for number in range(READERS):
        door = page.locator(".doors a").nth(number)
        address = door.get_attribute("href")
        door.click()
        page.wait_for_url(f"**{address}")  # a click does not wait for the page that it leads to
        expect(page.locator("h1")).to_have_count(1)
        page.go_back()


@pytest.mark.parametrize("screen", SCREENS)
def test_lists_show_their_first_entry_on_the_first_screen(
    screen: str, open_page: OpenPage, states: list[State]
) -> None:
    width, height = SCREENS[screen]
    page = open_page(width=width, height=height)
    chosen = [state for state in states if state.name.removesuffix(" fullest") in LISTS and state.status == 200]
    assert len(chosen) == len(LISTS) * len(LANGUAGES)

    def look(state: State) -> Iterator[str]:
        yield from see(page, LISTS[state.name.removesuffix(" fullest")], height)

    faults = find_faults(page, chosen, look)
    assert not faults, "\n".join(faults)


def see(page: Page, selector: str, height: int) -> Iterator[str]:
    """Say where the first of `selector` ends, if that is below `height`."""
    box = page.locator(f"main {selector}").first.bounding_box()
    assert box
    if (end := box["y"] + box["height"]) > height:
        yield f"{selector} ends at {end:.0f} of {height} px"


@pytest.mark.parametrize("screen", SCREENS)
def test_signing_up_for_the_newsletter_takes_one_screen(screen: str, open_page: OpenPage, states: list[State]) -> None:
    width, height = SCREENS[screen]
    page = open_page(width=width, height=height)
    chosen = [state for state in states if state.name == "subscribe"]
    assert len(chosen) == len(LANGUAGES)
    faults = find_faults(page, chosen, lambda state: see(page, "form button", height))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("screen", HIGHEST_HEAD)
def test_the_head_leaves_room_and_holds_the_search(screen: str, open_page: OpenPage, states: list[State]) -> None:
    """On every page with a menu; those for errors without a database have neither."""
    width, height, highest = HIGHEST_HEAD[screen]
    page = open_page(width=width, height=height)
    chosen = [
        state
        for state in states
        if state.name.endswith(" fullest") or state.name in {"search, with results", "subscribe"}
    ]

    def look(state: State) -> Iterator[str]:
        box = page.locator(".top").bounding_box()
        assert box
        if box["height"] > highest:
            yield f"a head of {box['height']:.0f} px, over {highest}"
        if page.get_by_role("search").count() != 1 or not page.locator("#q").is_visible():
            yield "no search, or more than one"

    faults = find_faults(page, chosen, look)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("screen", SCREENS)
def test_after_a_choice_one_lands_at_the_list(screen: str, open_page: OpenPage, states: list[State]) -> None:
    width, height = SCREENS[screen]
    page = open_page("en", width=width, height=height)
    register = next(
        state for state in states if state.name == "claims.ClaimIndexPage fullest" and state.language == "en"
    )
    visit(page, register)
    before = page.title()
    page.locator(".filters summary").click()
    page.locator("#f-follow-up").select_option(index=1)
    page.locator(".filters button").click()
    page.wait_for_url("**#list")
    assert page.evaluate("document.activeElement.id") == "list"
    assert page.title() != before
    assert page.title().split()[0].isdecimal(), "it begins with how many there are"
    box = page.locator(".register li").first.bounding_box()
    assert box
    assert 0 < box["y"] < box["y"] + box["height"] <= height
