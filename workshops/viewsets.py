"""Conventions, reports and syntheses in the admin."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from translation_desk.reports.listing import TranslatedPageIndexView, TranslatedPageListing, page_columns

from .models import ConventionPage, SynthesisPage, WorkshopReportPage


class ReportIndexView(TranslatedPageIndexView):
    default_ordering = "code"

    def get_search_condition(self, words: str) -> Q:
        return super().get_search_condition(words) | Q(code__iexact=words.strip())

    def annotate_queryset(self, pages: QuerySet[WorkshopReportPage]) -> QuerySet[WorkshopReportPage]:
        """Count findings, and claims, drafts included: its child pages are all claims."""
        return super().annotate_queryset(pages.annotate(finding_count=Count("findings", distinct=True)))


class ReportListing(TranslatedPageListing):
    name = "reports"
    model = WorkshopReportPage
    icon = "doc-full"
    index_view_class = ReportIndexView

    @property
    def columns(self) -> list[Any]:
        return page_columns(
            Column("code", label=pgettext_lazy("workshops", "Code"), sort_key="code", classname="mark"),
            NumberColumn("finding_count", label=pgettext_lazy("workshops", "Findings")),
            NumberColumn("numchild", label=pgettext_lazy("workshops", "Claims"), sort_key="numchild"),
        )


class ConventionListing(TranslatedPageListing):
    name = "conventions"
    model = ConventionPage
    icon = "group"


class SynthesisListing(TranslatedPageListing):
    name = "syntheses"
    model = SynthesisPage
    icon = "doc-full-inverse"


class ReportsGroup(ViewSetGroup):
    menu_label = pgettext_lazy("workshops", "Workshop reports")
    menu_name = "workshop-reports"
    menu_icon = "doc-full"
    menu_order = 120
    items = (ReportListing, SynthesisListing, ConventionListing)
