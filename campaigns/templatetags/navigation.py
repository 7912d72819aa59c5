"""Menus and ways made from the tree."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.db import connections
from django.db.models import F, Value
from modeltranslation.utils import get_translation_fields

from translations.addresses.sites import find_site
from translations.models import BasePage

from ..models import CampaignPage, StandardPage

register = template.Library()

MAIN, OWN, FOOT, CAMPAIGN = range(4)


@register.simple_tag(takes_context=True)
def home_page(context: dict[str, Any]) -> BasePage | None:
    """Return the home page of the site that this request is for."""
    site = find_site(context["request"])
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
    """Return the pages of every menu around the page with the path `shown`, each with the `menu` it belongs to."""
    branch = shown[: len(home.path) + home.steplen]  # the path of the child of home that the page is, or is below
    values = {
        HOME_PATH: home.path,
        BRANCH_PATH: branch or "-",
        HOME_KEY: home.pk,
        HOME_DEPTH: home.depth,
        BELOW: home.depth + 1,
        FURTHER_BELOW: home.depth + 2,
    }
    database = BasePage.objects.db
    sql, parameters = make_statement(database)
    with connections[database].cursor() as cursor:
        cursor.execute(sql, [fill_in(parameter, values) for parameter in parameters])
        rows = cursor.fetchall()
    pages = []
    for row in rows:
        page: Any = BasePage.from_db(database, MENU_COLUMNS, row[: len(MENU_COLUMNS)])
        page.accent, page.is_example, page.menu = row[len(MENU_COLUMNS) :]
        pages.append(page)
    return pages


# Values to fill in, which no page has.
HOME_PATH, BRANCH_PATH = "{home}", "{branch}"
HOME_KEY, HOME_DEPTH, BELOW, FURTHER_BELOW = range(2_000_000_001, 2_000_000_005)
MENU_TEXTS = [text for name in ("title", "menu_title", "url_path") for text in (name, *get_translation_fields(name))]
MENU_FIELDS = {"id", "path", "depth", *MENU_TEXTS}
MENU_COLUMNS = [
    field.attname for field in BasePage._meta.concrete_fields if field.attname in MENU_FIELDS
]  # as from_db() asks


@cache
def make_statement(database: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of the menus and its parameters, to be filled in.

    It is made once, as each page has menus, and making it takes ten times as long as asking. As one condition instead
    of a union, it would look at each page of the site.
    """
    pages = BasePage.objects.using(database).rewrite(False).visible().order_by()
    below = pages.filter(path__startswith=HOME_PATH, depth__gte=HOME_DEPTH).exclude(pk=HOME_KEY)
    in_menus = below.filter(show_in_menus=True).annotate(accent=Value(""), is_example=Value(False))
    legal = StandardPage.objects.filter(show_in_footer=True).order_by().values("pk")
    campaigns = pages.filter(path__in=[HOME_PATH, BRANCH_PATH], pk__in=CampaignPage.objects.order_by().values("pk"))
    main, *others = (
        in_menus.filter(depth=BELOW).annotate(menu=Value(MAIN)),
        in_menus.filter(depth=FURTHER_BELOW, path__startswith=BRANCH_PATH).annotate(menu=Value(OWN)),
        below.filter(pk__in=legal).annotate(accent=Value(""), is_example=Value(False), menu=Value(FOOT)),
        campaigns.annotate(
            accent=F("campaignpage__accent"), is_example=F("campaignpage__is_example"), menu=Value(CAMPAIGN)
        ),
    )
    columns = [*MENU_COLUMNS, "accent", "is_example", "menu"]
    menus = main.values_list(*columns).union(*(other.values_list(*columns) for other in others), all=True)
    sql, parameters = menus.order_by("path").query.sql_with_params()
    return sql, tuple(parameters)


def fill_in(parameter: Any, values: dict[Any, Any]) -> Any:
    if isinstance(parameter, str):
        return parameter.replace(HOME_PATH, values[HOME_PATH]).replace(BRANCH_PATH, values[BRANCH_PATH])
    return values.get(parameter, parameter)


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
