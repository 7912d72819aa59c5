"""What comes out of a printer."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.visits import Faults, find_faults
from tests.served.site import ServedSite
from tests.served.states import State, in_language
from translations.languages import LANGUAGES

pytestmark = pytest.mark.browser

HIDDEN = [".top nav", ".langs", ".skip", "[role=search]", "button"]
A5_TEXT_WIDTH = 453  # CSS pixels: 148 mm less two margins of 14 mm


def test_printed_pages_carry_their_address_and_no_menu(walked: Faults) -> None:
    """A page is known again on paper: by its mark if it has one, and by an address one can type."""
    assert not walked["paper"], "\n".join(walked["paper"])


def list_printed_addresses(served: ServedSite, language: str) -> dict[str, str]:
    """Return what must stand on paper, by the address of each page."""
    addresses = {}
    for entry in served.inventory["pages"]:
        mark = entry["mark"] or entry["code"]
        short = f"/r/{mark}" if mark else entry["urls"][language]
        addresses[served.url + entry["urls"][language]] = (served.url + short).removeprefix("http://").rstrip("/")
    return addresses


def read_on_paper(page: Page, address: str) -> Iterator[str]:
    page.emulate_media(media="print")
    if address not in page.locator("body").inner_text():
        yield f"does not print {address}"
    yield from (f"prints {shown}" for shown in find_shown(page, HIDDEN))


def find_shown(page: Page, selectors: list[str]) -> list[str]:
    return [selector for selector in selectors for part in page.locator(selector).all() if part.is_visible()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_claim_fits_on_paper(language: str, open_page: OpenPage, states: list[State]) -> None:
    """On A5, the narrower of the two sizes, no word is cut off; a PDF comes out."""
    page = open_page(language, width=A5_TEXT_WIDTH)
    page.emulate_media(media="print")
    wide = "() => document.documentElement.scrollWidth > innerWidth ? ['is wider than the paper'] : []"
    claims = [state for state in in_language(states, language) if state.name.startswith("claims.ClaimPage")]
    assert not find_faults(page, claims, lambda state: page.evaluate(wide))
    assert page.pdf(format="A5").startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_up_sheet_fits_on_one_sheet(language: str, open_page: OpenPage, served: ServedSite) -> None:
    page = open_page(language)
    page.goto(served.inventory["views"]["signup_sheet"][language])
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))
    assert len(pages) == 1
