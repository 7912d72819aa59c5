from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail import hooks

from .editor import hooks as editor  # noqa: F401  # registers its own
from .exchange import hooks as exchange  # noqa: F401  # likewise
from .reports import urls
from .reports.report import ReportMenuItem
from .reports.row_menu import lighten_menus

hooks.register("construct_page_listing_buttons", lighten_menus)


@hooks.register("register_admin_urls")
def add_desk() -> list[Any]:
    return urls.urlpatterns


@hooks.register("register_reports_menu_item")
def offer_report() -> ReportMenuItem:
    url = reverse("translations_report")
    return ReportMenuItem(
        pgettext_lazy("translation_desk", "Translations"), url, name="translations", icon_name="globe", order=100
    )
