"""What one sees of the home page on a telephone, without a gesture."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from translations.languages import LANGUAGES

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 320, 640  # CSS pixels
READERS = 3


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
