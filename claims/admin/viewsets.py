"""Claims and organisations in the admin."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left, Length
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import NumberColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import SnippetViewSet

from content.csv_formulas import ExportWithoutFormulas
from translation_desk.reports.columns import PlainColumn, status_columns
from translation_desk.reports.filters import snippet_filters
from translation_desk.reports.listing import TranslatedPageIndexView, TranslatedPageListing, page_columns
from translations.admin.creating import MakeSnippetOnceView
from translations.admin_access.choosers import RecordChooserViewSet
from translations.languages import LANGUAGES, SOURCE, column
from workshops.models import WorkshopReportPage

from ..models import ClaimPage, Organisation
from . import urls
from .due import DueViewSet
from .filters import ClaimFilterSet, search_condition


class MarkColumn(PlainColumn):
    def get_value(self, instance: ClaimPage) -> SafeString | str:
        return format_html('<span class="mark">{}</span>', instance.mark) if instance.mark else "–"


class FollowUpColumn(PlainColumn):
    """How far the claim has come and the day of its last step, as a way to its record."""

    def get_value(self, instance: ClaimPage) -> SafeString | str:
        if not instance.mark:
            return "–"
        url = reverse("claims:record", args=[instance.pk])
        day = date_format(instance.last_step_on, "SHORT_DATE_FORMAT") if instance.last_step_on else ""
        return format_html('<a href="{}">{}</a> {}', url, instance.get_follow_up_display(), day)


class ClaimIndexView(ExportWithoutFormulas, TranslatedPageIndexView):
    base_filterset_class = ClaimFilterSet
    default_ordering = "mark"
    template_name = "claims/admin/index.html"
    export_filename = "claims"
    list_export = [
        "mark", "workshop", *(column(name, language) for name in ("title", "statement") for language in LANGUAGES),
        "deliberation", "follow_up", "last_step_on", "put_on", "addressees", "live", "full_url",
    ]  # fmt: skip
    export_headings = {
        "workshop": pgettext_lazy("claims", "Workshop"),
        "full_url": pgettext_lazy("claims", "address"),
        "live": pgettext_lazy("pages", "Published"),
    }

    def get_base_queryset(self) -> QuerySet[ClaimPage]:
        """Tell each claim's workshop with it: a draft has no mark yet to tell it."""
        path_of_report = Left(OuterRef("path"), Length(OuterRef("path")) - ClaimPage.steplen)
        report = WorkshopReportPage.objects.filter(path=path_of_report).order_by()
        return super().get_base_queryset().annotate(workshop=Subquery(report.values(column("title", SOURCE))[:1]))

    def get_search_condition(self, words: str) -> Q:
        return search_condition(words)

    def order_queryset(self, queryset: QuerySet[ClaimPage]) -> QuerySet[ClaimPage]:
        """Count marks as numbers, so that DS-2 comes before DS-10; drafts, which have none, come last."""
        if self.ordering == "mark":
            code, number = (F(name).asc(nulls_last=True) for name in ("given_mark__code", "number"))
        elif self.ordering == "-mark":
            code, number = (F(name).desc(nulls_last=True) for name in ("given_mark__code", "number"))
        elif self.ordering == "last_step_on":
            return queryset.order_by(F("last_step_on").asc(nulls_last=True), "path")
        elif self.ordering == "-last_step_on":
            return queryset.order_by(F("last_step_on").desc(nulls_last=True), "path")
        else:
            return super().order_queryset(queryset)
        return queryset.order_by(code, number, "path")

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        url = reverse("claims:choose_report")
        return [
            Button(_("Add several claims"), url=url, icon_name="list-ul", priority=10),
            *super().header_more_buttons,
        ]

    @cached_property
    def addressees(self) -> dict[int, list[str]]:
        """Names of those whom each claim is addressed to: read once for the whole sheet."""
        names: dict[int, list[str]] = defaultdict(list)
        pairs = ClaimPage.addressees.through.objects.order_by("organisation__name")
        for claim, name in pairs.values_list("claimpage_id", f"organisation__{column('name', SOURCE)}"):
            names[claim].append(name)
        return names

    def to_row_dict(self, item: ClaimPage) -> dict[str, Any]:
        special = {
            "deliberation": item.get_deliberation_display(),
            "follow_up": item.get_follow_up_display() if item.mark else "",
            "addressees": ", ".join(self.addressees.get(item.pk, [])),
            "full_url": item.full_url if item.live else "",
        }
        return {name: special[name] if name in special else getattr(item, name) for name in self.list_export}


class ClaimListing(TranslatedPageListing):
    name = "claims"
    model = ClaimPage
    icon = "pick"
    index_view_class = ClaimIndexView
    filterset_class = ClaimFilterSet
    list_export = ClaimIndexView.list_export
    export_filename = "claims"

    @property
    def columns(self) -> list[Any]:
        return page_columns(
            MarkColumn("mark", label=pgettext_lazy("claims", "Number"), sort_key="mark"),
            PlainColumn("workshop", label=pgettext_lazy("claims", "Workshop")),
            PlainColumn(
                "deliberation",
                label=pgettext_lazy("claims", "Decision"),
                accessor="get_deliberation_display",
                sort_key="deliberation",
            ),
            FollowUpColumn("last_step_on", label=_("Progress, last update"), sort_key="last_step_on"),
        )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), *urls.urlpatterns]


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    chooser_viewset_class = RecordChooserViewSet
    add_view_class = MakeSnippetOnceView
    icon = "group"
    menu_item_is_registered = True
    search_fields = [column("name", language) for language in LANGUAGES]
    filterset_class = snippet_filters(Organisation)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        carried, addressed = Count("supports", distinct=True), Count("claims_addressed", distinct=True)
        return Organisation.objects.annotate(carried_count=carried, addressed_count=addressed)

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            *(column("name", language) for language in LANGUAGES),
            *status_columns(),
            NumberColumn("carried_count", label=_("Claims led or supported")),
            NumberColumn("addressed_count", label=_("Claims addressed to it")),
        ]


class ClaimsGroup(ViewSetGroup):
    menu_label = pgettext_lazy("claims", "Claims")
    menu_name = "claims"
    menu_icon = "pick"
    menu_order = 110
    items = (ClaimListing, DueViewSet, OrganisationViewSet)
