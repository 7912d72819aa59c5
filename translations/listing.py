"""Lists of pages in the admin: each title in its language, and how far each translation has come."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from .languages import LANGUAGES, NAMES, SOURCE, TRANSLATIONS, column
from .models import BasePage
from .status import TranslationStatus


def title_in(page: BasePage, language: str) -> str:
    """Return the title of `page`'s latest draft in `language`, without fallback."""
    return getattr(page, column("draft_title", language)) or getattr(page, column("title", language)) or ""


def status_word(status: TranslationStatus) -> SafeString:
    """Return the word for `status`, in its colour (static/admin.css)."""
    return format_html('<span class="status-word" data-status="{}">{}</span>', status.value, status.label)


class SourceTitleColumn(PageTitleColumn):
    """Wagtail's column of titles, always in the source language: the others stand in columns of their own."""

    def get_cell_context_data(self, instance: BasePage, parent_context: Any) -> dict[str, Any]:
        instance.get_admin_display_title = partial(title_in, instance, SOURCE)
        return super().get_cell_context_data(instance, parent_context)


class TranslatedTitleColumn(Column):
    """The title in a translation's language, and that translation's status under it."""

    def __init__(self, language: str) -> None:
        super().__init__(column("title", language), label=NAMES[language], sort_key=column("title", language))
        self.language = language

    def get_value(self, instance: BasePage) -> SafeString:
        status = status_word(instance.get_stored_status(self.language))
        return format_html('<span lang="{}">{}</span> {}', self.language, title_in(instance, self.language), status)


def title_columns() -> list[Any]:
    title = SourceTitleColumn("title", label=_("Title"), sort_key=column("title", SOURCE), classname="title")
    return [title, *(TranslatedTitleColumn(language) for language in TRANSLATIONS)]


def page_columns(*own: Any) -> list[Any]:
    """Return the columns of a list of pages: titles in every language after the first of its `own`, date and state."""
    return [
        BulkActionsColumn("bulk_actions"),
        *own[:1],
        *title_columns(),
        *own[1:],
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


class TranslatedPageFilterSet(WagtailFilterSet):
    """Filters by state and by how far each translation has come."""

    live = ChoiceFilter(label=_("Status"), choices=[("True", _("Published")), ("False", _("Draft"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in TRANSLATIONS:
            self.filters[f"translation_{language}"] = ChoiceFilter(
                field_name=f"translations__{language}__status",
                label=format_lazy(_("Translation: {language}"), language=NAMES[language]),
                choices=TranslationStatus.choices,
            )

    class Meta:
        model = BasePage
        fields: list[str] = []


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
