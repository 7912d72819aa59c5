"""The admin's first page: what there is of each kind, and what waits to be translated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.ui.components import Component

from campaigns.models import ArticlePage
from claims.models import ClaimPage, Deliberation
from contacts.models import RegionPage
from translations.languages import NAMES, TRANSLATIONS
from translations.models import BasePage
from translations.status import TranslationStatus
from workshops.models import ConventionPage, SynthesisPage, WorkshopReportPage

KINDS = {
    ClaimPage: "claims",
    WorkshopReportPage: "reports",
    SynthesisPage: "syntheses",
    ConventionPage: "conventions",
    ArticlePage: "articles",
    RegionPage: "region-pages",
}
OUTDATED_SHOWN = 8


@dataclass(frozen=True)
class Figure:
    """A number that leads to the list of what it counts."""

    count: int
    url: str
    status: str = ""
    label: Any = ""


@dataclass(frozen=True)
class Row:
    """A kind of page: how many are published and drafts, and how far their translations have come."""

    name: str
    published: Figure
    drafts: Figure
    translations: list[Figure]


class TranslationsPanel(Component):
    """In three queries, and two for each language that is translated into."""

    name = "translations"
    template_name = "wagtailadmin/home/translations.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "languages": [(NAMES[language], list(TranslationStatus)) for language in TRANSLATIONS],
            "rows": get_rows(),
            "deliberations": get_deliberations(),
            "outdated": [(NAMES[language], get_outdated(language)) for language in TRANSLATIONS],
        }


def get_rows() -> list[Row]:
    types = ContentType.objects.get_for_models(*KINDS)
    pages = BasePage.objects.filter(content_type__in=types.values()).order_by()
    by_state = pages.values_list("content_type", "live").annotate(Count("pk"))
    states = {(kind, live): count for kind, live, count in by_state}
    statuses: Counter[tuple[int, str, str]] = Counter()
    for language in TRANSLATIONS:
        stored = pages.annotate(status=KT(f"translations__{language}__status"))
        for kind, status, count in stored.values_list("content_type", "status").annotate(Count("pk")):
            statuses[kind, language, status or TranslationStatus.MISSING.value] += count
    rows = []
    for model, listing in KINDS.items():
        kind = types[model].pk
        translations = [
            Figure(
                statuses[kind, language, status.value],
                list_url(listing, **{f"translation_{language}": status.value}),
                status.value,
                status.label,
            )
            for language in TRANSLATIONS
            for status in TranslationStatus
        ]
        published = Figure(states.get((kind, True), 0), list_url(listing, live=True))
        drafts = Figure(states.get((kind, False), 0), list_url(listing, live=False))
        rows.append(Row(str(model._meta.verbose_name_plural), published, drafts, translations))
    return rows


def get_deliberations() -> list[Figure]:
    counted = dict(ClaimPage.objects.live().order_by().values_list("deliberation").annotate(Count("pk")))
    return [
        Figure(counted.get(state.value, 0), list_url("claims", deliberation=state.value), state.value, state.label)
        for state in Deliberation
    ]


def get_outdated(language: str) -> list[BasePage]:
    """Return the pages whose source changed last since they were translated into `language`."""
    pages = BasePage.objects.filter(**{f"translations__{language}__status": TranslationStatus.OUTDATED.value})
    return list(pages.order_by("-latest_revision_created_at")[:OUTDATED_SHOWN])


def list_url(listing: str, **filters: Any) -> str:
    return f"{reverse(f'{listing}:index')}?{urlencode(filters)}"
