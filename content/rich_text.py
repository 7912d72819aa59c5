"""Links between pages in rich text."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from translations.models import BasePage


class OneQueryPageLinkHandler(PageLinkHandler):
    """Wagtail's handler fetches each kind of page apart; an address needs what every page has, so one query does.

    A link to a draft, or to a page that not everybody may read, is only words: its slug would tell the title.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        keys = [read_key(attrs.get("id", "")) for attrs in attrs_list]
        pages = BasePage.objects.visible().in_bulk({key for key in keys if key})
        urls = [pages[key].url if key in pages else None for key in keys]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


def read_key(text: str) -> int | None:
    """Return the primary key that `text` names; None where it names none, as after a paste or an import."""
    return int(text) if text.isascii() and text.isdigit() else None
