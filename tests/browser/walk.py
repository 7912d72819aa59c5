"""One visit to each state, in which every check looks: to load each page again for each check took twice as long.

What a check finds is kept under its name, and asserted to be nothing by the test beside the check.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser import test_accessibility, test_keyboard, test_layout, test_print, test_privacy, test_weight
from tests.browser.visits import Faults, Traffic, visit
from tests.served.site import ServedSite
from tests.served.states import State, in_language

# What moves the focus comes last.
CHECKS: dict[str, Callable[[Page, State], Iterable[str]]] = {
    "axe": test_accessibility.run_axe,
    "cut off": test_layout.find_cut_off,
    "covered": test_layout.find_covered,
    "forced colours": test_layout.find_invisible,
    "tab": test_keyboard.tab_through,
    "skip link": test_keyboard.skip,
}
NO_EMULATION: dict[str, Any] = {"media": "null", "color_scheme": "null", "forced_colors": "null"}


def walk(page: Page, language: str, served: ServedSite, states: list[State]) -> Faults:
    """Visit each of `states` in `language` once and return what each check found there."""
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    traffic = Traffic(page)
    addresses = test_print.list_printed_addresses(served, language)
    faults: Faults = defaultdict(list)
    for state in in_language(states, language):
        traffic.clear()
        visit(page, state)
        for name, found in look(page, state, traffic, addresses.get(state.url)):
            faults[name] += [f"{state}: {fault}" for fault in found]
            page.emulate_media(**NO_EMULATION)
            page.set_viewport_size({"width": 1280, "height": 800})
    return faults


def look(page: Page, state: State, traffic: Traffic, printed: str | None) -> Iterator[tuple[str, Iterable[str]]]:
    """Give each check's name with what it finds; each begins at 1280 pixels, in the light."""
    yield "weight", test_weight.weigh(page, state, traffic)
    yield "privacy", test_privacy.find_traces(page, state, traffic)
    if printed:
        yield "paper", test_print.read_on_paper(page, printed)
    for name, check in CHECKS.items():
        yield name, check(page, state)
