"""Lists of pages are light: the menu of each row is written as Wagtail does, in words alone."""

import re
from html import unescape

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import BaseButton, Button, ButtonWithDropdownFromHook

from tests.factories import ClaimPageFactory
from translation_desk.reports.columns import PlainColumn
from translation_desk.reports.row_menu import RowMenu, lighten_menus

MOST_OF_A_ROW = 3_200  # bytes; it was 6,600
LINK = re.compile(r"<(a|button type=\"button\") ([^>]*)>(.*?)</(?:a|button)>", re.DOTALL)


def links(html):
    """Return what each act leads to and what it is called."""
    found = []
    for _tag, attrs, content in LINK.findall(html):
        href = re.search('href="([^"]*)"', attrs)
        words = " ".join(re.sub("<[^>]*>", " ", content).split())
        found.append((href and unescape(href[1]), words, 'rel="noreferrer"' in attrs))
    return found


def test_menu_has_the_acts_that_wagtail_would_show(admin_user):
    page = ClaimPageFactory(title_fr="« L’<été> »")
    (button,) = (
        button
        for hook in hooks.get_hooks("register_page_listing_buttons")
        for button in hook(page=page, user=admin_user, next_url="/x/?a=1&b=2")
    )
    ours, theirs = RowMenu(button).render_html({}), button.render_html({})
    assert links(ours) == links(theirs)
    assert len(links(ours)) > 10
    hooked = [
        sorted(set(re.findall(r'data-(?:controller|w-dropdown-target)="[^"]*"', html))) for html in (ours, theirs)
    ]
    assert hooked[0] == hooked[1], "Wagtail's script looks for these"
    assert re.search('aria-label="([^"]*)"', ours)[1] == re.search('aria-label="([^"]*)"', theirs)[1]
    assert len(ours) < len(theirs) / 2


def test_act_that_is_no_link_is_left_to_wagtail(monkeypatch):
    class Other(BaseButton):
        def render_html(self, parent_context):
            return "<b>other</b>"

    acts = [Other("x"), Button("<y>", url="/?a=1&b=2", attrs={"rel": "noreferrer"})]
    button = ButtonWithDropdownFromHook("", hook_name="none", page=None, user=None, icon_name="site")
    monkeypatch.setattr(button, "dropdown_buttons", acts)
    html = RowMenu(button).render_html({})
    assert '<a href="/?a=1&amp;b=2" rel="noreferrer">&lt;y&gt;</a>' in html
    assert "<b>other</b>" in html


def test_other_buttons_of_a_row_stay():
    buttons = [plain := Button("x"), ButtonWithDropdownFromHook("", hook_name="none", page=None, user=None)]
    lighten_menus(buttons, page=None, user=None, context={})
    assert buttons[0] is plain
    assert isinstance(buttons[1], RowMenu)


@pytest.mark.parametrize("classname", [None, "mark"])
@pytest.mark.parametrize("value", [None, "", "a <b>", 12, 0])
def test_plain_cell_is_wagtails(classname, value):
    cells = []
    for column in (PlainColumn, Column):
        html = column("x", accessor=lambda _obj: value, classname=classname).render_cell_html(
            object(), {"row": None, "table": None}
        )
        cells.append("".join(html.split()))
    assert cells[0] == cells[1]


def test_row_of_the_claims_list_is_light(admin_client):
    report = ClaimPageFactory().get_parent()
    ClaimPageFactory(parent=report, title_en="An English title", statement_en="A statement")
    html = admin_client.get(reverse("claims:index")).content.decode()
    rows = re.findall(r"<tr[^>]*>\s*<td class=\"bulk-action.*?</tr>", html, re.DOTALL)
    assert len(rows) == 2
    assert max(len(row.encode()) for row in rows) <= MOST_OF_A_ROW
