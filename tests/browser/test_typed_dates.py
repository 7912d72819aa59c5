"""What an editor types into a date's field stays there: the picker beside it puts nothing in its place."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.served.site import ServedSite

pytestmark = pytest.mark.browser

TYPED = {  # in the field's own form, in another, in none
    "start_date": ["15/09/2023", "15 septembre 2023", "12/31/2023"],
    "start_time": ["14:30", "14h30", "bientôt"],
    "go_live_at": ["24/12/2999 08:00", "24 décembre 2999 à 8 h", "Noël"],
}
TYPE = """([name, text]) => {
    const field = jQuery(`#id_${name}`);
    field.trigger("focusin").trigger("open").val(text).trigger("input").trigger("blur").trigger("close");
    return field.val();
}"""


def test_typed_dates_and_times_stay_as_they_were_typed(open_page: OpenPage, served: ServedSite, admin_url: str) -> None:
    page = open_page("fr")
    page.context.add_cookies([{"name": "sessionid", "value": served.inventory["sessions"]["fr"], "url": admin_url}])
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.set_default_timeout(60_000)  # milliseconds: a machine may be busy
    page.goto(f"{admin_url}/admin/events/")
    page.locator("main table td a[href*='/edit/']").first.click()
    page.locator(".xdsoft_datetimepicker").nth(3).wait_for(state="attached")
    for name, texts in TYPED.items():
        for text in texts:
            assert page.evaluate(TYPE, [name, text]) == text
    page.get_by_role("tab", name="Informations").click()
    field = page.locator("#id_start_date")
    field.fill("15 septembre 2023")
    field.press("Tab")
    page.locator("#id_start_time").click()  # the picker of the date closes, that of the time opens
    page.keyboard.press("Escape")
    expect(field).to_have_value("15 septembre 2023")
