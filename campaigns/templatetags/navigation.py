"""Menus and ways made from the tree."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import F, Value
from wagtail.models import Site

from translations.models import BasePage

from ..models import CampaignPage, StandardPage

register = template.Library()

MAIN, OWN, FOOT, CAMPAIGN = range(4)


@register.simple_tag(takes_context=True)
def home_page(context: dict[str, Any]) -> BasePage | None:
    """Return the home page of the site that this request is for."""
    site = Site.find_for_request(context["request"])
    return site.root_page if site else None


@register.simple_tag(takes_context=True)
def menus(context: dict[str, Any], home: BasePage | None) -> dict[str, Any]:
    """Return {main, campaign, own, foot}, from one query.

    `main` are the pages under `home` that editors chose to show in menus; `campaign` is the campaign that the page
    shown is part of, `own` its menu, with the campaign itself where `main` does not have it; `foot`
    are the site's legal pages, and that campaign's, but no other's.

    Each of `main` and `own` gets `current`, the value of its link's aria-current: "page" for the page shown, "true"
    for one above it.
    """
    if not home:
        return {"main": [], "campaign": None, "own": [], "foot": []}
    shown = getattr(context.get("page"), "path", None) or ""
    pages = find_pages_of_menus(home, shown)
    campaign = next((page for page in pages if page.menu == CAMPAIGN), None)
    for page in pages:
        page.current = "page" if page.path == shown else "true" if shown.startswith(page.path) else ""
    main = [page for page in pages if page.menu == MAIN]
    own = [page for page in pages if page.menu == OWN and campaign]
    if campaign and campaign.path not in {page.path for page in main}:
        own.insert(0, campaign)  # or nothing would say which campaign one is in, nor lead to its first page
    return {
        "main": main,
        "campaign": campaign,
        "own": own,
        "foot": [
            page for page in pages if page.menu == FOOT and (page.depth == home.depth + 1 or is_part(page, campaign))
        ],
    }


def find_pages_of_menus(home: BasePage, shown: str) -> list[Any]:
    """Return the pages of every menu around the page with the path `shown`, each with the `menu` it belongs to.

    As one condition instead of a union, it would look at each page of the site.
    """
    branch = shown[: len(home.path) + home.steplen]  # the path of the child of home that the page is, or is below
    pages = BasePage.objects.visible().order_by()
    pages = pages.only("path", "depth", "title", "menu_title", "url_path")
    below = pages.descendant_of(home)
    in_menus = below.filter(show_in_menus=True).annotate(accent=Value(""), is_example=Value(False))
    legal = StandardPage.objects.filter(show_in_footer=True).values("pk")
    campaigns = pages.filter(path__in={home.path, branch}, pk__in=CampaignPage.objects.values("pk"))
    main = in_menus.filter(depth=home.depth + 1).annotate(menu=Value(MAIN))
    return list(
        main.union(
            in_menus.filter(depth=home.depth + 2, path__startswith=branch or "-").annotate(menu=Value(OWN)),
            below.filter(pk__in=legal).annotate(accent=Value(""), is_example=Value(False), menu=Value(FOOT)),
            campaigns.annotate(
                accent=F("campaignpage__accent"), is_example=F("campaignpage__is_example"), menu=Value(CAMPAIGN)
            ),
            all=True,
        ).order_by("path")
    )


def is_part(page: BasePage, campaign: BasePage | None) -> bool:
    return campaign is not None and page.path.startswith(campaign.path) and page.path != campaign.path


@register.simple_tag(takes_context=True)
def way(context: dict[str, Any], page: BasePage) -> list[BasePage]:
    """Return the published pages between the home page and `page`, which the address was found by: for no query."""
    home = context.get("home") or home_page(context)
    above: list[BasePage] = []
    parent = page.get_parent() if page.pk else None
    while parent and home and parent.depth > home.depth:
        above.append(parent)
        parent = parent.get_parent()
    return [ancestor for ancestor in reversed(above) if ancestor.live]
