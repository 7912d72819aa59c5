"""Menus and ways made from the tree."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.db import connections
from django.db.models import Model
from modeltranslation.utils import get_translation_fields

from translations.addresses.sites import find_site
from translations.models import BasePage
from translations.sql_names import name_column, name_table
from translations.visibility import VisiblePageQuerySet

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
        "home": home.pk,
        "home_path": home.path,
        "branch_path": branch or "-",
        "below_home": f"{home.path}%",
        "below_branch": f"{branch or '-'}%",
        "depth": home.depth + 1,
    }
    database = BasePage.objects.db
    with connections[database].cursor() as cursor:
        cursor.execute(make_statement(database), values)
        rows = cursor.fetchall()
    pages = []
    for row in rows:
        page: Any = BasePage.from_db(database, [field.attname for field in MENU_FIELDS], row[: len(MENU_FIELDS)])
        page.accent, page.is_example, page.menu = row[len(MENU_FIELDS) :]
        pages.append(page)
    return pages


MENU_TEXTS = [text for name in ("title", "menu_title", "url_path") for text in (name, *get_translation_fields(name))]
MENU_FIELDS = [  # in the order in which from_db() asks for them
    field for field in BasePage._meta.concrete_fields if field.name in {"id", "path", "depth", *MENU_TEXTS}
]


@cache
def make_statement(database: str) -> str:
    """Return the statement of the menus, its parameters named.

    It is written out, and once: each page has menus, and for the ORM to make it takes ten times as long as asking. As
    one condition instead of a union, it would look at each page of the site.
    """

    def name(model: type[Model], field: str, of: str) -> str:
        return name_column(model, field, of, database)

    def select(menu: int, condition: str, *, accent: str = "''", is_example: str = "FALSE", join: str = "") -> str:
        return (
            f"SELECT {columns}, {accent} AS accent, {is_example} AS is_example, {menu} AS menu "  # noqa: S608  # names of our models
            f"FROM {name_table(BasePage, database)} page {join} WHERE {visible} AND {condition}"
        )

    pages: VisiblePageQuerySet = BasePage.objects.using(database)
    visible = pages.write_visible("page")
    columns = ", ".join(name(BasePage, field.name, "page") for field in MENU_FIELDS)
    path, depth, key = (name(BasePage, field, "page") for field in ("path", "depth", "id"))
    in_menus = name(BasePage, "show_in_menus", "page")
    below = f"{path} LIKE %(below_home)s AND {key} <> %(home)s"
    legal = (
        f"SELECT {name(StandardPage, 'basepage_ptr', 'legal')} FROM {name_table(StandardPage, database)} legal "  # noqa: S608  # likewise
        f"WHERE {name(StandardPage, 'show_in_footer', 'legal')}"
    )
    campaign = f"JOIN {name_table(CampaignPage, database)} campaign ON {name(CampaignPage, 'basepage_ptr', 'campaign')}"
    arms = [
        select(MAIN, f"{below} AND {in_menus} AND {depth} = %(depth)s"),
        select(OWN, f"{below} AND {in_menus} AND {depth} = %(depth)s + 1 AND {path} LIKE %(below_branch)s"),
        select(FOOT, f"{below} AND {key} IN ({legal})"),
        select(
            CAMPAIGN,
            f"{path} IN (%(home_path)s, %(branch_path)s)",
            accent=name(CampaignPage, "accent", "campaign"),
            is_example=name(CampaignPage, "is_example", "campaign"),
            join=f"{campaign} = {key}",
        ),
    ]
    return f"{' UNION ALL '.join(arms)} ORDER BY {name_column(BasePage, 'path', using=database)}"


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
