"""The translation desk as translators use it: by keyboard, saved by itself, two at once."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from campaigns.models import StandardPage
from tests.factories import StandardPageFactory
from translation_desk.editor.translatables import url_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("admin in a browser"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


PASTE = """(html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture(autouse=True, scope="module")
def _beside_playwright() -> None:
    """Let Django ask the database in the thread in which Playwright's event loop waits, until the session ends."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=30_000)  # milliseconds: a machine may be busy


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    """Return the server's address by number: the browser knows no names."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
    return str(live_server.url).replace("localhost", "127.0.0.1")


@pytest.fixture
def page(address: str) -> StandardPage:
    block = {"type": "text", "value": "<p>Bonjour à vous</p>", "id": "1"}
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", body_fr=[block])
    page.save_revision().publish()
    return page


@pytest.fixture
def sit_down(browser: Browser, address: str, page: StandardPage) -> Iterator[Callable[[str], Page]]:
    contexts = []

    def open_desk(name: str) -> Page:
        user = get_user_model().objects.create_superuser(name, f"{name}@exemple.fr")
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
        contexts.append(context)
        window = context.new_page()
        window.goto(url_of(page, "en"))
        return window

    yield open_desk
    for context in contexts:
        context.close()


def draft() -> StandardPage:
    return StandardPage.objects.get().get_latest_revision_as_object()


def told(window: Page) -> Any:
    return expect(window.locator("[data-told]"))


def test_desk_is_used_by_keyboard_and_by_two_at_once(sit_down: Callable[[str], Page]) -> None:
    """One test, as what a served database holds before the first is not there for a second."""
    translate_by_keyboard(sit_down("eva"))
    change_one_text(sit_down("ana"), sit_down("bo"))


def translate_by_keyboard(window: Page) -> None:
    """Go from text to text and write, and see all of it saved without a button."""
    window.locator(".editor-segment input[type=text]").first.focus()
    window.keyboard.press("Alt+ArrowDown")
    window.keyboard.type("The first")
    window.keyboard.press("Alt+ArrowDown")
    window.keyboard.type("Good morning ")
    window.evaluate(PASTE, "x<sup>2</sup>, H<sub>2</sub>O, 1<sup>er</sup>")
    told(window).not_to_be_empty()
    expect(window.locator(".translation-editor[data-changed]")).to_have_count(0)
    assert draft().lead_en == "The first"
    assert "Good morning x², H₂O, 1er" in draft().body_en[0].value.source
    expect(window.locator('.editor-segment[data-status="missing"]')).to_have_count(0)


def change_one_text(ana: Page, bo: Page) -> None:
    """See the later one told, shown the difference, and asked to decide."""
    for window, words in ((ana, "Hers"), (bo, "His")):
        window.locator(".editor-segment textarea").first.fill(words)
        told(window).not_to_be_empty()
    assert draft().lead_en == "Hers"
    expect(bo.locator(".editor-difference del")).to_contain_text("Hers")
    disputed = bo.locator('input[name$="-disputed"][value="True"]')
    bo.locator("footer button[type=submit]").first.click()
    expect(disputed).to_have_count(1)
    expect(bo.locator(".editor-segment textarea").first).to_have_value("His")
    assert draft().lead_en == "Hers"
    bo.locator("footer button[type=submit]").first.click()
    expect(disputed).to_have_count(0)
    assert draft().lead_en == "His"
