"""What sorts of page a search can be narrowed to. Page types say so themselves: nothing here knows any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models


@dataclass(frozen=True)
class Kind:
    """A choice on the search page: `key` stands in its address, `label` is shown, in the reader's language."""

    key: str
    label: Any


OTHER = Kind("other", _("Other pages"))


def kind_of(page_type: type[Any]) -> Kind:
    """Return the kind that `page_type` declares as `search_kind`; else a kind of its own, named as in the admin.

    What a site has but one of is no kind.
    """
    if page_type.search_kind:
        kind: Kind = page_type.search_kind
        return kind
    if page_type.max_count == 1:
        return OTHER
    return Kind(page_type._meta.model_name.removesuffix("page"), page_type._meta.verbose_name_plural)


def list_kinds() -> dict[str, Kind]:
    """Map the key of each kind to it, OTHER last."""
    kinds = {kind.key: kind for kind in map(kind_of, get_page_models()) if kind != OTHER}
    return {**kinds, OTHER.key: OTHER}
