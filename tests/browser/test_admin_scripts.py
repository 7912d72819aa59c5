"""The admin works under a policy that runs no inline script without its nonce, rows added in the browser included."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.served.site import ServedSite

pytestmark = pytest.mark.browser


def refused(page: Page) -> list[str]:
    """Return a list that grows with what the browser refuses on `page` because of a policy."""
    found: list[str] = []
    page.on(
        "console", lambda message: found.append(message.text) if "Content Security Policy" in message.text else None
    )
    return found


def test_policy_refuses_nothing_that_editors_need(open_page: OpenPage, served: ServedSite, admin_url: str) -> None:
    page = open_page("fr")
    page.context.add_cookies([{"name": "sessionid", "value": served.inventory["sessions"]["fr"], "url": admin_url}])
    page.set_default_timeout(60_000)  # milliseconds: a machine may be busy
    found = refused(page)
    for address in ("", "images/", "claims/", "snippets/", "translation-files/"):
        page.goto(f"{admin_url}/admin/{address}", wait_until="networkidle")
    page.goto(f"{admin_url}/admin/reports/", wait_until="networkidle")
    page.locator("main table td a[href*='/edit/']").first.click()
    page.locator("#id_attachments-ADD").evaluate("button => button.click()")  # it is on another tab
    chooser = page.locator("[id^=id_attachments-][id$=-document-chooser]").last
    chooser.locator("[data-chooser-action-choose]").first.evaluate("button => button.click()")
    expect(page.locator(".modal-body")).to_be_visible()
    assert found == []
