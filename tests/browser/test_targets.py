"""What stands close together in lists is large enough to be hit by a trembling hand (WCAG 2.5.8)."""

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.visits import find_faults, script
from tests.served.states import State

pytestmark = pytest.mark.browser

FIND_SMALL_TARGETS = script("find_small_targets")
LEAST = 24  # CSS pixels


@pytest.mark.parametrize("width", [320, 1280])
def test_links_in_lists_are_large_enough(width: int, open_page: OpenPage, states: list[State]) -> None:
    page = open_page(width=width)
    chosen = [state for state in states if state.name.endswith(" fullest") and state.language == "fr"]
    faults = find_faults(page, chosen, lambda state: page.evaluate(FIND_SMALL_TARGETS, LEAST))
    assert not faults, "\n".join(faults)
