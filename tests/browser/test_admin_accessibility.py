"""Pages of the admin that are ours: what axe finds in the light and in the dark, and what it cannot tell."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import AXE, OPTIONS, describe
from tests.served.site import ServedSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("admin in a browser")]

ADDRESSES = {
    "desk of a claim": "translate/page/{claim}/en/",
    "desk of an article": "translate/page/{article}/en/",
    "form of a claim": "pages/{claim}/edit/",
    "form of an article": "pages/{article}/edit/",
    "several claims": "claims/add-several/{report}/",
    "order": "claims/order/{report}/",
    "withdrawing": "claims/act/withdraw/?id={claim}",
    "splitting": "claims/act/split/?id={claim}",
    "record": "claims/{claim}/record/",
    "step": "claims/{claim}/record/add/",
    "letter to be": "newsletter/issues/compose/{article}/",
    "letter": "newsletter/issues/inspect/{letter}/",
}
# Wagtail's own furniture, the same on its pages: what is in our part is looked at.
OURS = {"include": [["main :is(.nice-padding, form)"]], "exclude": [[".w-tabs__list"], [".Draftail-Toolbar"]]}
RULES = {**OPTIONS, "rules": {"target-size": {"enabled": False}, "region": {"enabled": False}}}
EDITORS = """() => [...document.querySelectorAll('[contenteditable=true]')].map((editor) => [
  editor.getAttribute('aria-label') || document.getElementById(editor.getAttribute('aria-labelledby'))?.textContent,
  editor.closest('[lang]').lang,
])"""

OpenAdmin = Callable[..., Page]


@pytest.fixture
def open_admin(open_page: OpenPage, served: ServedSite, admin_url: str) -> OpenAdmin:
    """Open one of ADDRESSES for a French editor."""

    def open_one(name: str, **options: Any) -> Page:
        page = open_page("fr", **options)
        page.set_default_timeout(60_000)  # milliseconds: a machine may be busy
        page.context.add_cookies([{"name": "sessionid", "value": served.inventory["sessions"]["fr"], "url": admin_url}])
        page.goto(f"{admin_url}/admin/{ADDRESSES[name].format(**served.inventory['for editors'])}")
        return page

    return open_one


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_in_our_parts_of_the_admin(name: str, scheme: str, open_admin: OpenAdmin) -> None:
    page = open_admin(name, color_scheme=scheme)
    page.evaluate(AXE)
    results = page.evaluate("([parts, rules]) => axe.run(parts, rules)", [OURS, RULES])
    assert not results["violations"], "\n".join(describe(violation) for violation in results["violations"])


@pytest.mark.parametrize("name", ["desk of an article", "form of an article"])
def test_each_editor_has_a_name_and_the_language_of_its_text(name: str, open_admin: OpenAdmin) -> None:
    page = open_admin(name)
    page.locator("[contenteditable=true]").first.wait_for(state="attached")
    editors = page.evaluate(EDITORS)
    assert all(label and label.strip() for label, _language in editors)
    assert {"en"} <= {language for _label, language in editors} <= {"fr", "en"}
    if name == "desk of an article":
        assert {language for _label, language in editors} == {"en"}
        assert len({label for label, _language in editors}) == len(editors) > 1


def test_what_is_wrong_with_several_claims_is_said_and_has_the_focus(open_admin: OpenAdmin) -> None:
    page = open_admin("several claims")
    assert page.title().startswith("Ajouter plusieurs revendications")
    expect(page.get_by_role("group", name="Revendication 2", exact=True)).to_have_count(1)
    page.locator("#id_rows-1-statement_en").fill("Only in English")
    page.get_by_role("button", name="Enregistrer comme brouillon").click()
    problems = page.get_by_role("alert").filter(has=page.get_by_role("link"))
    expect(problems).to_be_focused()
    assert page.title().startswith("Erreur\u00a0:")
    problems.get_by_role("link", name="Revendication 2, Énoncé (français)").click()
    expect(page.locator("#id_rows-1-statement_fr")).to_be_focused()
    page.get_by_role("button", name="Plus de lignes").click()
    expect(page.locator("#id_rows-5-statement_fr")).to_be_focused()


def test_form_error_and_confirmation_of_an_act_have_titles_of_their_own(open_admin: OpenAdmin) -> None:
    page = open_admin("withdrawing")
    titles = [page.title()]
    submit = page.get_by_role("button", name="Voir le résultat")
    submit.click()
    expect(page.locator("#problems")).to_be_focused()
    titles.append(page.title())
    page.locator("#id_reason_fr").fill("Elle est satisfaite.")
    submit.click()
    page.get_by_role("button", name="Modifier", exact=True).wait_for()
    titles.append(page.title())
    assert [title.split()[0] for title in titles] == ["Retirer:", "Erreur", "Confirmer"]


def test_text_of_a_letter_can_be_read_in_the_dark(open_admin: OpenAdmin) -> None:
    page = open_admin("letter to be", color_scheme="dark")
    frame = page.locator("iframe[src*='/text/']").first
    frame.scroll_into_view_if_needed()
    page.frame_locator("iframe[src*='/text/'] >> nth=0").locator("pre").wait_for()
    darkest, brightest = Image.open(io.BytesIO(frame.screenshot())).convert("L").getextrema()
    assert brightest - darkest > 150  # of 255; the frame's own border is no letter


def test_progress_says_that_it_refreshes_and_can_be_stopped(open_admin: OpenAdmin) -> None:
    page = open_admin("letter")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "inspect" in request.url else None)
    expect(page.get_by_text("toutes les cinq secondes")).to_be_visible()
    with page.expect_response(lambda response: "inspect" in response.url):
        pass
    stop = page.get_by_role("button", name="Ne plus rafraîchir")
    stop.click()
    asked.clear()
    page.wait_for_timeout(6_000)  # milliseconds, longer than between two refreshes
    assert not asked
    expect(page.get_by_text("toutes les cinq secondes")).to_be_hidden()
    page.get_by_role("button", name="Rafraîchir").click()
    expect(stop).to_be_focused()


def test_what_opens_shows_a_triangle(open_admin: OpenAdmin) -> None:
    for name in ["several claims", "desk of a claim", "letter to be"]:
        summary = open_admin(name).locator("main summary").first
        assert summary.evaluate("it => getComputedStyle(it).listStyleType").startswith("disclosure-"), name
        assert summary.evaluate("it => getComputedStyle(it).display") == "list-item", name
