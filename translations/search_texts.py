"""What of a page is searched. Any page type is, without further work; it may say more, or less, of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import prefetch_related_objects
from wagtail.models import AbstractPage

from .languages import column
from .texts.paths import names_of, places_of

NOT_IN_TEXT = {"title", "seo_title", "search_description", "menu_title"}


@dataclass(frozen=True)
class SearchPart:
    """A part of a page that is found by itself: `name` tells it from the others, readers cite it by its `mark`."""

    name: str
    facet: Any  # a search.facets.SearchFacet
    mark: str
    title: str
    texts: list[str]


class SearchedPageMixin:
    """Says what a search finds a page by."""

    search_facet: ClassVar[Any] = None  # a search.facets.SearchFacet; none: the page type is a kind of its own
    part_facets: ClassVar[list[Any]] = []  # those of what get_search_parts() returns
    mark_field: ClassVar[str] = ""  # name of the field by which readers cite the page
    summary: ClassVar[str]

    def get_search_texts(self, language: str) -> list[str]:
        """Return what can be read on the page in `language`, in pieces, its title apart.

        Those are its translated texts and those of its rows, and names of what they refer to: topics, organisations.
        Override it to add texts, or to leave some out.
        """
        places = [place for place in places_of(cast(models.Model, self)) if place[0] not in NOT_IN_TEXT]
        places.sort(key=lambda place: place[0] != self.summary)  # what the page is about comes first
        found = [piece for _path, holder, name in places for piece in read(holder, column(name, language))]
        return [*found, *names_in(self, language)]

    def get_search_keywords(self, language: str) -> list[str]:
        """Return words that lead to the page as those of its title do: days, countries, what else it is known by."""
        return []

    def get_search_parts(self, language: str) -> list[SearchPart]:
        """Return what of the page is found by itself in `language`, besides the page."""
        return []


def read(holder: models.Model, name: str) -> Iterator[str]:
    """Yield the text in field `name` of `holder`, without its tags; that of a body, block by block."""
    value = getattr(holder, name)
    if value:
        field = holder._meta.get_field(name)
        get_content = getattr(field, "get_searchable_content", None)
        yield from map(str, get_content(value) if get_content else [value])


def names_in(page: Any, language: str) -> Iterator[str]:
    """Yield the translated names of what `page` and its rows refer to, each once."""
    named = dict.fromkeys(referred_to(page))
    yield from filter(None, (getattr(other, column("name", language)) for other in named))


def referred_to(page: Any) -> Iterator[models.Model]:
    from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

    holders = [page]
    for relation in get_all_child_relations(type(page)):
        if names := [field.name for field in relation.related_model._meta.fields if has_name(field)]:
            rows = list(getattr(page, relation.get_accessor_name()).all())
            prefetch_related_objects(rows, *names)  # of all rows with one query, and once for all languages
            holders += rows
    for holder in holders:
        for field in holder._meta.fields:
            if has_name(field) and (other := getattr(holder, field.name)):
                yield other
    for field in get_all_child_m2m_relations(type(page)):
        if has_name(field):
            yield from getattr(page, field.name).all()


def has_name(field: Any) -> bool:
    """Tell whether `field` refers to something with a translated name. People's names are not translated."""
    other = field.related_model
    return bool(other) and not issubclass(other, AbstractPage) and "name" in names_of(other)
