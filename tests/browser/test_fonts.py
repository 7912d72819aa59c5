"""The layout holds whatever fonts a machine has: no rule crosses letters, no line stands on another, none is cut off.

Each situation is a Chromium of its own, whose fontconfig knows nothing but the fonts of one Debian package.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import FLAGS
from tests.browser.test_layout import find_cut_off
from tests.browser.visits import find_faults, script
from tests.machine import find_chromium, require_or_fail
from tests.served.site import ServedSite
from tests.served.states import State

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("fonts")]

FONTS = Path("/usr/share/fonts")
# By what it is called: the files that Chromium finds, and which of them it does not.
SITUATIONS = {
    "URW": (FONTS / "opentype/urw-base35", ""),
    "DejaVu": (FONTS / "truetype/dejavu", ""),
    "Liberation": (FONTS / "truetype/liberation", ""),
    "Noto": (FONTS / "truetype/noto", "*/Noto*[!sf]-*"),
    "none condensed": (FONTS / "truetype/dejavu", "*Condensed*"),
}
STATES = {
    "choice of language",
    "campaigns.HomePage fullest",
    "campaigns.CampaignPage fullest",
    "claims.ClaimPage fullest",
    "claims.ClaimIndexPage fullest",
    "contacts.DirectoryPage fullest",
    "contacts.RegionPage fullest",
    "workshops.ConventionPage fullest",
    "workshops.WorkshopReportPage fullest",
}
WIDE = ViewportSize(width=1280, height=800)
NARROW = ViewportSize(width=320, height=640)
SHEET = ViewportSize(width=688, height=1000)  # A4 without the margins of @page, in CSS pixels

FIND_TOUCHING_INK = script("find_touching_ink")
FILL_HEADINGS = script("fill_headings")


@pytest.fixture(params=SITUATIONS)
def page_in(request: pytest.FixtureRequest, served: ServedSite, tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """A page of a Chromium that has the fonts of one situation only. `browser` is asked for as it starts Playwright."""
    folder, rejected = SITUATIONS[request.param]
    require_or_fail(f"fonts in {folder}", any(folder.glob("*.?tf")))
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
        <dir>{folder}</dir><cachedir>{tmp_path}</cachedir>
        <selectfont><rejectfont><glob>{rejected or "/none"}</glob></rejectfont></selectfont></fontconfig>"""
    )
    alone = browser.browser_type.launch(
        executable_path=find_chromium(), args=FLAGS, env={"FONTCONFIG_FILE": str(configuration)}
    )
    yield alone.new_page(base_url=served.url, locale="fr", viewport=WIDE)
    alone.close()


def test_no_letter_is_crossed_or_cut_off(page_in: Page, states: list[State]) -> None:
    chosen = [state for state in states if state.language == "fr" and state.name in STATES]
    assert len(chosen) == len(STATES)

    def look(state: State) -> Iterator[str]:
        page_in.emulate_media(media="screen")
        yield from find_cut_off(page_in, state)
        yield from look_in_each_medium("")
        page_in.evaluate(FILL_HEADINGS)
        yield from look_in_each_medium(", filled")

    def look_in_each_medium(how: str) -> Iterator[str]:
        for medium, size in (("screen", WIDE), ("screen", NARROW), ("print", SHEET)):
            page_in.emulate_media(media=medium)  # type: ignore[arg-type]
            page_in.set_viewport_size(size)
            yield from (f"{medium}, {size['width']} px{how}: {fault}" for fault in page_in.evaluate(FIND_TOUCHING_INK))

    faults = find_faults(page_in, chosen, look)
    assert not faults, "\n".join(faults)
