"""Columns of lists in the admin that tell how far each translation has come."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn

from translations.languages import NAMES, SOURCE, TRANSLATIONS, column
from translations.models import BasePage
from translations.status.records import TranslationStatus
from translations.status.statuses import TranslationStatusMixin


def title_in(page: BasePage, language: str) -> str:
    """Return the title of `page`'s latest draft in `language`, without fallback."""
    return getattr(page, column("draft_title", language)) or getattr(page, column("title", language)) or ""


def status_word(status: TranslationStatus) -> SafeString:
    """Return the word for `status`, in its colour (static/admin.css)."""
    return format_html('<span class="status-word" data-status="{}">{}</span>', status.value, status.label)


def status_words(status: TranslationStatus, published: TranslationStatus | None) -> SafeString:
    """Return the word for `status`, and where it is another one, what readers have.

    :param published: None for what readers cannot see
    """
    word = status_word(status)
    if published is None or published == status:
        return word
    note = gettext("published: {status}").format(status=published.label.lower())
    return format_html('{} <span class="status-note">{}</span>', word, note)


def describe_status(obj: TranslationStatusMixin, language: str) -> SafeString:
    """Tell the status that the translation has in the latest draft, and the one that readers have if it differs."""
    stored = obj.get_stored_status(language)
    if not isinstance(obj, BasePage):
        return status_word(stored)
    return status_words(obj.get_draft_status(language), stored if obj.live else None)


class SourceTitleColumn(PageTitleColumn):
    """Wagtail's column of titles, always in the source language: the others stand in columns of their own."""

    def get_cell_context_data(self, instance: BasePage, parent_context: Any) -> dict[str, Any]:
        instance.get_admin_display_title = partial(title_in, instance, SOURCE)
        return super().get_cell_context_data(instance, parent_context)


class PlainColumn(Column):
    """Wagtail's column, whose cells are written without a template: a list has hundreds of them."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        value = self.get_value(instance)
        shown = self.empty_value_display if value is None or not str(value).strip() else value
        return format_html('<td class="{}">{}</td>' if self.classname else "<td{}>{}</td>", self.classname or "", shown)


class TranslatedTitleColumn(PlainColumn):
    """The title in a translation's language, and that translation's status under it."""

    def __init__(self, language: str) -> None:
        super().__init__(column("title", language), label=NAMES[language], sort_key=column("title", language))
        self.language = language

    def get_value(self, instance: BasePage) -> SafeString:
        title = title_in(instance, self.language)
        return format_html(
            '<span lang="{}">{}</span> {}', self.language, title, describe_status(instance, self.language)
        )


class StatusColumn(PlainColumn):
    """The status of the translation into one language."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        label = format_lazy(_("Translation: {language}"), language=NAMES[language])
        super().__init__(f"translation_{language}", label=label, **kwargs)
        self.language = language

    def get_value(self, instance: TranslationStatusMixin) -> SafeString:
        return describe_status(instance, self.language)


class DayColumn(PlainColumn):
    def get_value(self, instance: Any) -> str:
        day = super().get_value(instance)
        return format_day(day) if day else "–"


def format_day(day: datetime.date | datetime.datetime) -> str:
    """Return `1 May 2026`, *1er mai 2026*: figures alone are read in two ways in English."""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day)
    number = "1er" if day.day == 1 and get_language() == "fr" else str(day.day)
    return f"{number}\u00a0{date_format(day, 'F Y')}"


def title_columns() -> list[Any]:
    title = SourceTitleColumn(
        "title", label=pgettext_lazy("translation_desk", "Title"), sort_key=column("title", SOURCE), classname="title"
    )
    return [title, *(TranslatedTitleColumn(language) for language in TRANSLATIONS)]


def status_columns(**kwargs: Any) -> list[Any]:
    return [StatusColumn(language, **kwargs) for language in TRANSLATIONS]
