"""WCAG 2.2 A and AA as far as axe-core can tell, and its best practices."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Faults
from tests.served.states import State

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Widths in pixels and colour schemes: all four pairs on every template, each width in every language.
LOOKS: dict[str, list[tuple[int, Any]]] = {
    "fr": [(320, "light"), (1280, "dark")],
    "en": [(320, "dark"), (1280, "light")],
}


def test_axe_finds_nothing(walked: Faults) -> None:
    assert not walked["axe"], "\n".join(walked["axe"])


def run_axe(page: Page, state: State) -> Iterator[str]:
    page.evaluate(AXE)
    for width, scheme in LOOKS[state.language]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        results = page.evaluate("options => axe.run(document, options)", OPTIONS)
        for violation in results["violations"]:
            yield f"{width} px, {scheme}: {describe(violation)}"


def describe(violation: dict[str, Any]) -> str:
    nodes = ", ".join(str(node["target"][0]) for node in violation["nodes"][:5])
    return f"{violation['id']}: {violation['help']}: {nodes}"
