"""Menus made from the tree."""

from typing import Any

from django import template
from django.db.models import Value
from wagtail.models import Site

from translations.models import BasePage

from ..models import StandardPage

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
    pages = BasePage.objects.visible().descendant_of(home).order_by()
    pages = pages.only("path", "depth", "title", "menu_title", "url_path")
    main = pages.filter(show_in_menus=True, depth=home.depth + 1).annotate(in_foot=Value(0))
    foot = pages.filter(pk__in=StandardPage.objects.filter(show_in_footer=True).values("pk")).annotate(in_foot=Value(1))
    both = list(main.union(foot, all=True).order_by("path"))  # as one condition, it would look at each page of the site
    main = [page for page in both if not page.in_foot]
    shown = getattr(context.get("page"), "path", None) or ""
    for page in main:
        page.current = "page" if page.path == shown else "true" if shown.startswith(page.path) else ""
    return {"main": main, "foot": [page for page in both if page.in_foot]}
