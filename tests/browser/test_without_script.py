"""Whole journeys in a browser that runs no script, as readers go: from link to link, by what they read there."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.served.newsletter import link_in
from tests.served.site import ServedSite
from translations.languages import LANGUAGES

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(open_page: OpenPage, language: str) -> Page:
    return open_page(language, java_script_enabled=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_choice_of_language_to_a_claim_and_back_to_the_register(
    language: str, reader: Page, served: ServedSite
) -> None:
    pages = served.inventory["pages"]
    claim = next(page for page in pages if page["mark"])
    report = next(page for page in pages if page["code"] and claim["mark"].startswith(f"{page['code']}-"))
    register = next(page for page in pages if page["type"] == "claims.ClaimIndexPage")

    reader.goto("/")
    follow(reader, f"/{language}/")
    follow(reader, claim["urls"][language])
    expect(reader.locator("h1")).to_contain_text(claim["mark"])
    follow(reader, report["urls"][language])
    expect(reader.locator("h1")).to_contain_text(report["titles"][language])
    follow(reader, register["urls"][language])
    assert len(find_marks(reader)) == len(served.inventory["marks"])


def follow(page: Page, address: str) -> None:
    """Click on the first link to `address` in the page, and arrive there."""
    page.locator(f"a[href='{address}']").first.click()
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_register_can_be_filtered_by_workshop(language: str, reader: Page, served: ServedSite) -> None:
    register = next(page for page in served.inventory["pages"] if page["type"] == "claims.ClaimIndexPage")
    for code in (page["code"] for page in served.inventory["pages"] if page["code"]):
        reader.goto(register["urls"][language])
        expected = {mark for mark in served.inventory["marks"] if mark.startswith(f"{code}-")}
        reader.locator(".filters summary").click()
        if not expected:  # a workshop without claims is no choice
            assert not reader.locator(f"option[value='{code}']").count()
            continue
        reader.locator("#f-workshop").select_option(code)
        reader.locator(".filters button").click()
        reader.wait_for_url(f"**workshop={code}&**")
        assert find_marks(reader) == expected


def find_marks(page: Page) -> set[str]:
    """Return the marks that the text of the page shows."""
    return {mark for mark in page.locator("main .mark").all_inner_texts() if re.fullmatch(r"[A-Z]+-\d+", mark)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_mark_typed_in_the_search_box_leads_to_its_claim(language: str, reader: Page, served: ServedSite) -> None:
    claim = next(page for page in served.inventory["pages"] if page["mark"])
    reader.goto(served.inventory["views"]["search"][language])
    box = reader.locator("form[role=search]")
    box.locator("input[name=q]").fill(claim["mark"].lower().replace("-", " "))
    box.locator("button").click()
    expect(reader).to_have_url(served.url + claim["urls"][language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_address_leads_to_the_claim_in_the_readers_language(
    language: str, reader: Page, served: ServedSite
) -> None:
    claim = next(page for page in served.inventory["pages"] if page["mark"])
    reader.goto(f"/r/{claim['mark']}")
    expect(reader).to_have_url(served.url + claim["urls"][language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_subscribes_confirms_and_leaves(language: str, reader: Page, served: ServedSite) -> None:
    address = f"reader-{language}@example.org"
    form = served.inventory["views"]["subscribe"][language]
    reader.goto(f"/{language}/")
    follow(reader, form)

    send_coupon(reader, "nobody")
    expect(reader.locator("[name=email]")).to_have_value("nobody")
    expect(reader.locator("[name=email]")).to_have_attribute("aria-invalid", "true")
    assert_described(reader, "[name=email]")

    send_coupon(reader, address)
    expect(reader).to_have_url(served.url + served.inventory["views"]["subscribe_sent"][language])

    press_button_behind(reader, link_in(served.mails_to(address)[-1], served))
    reader.goto(form)
    send_coupon(reader, address)
    reader.goto(link_in(served.mails_to(address)[-1], served))
    reader.locator("[name=rhythm][value=each]").check()
    reader.locator("main button").click()
    expect(reader.locator("[role=status]")).to_be_visible()
    expect(reader.locator("[name=rhythm][value=each]")).to_be_checked()
    press_button_behind(reader, reader.locator("section[aria-labelledby=stop] a").evaluate("link => link.href"))
    assert len(served.mails_to(address)) == 2
    assert reader.context.cookies() == []


def send_coupon(page: Page, address: str) -> None:
    """Type `address` and send the coupon; the browser's own check, which would keep a wrong one back, is off."""
    field = page.locator("[name=email]")
    form = page.locator("form", has=field)
    form.evaluate("form => { form.noValidate = true }")
    field.fill(address)
    form.locator("button").click()


def assert_described(page: Page, field: str) -> None:
    """An error stands in words where aria-describedby of its field points (WCAG 3.3.1)."""
    ids = (page.locator(field).get_attribute("aria-describedby") or "").split()
    assert any(page.locator(f"#{name}").inner_text().strip() for name in ids)


def press_button_behind(page: Page, link: str) -> None:
    """Open a link from a mail, which alone changes nothing, and press the button it shows."""
    page.goto(link)
    before = page.locator("h1").inner_text()
    page.reload()
    expect(page.locator("h1")).to_have_text(before)
    page.locator("main form button").click()
    expect(page.locator("h1")).not_to_have_text(before)
