"""Filters of lists in the admin by how far each translation has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Expression, Model, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.pages.listing import GenericPageFilterSet

from translations.languages import NAMES, TRANSLATIONS
from translations.models import BasePage
from translations.status.records import TranslationStatus

from .status_queries import draft_status, stored_status


class StatusFilter(ChoiceFilter):
    def __init__(self, language: str, status: Callable[[str], Expression]) -> None:
        label = format_lazy(_("Translation: {language}"), language=NAMES[language])
        super().__init__(label=label, choices=TranslationStatus.choices)
        self.status = status(language)

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Choose by key, as Wagtail's search takes conditions on no other expression."""
        if not value:
            return queryset
        chosen = queryset.model._base_manager.alias(status_chosen=self.status).filter(status_chosen=value)
        return queryset.filter(pk__in=chosen.order_by().values("pk"))


class TranslationFilters:
    """For a set of filters: one more for each language that is translated into."""

    filters: dict[str, Any]
    status: Callable[[str], Expression] = staticmethod(draft_status)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in TRANSLATIONS:
            self.filters[f"translation_{language}"] = StatusFilter(language, self.status)


class TranslatedPageFilterSet(TranslationFilters, WagtailFilterSet):
    """Filters by state and by how far each translation has come."""

    live = ChoiceFilter(
        label=pgettext_lazy("translation_desk", "Status"),
        choices=[("True", pgettext_lazy("pages", "Published")), ("False", pgettext_lazy("translation_desk", "Draft"))],
    )

    class Meta:
        model = BasePage
        fields: list[str] = []


class TranslatedExplorerFilterSet(TranslationFilters, GenericPageFilterSet):
    """Wagtail's own filters of its explorer, and ours."""

    class Meta(GenericPageFilterSet.Meta):
        pass


class TranslatedSnippetFilterSet(TranslationFilters, WagtailFilterSet):
    status = staticmethod(stored_status)


def snippet_filters(model: type[Model]) -> type[WagtailFilterSet]:
    """Return filters of a list of `model` by how far each translation has come."""
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}FilterSet", (TranslatedSnippetFilterSet,), {"Meta": meta})
