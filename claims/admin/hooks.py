"""Where editors find what they can do to claims: in the menus of a claim and of its report, and on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from workshops.models import WorkshopReportPage

from ..models import ClaimPage
from .decision_views import DECISION_ACTS, act_url
from .due import DuePanel, list_due_for
from .selection import may_keep


@hooks.register("register_page_header_buttons")
def offer_claim_acts_in_header(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_claim_acts(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_claim_acts_in_listing(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from offer_claim_acts(page, user, in_list=True)


def offer_claim_acts(page: Any, user: Any, *, in_list: bool = False) -> Iterator[Button]:
    """Yield what `user` may do to `page`, if it is a claim or a report."""
    if page.specific_class is ClaimPage:
        yield from offer_for_claim(page.specific_deferred, user, in_list=in_list)
    elif page.specific_class is WorkshopReportPage:
        yield from offer_for_report(page, user)


def offer_for_claim(claim: ClaimPage, user: Any, *, in_list: bool) -> Iterator[Button]:
    if not claim.mark or not may_keep(claim, user):
        return
    url = reverse("claims:record", args=[claim.pk])
    yield Button(pgettext("record of a claim", "Progress"), url=url, icon_name="history", priority=12)
    for place, (name, act) in enumerate(DECISION_ACTS.items()):
        if (act.listed or not in_list) and act.fits(claim):
            yield Button(act.label, url=act_url(name, claim), icon_name=act.icon, priority=80 + place)


def offer_for_report(report: Any, user: Any) -> Iterator[Button]:
    permissions = report.permissions_for_user(user)
    if permissions.can_add_subpage():
        url = reverse("claims:add_several", args=[report.pk])
        yield Button(_("Add several claims"), url=url, icon_name="list-ul", priority=16)
    if permissions.can_reorder_children():
        url = reverse("claims:order", args=[report.pk])
        yield Button(_("Order of the claims"), url=url, icon_name="order", priority=71)


@hooks.register("construct_homepage_panels")
def show_what_is_due(request: HttpRequest, panels: list[Any]) -> None:
    if list_due_for(request.user).exists():
        panels.append(DuePanel(request.user))
