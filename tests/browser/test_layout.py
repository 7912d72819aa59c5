"""Nothing is cut off or runs out sideways (WCAG 1.4.4, 1.4.10, 1.4.12), nothing hides in forced colours."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.visits import find_faults, script
from tests.served.states import State, in_language
from translations.languages import LANGUAGES

pytestmark = pytest.mark.browser

SPREAD_TEXT = script("spread_text")
FIND_CUT_OFF = script("find_cut_off")
FIND_COVERED = script("find_covered")
FIND_INVISIBLE = script("find_invisible")
HIGHER_THAN_ANY_PAGE = 20_000  # CSS pixels


def reflow_at(page: Page, *, width: int, spread: bool = False) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    if spread:
        page.evaluate(SPREAD_TEXT)
    return [f"at {width} px{', spread' * spread}: {fault}" for fault in page.evaluate(FIND_CUT_OFF)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_or_runs_out_sideways(language: str, open_page: OpenPage, states: list[State]) -> None:
    """At 320 px, on a wide screen, zoomed to 200 % (1280 px seen as 640), and with text spread as WCAG 1.4.12 says."""
    page = open_page(language, device_scale_factor=2)

    def look(state: State) -> Iterator[str]:
        for width in (1280, 640, 320):
            yield from reflow_at(page, width=width)
        for width in (320, 1280):
            yield from reflow_at(page, width=width, spread=True)

    faults = find_faults(page, in_language(states, language), look)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_lies_over_what_one_clicks(language: str, width: int, open_page: OpenPage, states: list[State]) -> None:
    page = open_page(language, width=width, height=HIGHER_THAN_ANY_PAGE)
    faults = find_faults(page, in_language(states, language), lambda state: page.evaluate(FIND_COVERED))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_hide_nothing(scheme: str, open_page: OpenPage, states: list[State]) -> None:
    page = open_page("fr", forced_colors="active", color_scheme=scheme)
    faults = find_faults(page, in_language(states, "fr"), lambda state: page.evaluate(FIND_INVISIBLE))
    assert not faults, "\n".join(faults)
