"""The whole site as a list for readers, from the tree."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value, Window
from django.db.models.functions import Left, Length, RowNumber

from translations.models import LINK_FIELDS, BasePage

from .invented import IS_EXAMPLE

LEVELS = 3  # below the home page
MOST_CHILDREN = 15  # of one page: a list of more is its own page's task


def get_site_map(home: Any) -> list[BasePage]:
    """Return the visible pages right below `home`, each with `parts`, its own, and `hidden_parts`, how many more.

    A page that is an invented example, and so all below it, has `is_example`. One query a level: what is below pages
    that are not listed is not looked at.
    """
    home.parts, home.hidden_parts = [], 0
    top = find_children([home])
    listed = top
    for _level in range(1, LEVELS):
        listed = find_children(listed)
    return top


def find_children(parents: list[Any]) -> list[Any]:
    """Return the first visible children of each of `parents`, which get them as `parts`; they have none yet."""
    step = BasePage.steplen
    by_path = {parent.path: parent for parent in parents if parent.numchild}
    if not by_path:
        return []
    below = Q()
    for path in by_path:
        below |= Q(path__range=BasePage._get_children_path_interval(path))
    above = Left(F("path"), Length("path") - Value(step))
    children: Any = (
        BasePage.objects.visible()
        .filter(below, depth=parents[0].depth + 1)
        .annotate(
            place=Window(RowNumber(), partition_by=[above], order_by=F("path").asc()),
            from_end=Window(RowNumber(), partition_by=[above], order_by=F("path").desc()),
            is_example=Exists(BasePage.objects.filter(IS_EXAMPLE, pk=OuterRef("pk"))),
        )
        .filter(place__lte=MOST_CHILDREN)
        .order_by("path")
        .only(*LINK_FIELDS, "numchild")
    )
    found = list(children)
    for page in found:
        page.parts, page.hidden_parts = [], 0
        parent = by_path[page.path[:-step]]
        parent.parts.append(page)
        if page.place == MOST_CHILDREN:
            parent.hidden_parts = page.from_end - 1
    return found
