"""WCAG 2.2 A and AA as far as axe-core can tell, and its best practices."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.visits import visit
from tests.served.states import State, in_language
from translations.languages import LANGUAGES

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(language: str, open_page: OpenPage, states: list[State]) -> None:
    page = open_page(language)
    faults = [
        f"{state} {where}: {fault}"
        for state in in_language(states, language)
        for where, found in run_axe_on(page, state).items()
        for fault in found
    ]
    assert not faults, "\n".join(faults)


def run_axe_on(page: Page, state: State) -> dict[str, list[str]]:
    """Return axe's violations by width and colour scheme."""
    visit(page, state)
    page.evaluate(AXE)
    faults = {}
    for width, scheme in LOOKS[state.language]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        results = page.evaluate("options => axe.run(document, options)", OPTIONS)
        faults[f"{width} px, {scheme}"] = [describe(violation) for violation in results["violations"]]
    return faults


def describe(violation: dict[str, Any]) -> str:
    nodes = ", ".join(str(node["target"][0]) for node in violation["nodes"][:5])
    return f"{violation['id']}: {violation['help']}: {nodes}"
