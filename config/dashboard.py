"""The admin's first page: what there is of each kind, and what waits to be translated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from campaigns.models import ArticlePage
from claims.models import ClaimPage, Deliberation
from contacts.models import RegionPage
from translation_desk.reports.items import TO_DO, TranslationItem, count_translation_items, list_translation_items
from translation_desk.reports.report import WAITING, may_translate_anything
from translations.languages import NAMES, TRANSLATIONS
from translations.models import BasePage
from translations.permissions import languages_of
from translations.status.records import TranslationStatus
from workshops.models import ConventionPage, SynthesisPage, WorkshopReportPage

KINDS = {
    ClaimPage: "claims",
    WorkshopReportPage: "reports",
    SynthesisPage: "syntheses",
    ConventionPage: "conventions",
    ArticlePage: "articles",
    RegionPage: "region-pages",
}
SHOWN = 8  # of each list of what waits


@dataclass(frozen=True)
class Figure:
    """A number that leads to the list of what it counts."""

    count: int
    url: str
    status: str = ""
    label: Any = ""


@dataclass(frozen=True)
class PageTypeRow:
    """A kind of page: how many are published and drafts, and how far their translations have come."""

    name: str
    published: Figure | None
    drafts: Figure | None
    translations: list[Figure]


class TranslationsPanel(Component):
    """In six queries, and those that ask who may edit what: whatever there is, and whatever the languages."""

    name = "translations"
    template_name = "wagtailadmin/home/translations.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        languages = [language for language in TRANSLATIONS if language in languages_of(user)]
        return {
            "languages": [(NAMES[language], list(TranslationStatus)) for language in languages],
            "rows": get_rows(user, languages),
            "deliberations": get_deliberations(),
            "waiting": get_waiting(user),
            "several": len(languages) > 1,
            "report": report_url(status=WAITING) if may_translate_anything(user) else "",
        }


def get_rows(user: Any, languages: list[str]) -> list[PageTypeRow]:
    """Return a row for each of KINDS, and one for everything that is translated, records such as regions included."""
    types = ContentType.objects.get_for_models(*KINDS)
    pages = policy_registry.get_by_type(BasePage).explorable_instances(user).filter(content_type__in=types.values())
    by_state = pages.order_by().values_list("content_type", "live").annotate(Count("pk"))
    states = {(kind, live): count for kind, live, count in by_state}
    statuses = count_translation_items(user)
    rows = []
    for model, listing in KINDS.items():
        kind = types[model].pk
        published = Figure(states.get((kind, True), 0), listing_url(listing, live=True))
        drafts = Figure(states.get((kind, False), 0), listing_url(listing, live=False))
        rows.append(
            PageTypeRow(str(model._meta.verbose_name_plural), published, drafts, get_figures(statuses, languages, kind))
        )
    total: Counter[tuple[int | None, str, str]] = Counter()
    for (_kind, language, status), count in statuses.items():
        total[None, language, status] += count
    return [*rows, PageTypeRow(gettext("All pages and entries"), None, None, get_figures(total, languages, None))]


def get_figures(counted: Mapping[Any, int], languages: list[str], kind: int | None) -> list[Figure]:
    chosen = {"type": kind} if kind else {}
    return [
        Figure(
            counted.get((kind, language, status.value), 0),
            report_url(language=language, status=status.value, **chosen),
            status.value,
            status.label,
        )
        for language in languages
        for status in TranslationStatus
    ]


def get_deliberations() -> list[Figure]:
    counted = dict(ClaimPage.objects.live().order_by().values_list("deliberation").annotate(Count("pk")))
    return [
        Figure(counted.get(state.value, 0), listing_url("claims", deliberation=state.value), state.value, state.label)
        for state in Deliberation
    ]


def get_waiting(user: Any) -> list[tuple[str, list[TranslationItem]]]:
    """Return what is to be translated: first what has waited longest, then what readers were given last."""
    works = list_translation_items(user, statuses=TO_DO)
    published = list_translation_items(user, statuses=TO_DO, published=True)
    ties = ["item_kind", "item_key", "item_language"]
    oldest = works.order_by("item_changed", *ties)[:SHOWN]
    latest = published.order_by("-item_published_at", *ties)[:SHOWN]
    lists = [(pgettext("site", "Waiting longest"), oldest), (pgettext("site", "Last published"), latest)]
    return [(name, [TranslationItem.of(row) for row in rows]) for name, rows in lists]


def listing_url(listing: str, **filters: Any) -> str:
    return f"{reverse(f'{listing}:index')}?{urlencode(filters)}"


def report_url(**filters: Any) -> str:
    return f"{reverse('translations_report')}?{urlencode(filters)}"
