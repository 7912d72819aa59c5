"""Menus made from the tree."""

from typing import Any

from django import template
from django.db.models import F, Q
from wagtail.models import Site

from translations.models import BasePage

register = template.Library()


@register.simple_tag(takes_context=True)
def home_page(context: dict[str, Any]) -> BasePage | None:
    """Return the home page of the site that this request is for."""
    site = Site.find_for_request(context["request"])
    return site.root_page if site else None


@register.simple_tag(takes_context=True)
def menus(context: dict[str, Any], home: BasePage | None) -> dict[str, list[BasePage]]:
    """Return {main, foot}: the pages under `home` that editors chose to show in menus, and at each page's foot.

    Each of `main` gets `current`, the value of its link's aria-current: "page" for the page shown, "true" for one
    above it.
    """
    if not home:
        return {"main": [], "foot": []}
    in_main, in_foot = Q(show_in_menus=True, depth=home.depth + 1), Q(standardpage__show_in_footer=True)
    pages = BasePage.objects.visible().descendant_of(home).filter(in_main | in_foot)
    pages = list(
        pages.only("path", "depth", "title", "menu_title", "url_path", "show_in_menus").annotate(
            in_foot=F("standardpage__show_in_footer")
        )
    )
    main = [page for page in pages if page.show_in_menus and page.depth == home.depth + 1]
    shown = getattr(context.get("page"), "path", None) or ""
    for page in main:
        page.current = "page" if page.path == shown else "true" if shown.startswith(page.path) else ""
    return {"main": main, "foot": [page for page in pages if page.in_foot]}
