"""Nothing is cut off or runs out sideways (WCAG 1.4.4, 1.4.10, 1.4.12), nothing hides in forced colours."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Faults, script
from tests.served.states import State

pytestmark = pytest.mark.browser

SPREAD_TEXT = script("spread_text")
UNDO_SPREAD = "() => { document.adoptedStyleSheets = [] }"
FIND_CUT_OFF = script("find_cut_off")
FIND_COVERED = script("find_covered")
FIND_INVISIBLE = script("find_invisible")
HEIGHT = "() => document.documentElement.scrollHeight"


SCHEMES: list[Any] = ["light", "dark"]


def test_nothing_is_cut_off_or_runs_out_sideways(walked: Faults) -> None:
    """At 320 px, on a wide screen, zoomed to 200 % (1280 px seen as 640), and with text spread as WCAG 1.4.12 says."""
    assert not walked["cut off"], "\n".join(walked["cut off"])


def find_cut_off(page: Page, state: State) -> Iterator[str]:
    for width in (1280, 640, 320):
        yield from reflow_at(page, width=width)
    page.evaluate(SPREAD_TEXT)
    for width in (320, 1280):
        yield from (f"spread, {fault}" for fault in reflow_at(page, width=width))
    page.evaluate(UNDO_SPREAD)


def reflow_at(page: Page, *, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    return [f"at {width} px: {fault}" for fault in page.evaluate(FIND_CUT_OFF)]


def test_nothing_lies_over_what_one_clicks(walked: Faults) -> None:
    assert not walked["covered"], "\n".join(walked["covered"])


def find_covered(page: Page, state: State) -> Iterator[str]:
    """Look at the whole page at once: nothing is found at points outside the window. A higher one is slow to paint."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})
        yield from (f"at {width} px: {fault}" for fault in page.evaluate(FIND_COVERED))


def test_forced_colours_hide_nothing(walked: Faults) -> None:
    assert not walked["forced colours"], "\n".join(walked["forced colours"])


def find_invisible(page: Page, state: State) -> Iterator[str]:
    for scheme in SCHEMES:
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        yield from (f"{scheme}: {fault}" for fault in page.evaluate(FIND_INVISIBLE))
