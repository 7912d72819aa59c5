"""Links between pages in rich text."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from translations.models import BasePage


class OneQueryPageLinkHandler(PageLinkHandler):
    """Wagtail's handler fetches each kind of page apart; an address needs what every page has, so one query does."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        pages = BasePage.objects.in_bulk([int(attrs["id"]) for attrs in attrs_list if attrs.get("id", "").isdigit()])
        urls = [pages[int(attrs["id"])].url if int(attrs.get("id", 0)) in pages else None for attrs in attrs_list]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
