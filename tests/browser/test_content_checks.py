"""Wagtail's checker tells editors of each fault of a draft, in the language of their admin."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.served.site import ServedSite

pytestmark = pytest.mark.browser

WORDS = {
    "fr": {
        "Image sans texte de remplacement": 1,
        "Lien qui ne dit pas où il mène": 2,
        "Forme inclusive avec des points": 1,
        "Slug non traduit": 1,
        "Hiérarchie de titre incorrecte": 1,
    },
    "en": {
        "Picture without an alternative text": 1,
        "Link that does not say where it leads": 2,
        "Inclusive form with points": 1,
        "Slug not translated": 1,
        "Incorrect heading hierarchy": 1,
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_checker_tells_editors_of_each_fault(
    language: str, open_page: OpenPage, served: ServedSite, admin_url: str
) -> None:
    page = open_page(language)
    session = served.inventory["sessions"][language]
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": admin_url}])
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{admin_url}/admin/pages/{served.inventory['faulty']}/view_draft/")
    expect(page).to_have_title(re.compile("Fautes"))
    names = page.locator("[data-content-checker-name]")
    expect(names).not_to_have_count(0, timeout=20_000)
    for words, times in WORDS[language].items():
        expect(names.filter(has_text=words)).to_have_count(times)
    assert not refused
