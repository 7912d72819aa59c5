"""The report on translations: each page and snippet in each language, to be narrowed down and taken away."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button

from content.csv_formulas import neutralise
from translations.admin_access.choosers import may_edit_anything
from translations.languages import NAMES, SOURCE, TRANSLATIONS
from translations.models import BasePage
from translations.permissions import languages_of
from translations.status.records import TranslationStatus

from .columns import DayColumn, PlainColumn, status_words
from .items import TO_DO, TranslationItem, count_listed, list_translatable_types, list_translation_items

WAITING = "to-do"  # the choice of all that is not current


class WorkFilterSet(WagtailFilterSet):
    """What the editor chose; `list_translation_items` does the choosing, before pages and snippets are put together."""

    status = ChoiceFilter(
        label=pgettext_lazy("translation_desk", "Status"),
        choices=[*TranslationStatus.choices, (WAITING, _("Anything still to do"))],
    )
    type = ChoiceFilter(label=pgettext_lazy("translation_desk", "Type"))
    language = ChoiceFilter(
        label=pgettext_lazy("translation_desk", "Language"), choices=[(code, NAMES[code]) for code in TRANSLATIONS]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (str(key), capfirst(model._meta.verbose_name))
            for key, model in list_translatable_types(self.request.user).items()
        ]
        self.filters["type"].extra["choices"] = sorted(kinds, key=lambda kind: str(kind[1]))

    @property
    def chosen(self) -> dict[str, Any]:
        values = self.form.cleaned_data if self.is_valid() else {}
        status = values.get("status")
        return {
            "statuses": TO_DO if status == WAITING else [status] if status else [],
            "kind": int(values["type"]) if values.get("type") else None,
            "language": values.get("language") or "",
        }

    class Meta:
        model = BasePage
        fields: list[str] = []


class TitleColumn(PlainColumn):
    """The title in the source's language, which leads to where the text is translated."""

    def get_value(self, instance: TranslationItem) -> SafeString:
        return format_html('<a href="{}" lang="{}">{}</a>', instance.translation_url, SOURCE, instance.title)


class WorkStatusColumn(PlainColumn):
    def get_value(self, instance: TranslationItem) -> SafeString:
        published = TranslationStatus(instance.published) if instance.published else None
        return status_words(TranslationStatus(instance.status), published)


class TranslationsReport(ReportView):
    """In one query for a page of the list and one to count it, and those that ask who may edit what."""

    page_title = pgettext_lazy("translation_desk", "Translations")
    header_icon = "globe"
    index_url_name = "translations_report"
    index_results_url_name = "translations_report_results"
    filterset_class = WorkFilterSet
    default_ordering = "item_rank"
    verbose_name_plural = pgettext_lazy("translation_desk", "translations")
    export_filename = "translations"
    list_export = [
        "title", "type", "language", "status", "published", "changed_on", "confirmed_on", "published_at", "edit_url",
    ]  # fmt: skip
    export_headings = {
        "title": pgettext_lazy("translation_desk", "Title"),
        "type": pgettext_lazy("translation_desk", "Type"),
        "language": pgettext_lazy("translation_desk", "Language"),
        "status": pgettext_lazy("translation_desk", "Status"),
        "published": pgettext_lazy("translation_desk", "Published status"),
        "changed_on": _("Original changed on"),
        "confirmed_on": _("Translation marked up to date on"),
        "published_at": pgettext_lazy("translation_desk", "Published on"),
        "edit_url": pgettext_lazy("translation_desk", "address"),
    }
    columns = [
        TitleColumn(
            "title", label=pgettext_lazy("translation_desk", "Title"), sort_key="item_title", classname="title"
        ),
        PlainColumn("type", label=pgettext_lazy("translation_desk", "Type"), sort_key="item_kind"),
        PlainColumn(
            "language",
            label=pgettext_lazy("translation_desk", "Language"),
            accessor="language_name",
            sort_key="item_language",
        ),
        WorkStatusColumn("status", label=pgettext_lazy("translation_desk", "Status"), sort_key="item_rank"),
        DayColumn("changed_on", label=_("Original changed on"), sort_key="item_changed"),
        DayColumn("confirmed_on", label=_("Translation marked up to date on"), sort_key="item_confirmed"),
        DayColumn(
            "published_at", label=pgettext_lazy("translation_desk", "Published on"), sort_key="item_published_at"
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return (
            super().dispatch(request, *args, **kwargs)
            if may_translate_anything(request.user)
            else permission_denied(request)
        )

    def get_base_queryset(self) -> QuerySet[Any]:
        return list_translation_items(self.request.user, **(self.filters.chosen if self.filters else {}))

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = F(self.ordering.removeprefix("-"))
        first = (chosen.desc if self.ordering.startswith("-") else chosen.asc)(nulls_last=True)
        return queryset.order_by(first, "item_changed", "item_kind", "item_key", "item_language")

    def get_filtered_queryset(self) -> QuerySet[Any]:
        return self.get_queryset()

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Count apart: to count rows with all of their columns takes longer than to read a page of them."""
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = count_listed(self.request.user, **(self.filters.chosen if self.filters else {}))
        return paginator

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, more = super().paginate_queryset(queryset, page_size)
        page.object_list = [TranslationItem.of(row) for row in rows]
        return paginator, page, page.object_list, more

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        translation = TranslationItem.of(item)
        special = {
            "language": translation.language_name,
            "status": translation.status_label,
            "published": translation.published_label,
            "edit_url": self.request.build_absolute_uri(translation.edit_url),
        }
        return {name: special[name] if name in special else getattr(translation, name) for name in self.list_export}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Let no text begin as a formula does. Wagtail has nothing to do with texts, and takes long to find that."""
        if isinstance(value, str):
            return neutralise(value) if export_format == self.FORMAT_CSV else value
        value = super().preprocess_field_value(field, value, export_format)
        if isinstance(value, str) and export_format == self.FORMAT_CSV:
            return neutralise(value)
        return value if value is not None or export_format == self.FORMAT_XLSX else ""

    def write_csv_response(self, queryset: Any) -> HttpResponse:
        """Write all of it now: what is streamed later is written when the editor's language is not active any more."""
        response = HttpResponse(b"".join(self.stream_csv(queryset)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
        return response

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        guide = Button(
            pgettext_lazy("translation_desk", "Guide"), url=reverse("translations_guide"), icon_name="help", priority=10
        )
        return [guide, *super().header_more_buttons]


def may_translate_anything(user: Any) -> bool:
    """Tell whether there is anything that `user` may edit and a language to translate it into."""
    return bool(set(languages_of(user)) & set(TRANSLATIONS)) and may_edit_anything(user)


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_translate_anything(request.user)
