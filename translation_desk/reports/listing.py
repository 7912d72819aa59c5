"""Lists of pages in the admin: each title in its language, and how far each translation has come."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from translations.languages import LANGUAGES, column

from .columns import title_columns
from .filters import TranslatedPageFilterSet


def page_columns(*own: Any) -> list[Any]:
    """Return the columns of a list of pages: titles in every language after the first of its `own`, date and state."""
    return [
        BulkActionsColumn("bulk_actions"),
        *own[:1],
        *title_columns(),
        *own[1:],
        DateColumn(
            "latest_revision_created_at",
            label=pgettext_lazy("translation_desk", "Updated"),
            sort_key="latest_revision_created_at",
        ),
        PageStatusColumn("status", label=pgettext_lazy("translation_desk", "Status"), sort_key="live"),
    ]


class TranslatedPageIndexView(IndexView):
    base_filterset_class = TranslatedPageFilterSet

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return queryset.filter(self.get_search_condition(self.search_query)) if self.is_searching else queryset

    def get_search_condition(self, words: str) -> Q:
        """Find `words` in titles of any language, drafts' too: an editor looks for a page, not for a text."""
        condition = Q()
        for language in LANGUAGES:
            for name in ("title", "draft_title"):
                condition |= Q(**{f"{column(name, language)}__icontains": words})
        return condition

    def get_ordering(self) -> Any:
        ordering = self.request.GET.get("ordering")
        return ordering if ordering in self.get_valid_orderings() else self.default_ordering

    @cached_property
    def is_explicitly_ordered(self) -> bool:
        return True  # a filtered list, not one ranked by relevance: it keeps its order


class TranslatedPageListing(PageListingViewSet):
    """A list of all pages of one type, for a menu item of its own."""

    index_view_class = TranslatedPageIndexView
    filterset_class = TranslatedPageFilterSet

    @property
    def columns(self) -> list[Any]:
        return page_columns()

    @cached_property
    def menu_label(self) -> Any:
        return self.model._meta.verbose_name_plural.capitalize()
