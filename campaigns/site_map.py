"""The whole site as a list for readers, from the tree."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Value, Window
from django.db.models.functions import Left, Length, RowNumber

from translations.models import BasePage

LEVELS = 3  # below the home page
MOST_CHILDREN = 15  # of one page: a list of more is its own page's task


def get_site_map(home: BasePage) -> list[BasePage]:
    """Return the visible pages right below `home`, each with `parts`, its own, and `hidden_parts`, how many more.

    One query, whatever the size of the site.
    """
    step = home.steplen
    above = Left(F("path"), Length("path") - Value(step))
    place = Window(RowNumber(), partition_by=[above], order_by=F("path").asc())
    pages = BasePage.objects.visible().descendant_of(home).filter(depth__lte=home.depth + LEVELS)
    counted = Window(RowNumber(), partition_by=[above], order_by=F("path").desc())
    listed: Any = pages.annotate(place=place, from_end=counted).filter(place__lte=MOST_CHILDREN).order_by("path")
    top: list[BasePage] = []
    known: dict[str, BasePage] = {}
    for page in listed.only("path", "depth", "title", "url_path"):
        page.parts, page.hidden_parts = [], 0
        parent = known.get(page.path[:-step])
        if page.depth == home.depth + 1:
            top.append(page)
        elif parent is None:
            continue  # below a page that is hidden, or not listed
        else:
            parent.parts.append(page)
            if page.place == MOST_CHILDREN:
                parent.hidden_parts = page.from_end - 1
        known[page.path] = page
    return top
