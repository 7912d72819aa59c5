"""The facets that a search can be narrowed to. Page types declare them: this module knows none of those types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy
from wagtail.models import get_page_models


@dataclass(frozen=True)
class SearchFacet:
    """A choice on the search page: `key` stands in its address, `label` is shown, in the reader's language.

    `singular` is what one hit of it is called, where that is no page of its own.
    """

    key: str
    label: Any
    singular: Any = ""


OTHER = SearchFacet("other", pgettext_lazy("site", "Other pages"))


def search_facet_of(page_type: type[Any]) -> SearchFacet:
    """Return the kind that `page_type` declares as `search_facet`; else a kind of its own, named as in the admin.

    What a site has but one of is no kind.
    """
    if page_type.search_facet:
        kind: SearchFacet = page_type.search_facet
        return kind
    if page_type.max_count == 1:
        return OTHER
    return SearchFacet(page_type._meta.model_name.removesuffix("page"), page_type._meta.verbose_name_plural)


def list_search_facets() -> dict[str, SearchFacet]:
    """Map the key of each kind to it, OTHER last."""
    facets = [
        facet for page_type in get_page_models() for facet in (search_facet_of(page_type), *page_type.part_facets)
    ]
    kinds = {kind.key: kind for kind in facets if kind != OTHER}
    return {**kinds, OTHER.key: OTHER}
