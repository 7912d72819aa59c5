"""The facets that a search can be narrowed to. Page types declare them: this module knows none of those types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models


@dataclass(frozen=True)
class SearchFacet:
    """A choice on the search page: `key` stands in its address, `label` is shown, in the reader's language."""

    key: str
    label: Any


OTHER = SearchFacet("other", _("Other pages"))


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
    kinds = {kind.key: kind for kind in map(search_facet_of, get_page_models()) if kind != OTHER}
    return {**kinds, OTHER.key: OTHER}
