"""Wagtail's own lists of pages, with a column and a filter for how far each translation has come."""

from __future__ import annotations

from typing import Any

from django.utils.functional import classproperty
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView

from .columns import status_columns
from .filters import TranslatedExplorerFilterSet


def with_statuses(columns: list[Any]) -> list[Any]:
    """Return `columns` with those of translations before the page's own state."""
    place = [column.name for column in columns].index("status")
    return [*columns[:place], *status_columns(width="12%"), *columns[place:]]


class TranslatedExplorerView(ExplorableIndexView):
    base_columns = with_statuses(ExplorableIndexView.base_columns)
    base_filterset_class = TranslatedExplorerFilterSet


class TranslatedTypeView(ContentTypeUseView):
    base_columns = with_statuses(ContentTypeUseView.base_columns)


class TranslatedSearchView(SearchView):
    @classproperty
    def columns(cls) -> list[Any]:
        return with_statuses(super().columns)
