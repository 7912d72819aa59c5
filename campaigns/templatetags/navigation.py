"""Menus made from the tree."""

from typing import Any

from django import template
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
def main_menu(context: dict[str, Any], home: BasePage | None) -> list[BasePage]:
    """Return the pages under `home` that editors chose to show in menus.

    Each gets `current`, the value of its link's aria-current: "page" for the page shown, "true" for one above it.
    """
    shown = getattr(context.get("page"), "path", None) or ""
    menu = list(BasePage.objects.visible().child_of(home).in_menu()) if home else []
    for item in menu:
        item.current = "page" if item.path == shown else "true" if shown.startswith(item.path) else ""
    return menu


@register.simple_tag
def footer_pages(home: BasePage | None) -> list[StandardPage]:
    """Return the legal and other pages that stand at the foot of every page."""
    if not home:
        return []
    return list(StandardPage.objects.visible().descendant_of(home).filter(show_in_footer=True).defer_streamfields())
