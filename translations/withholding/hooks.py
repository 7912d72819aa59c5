"""Where editors find the page for withholding, who may use it, and what a page's history says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .acts import PERMISSION, may_withhold
from .views import WithholdView

ACTIONS = {
    "translations.withheld": pgettext_lazy("withholding", "Earlier texts withheld from readers"),
    "translations.shown_again": pgettext_lazy("withholding", "Withheld texts shown again"),
    "translations.erased": pgettext_lazy("withholding", "Withheld texts deleted"),
}


@hooks.register("register_admin_urls")
def add_address() -> list[Any]:
    return [path("withhold/<key:pk>/", WithholdView.as_view(), name="withhold_texts")]


@hooks.register("register_permissions")
def offer_permission() -> Any:
    app, _dot, codename = PERMISSION.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


@hooks.register("register_page_header_buttons")
def offer_withholding_in_header(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_withholding(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_withholding_in_listing(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_withholding(page, user)


def offer_withholding(page: Any, user: Any) -> Iterator[Button]:
    if page.pk and not page.is_root() and may_withhold(user, page):
        url = reverse("withhold_texts", args=[page.pk])
        yield Button(pgettext("withholding", "Withhold earlier texts"), url=url, icon_name="no-view", priority=90)


class ActOnTexts(LogFormatter):
    """An act, with the reason that readers are given; never with the words."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.label}: {log_entry.data.get('reason', '')}"


@hooks.register("register_log_actions")
def name_acts_on_texts(actions: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        actions.register_action(action)(type(action, (ActOnTexts,), {"label": label}))
