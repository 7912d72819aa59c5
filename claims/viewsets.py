"""Claims and organisations in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left, Length
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet

from translations.languages import LANGUAGES, SOURCE, column
from translations.listing import TranslatedPageFilterSet, TranslatedPageIndexView, TranslatedPageListing, page_columns
from workshops.models import WorkshopReportPage

from .marks import parse_mark
from .models import ClaimPage, Deliberation, Organisation


class MarkColumn(Column):
    def get_value(self, instance: ClaimPage) -> SafeString | str:
        return format_html('<span class="mark">{}</span>', instance.mark) if instance.mark else "–"


def list_workshops() -> list[tuple[str, str]]:
    reports = WorkshopReportPage.objects.defer_streamfields().order_by("code")
    return [(report.code, f"{report.code} {report.title}") for report in reports]


class ClaimFilterSet(TranslatedPageFilterSet):
    workshop = ChoiceFilter(label=_("Workshop"), choices=list_workshops, method="keep_workshop")
    deliberation = ChoiceFilter(label=_("Deliberation"), choices=Deliberation.choices)

    def keep_workshop(self, claims: Any, name: str, code: str) -> Any:
        report = WorkshopReportPage.objects.only("path", "depth", "numchild").get(code=code)
        return claims.child_of(report)


class ClaimIndexView(TranslatedPageIndexView):
    base_filterset_class = ClaimFilterSet
    default_ordering = "mark"

    def get_base_queryset(self) -> QuerySet[ClaimPage]:
        """Tell each claim's workshop with it: a draft has no mark yet to tell it."""
        path_of_report = Left(OuterRef("path"), Length(OuterRef("path")) - ClaimPage.steplen)
        report = WorkshopReportPage.objects.filter(path=path_of_report).order_by()
        return super().get_base_queryset().annotate(workshop=Subquery(report.values(column("title", SOURCE))[:1]))

    def get_search_condition(self, words: str) -> Q:
        """Find a claim by its mark, however it is typed, or by words of its title or statement."""
        if mark := parse_mark(words):
            return Q(mark=str(mark))
        condition = super().get_search_condition(words) | Q(mark__istartswith=words)
        for language in LANGUAGES:
            condition |= Q(**{f"{column('statement', language)}__icontains": words})
        return condition

    def order_queryset(self, queryset: QuerySet[ClaimPage]) -> QuerySet[ClaimPage]:
        """Count marks as numbers, so that DS-2 comes before DS-10; drafts, which have none, come last."""
        if self.ordering == "mark":
            code, number = (F(name).asc(nulls_last=True) for name in ("given_mark__code", "number"))
        elif self.ordering == "-mark":
            code, number = (F(name).desc(nulls_last=True) for name in ("given_mark__code", "number"))
        else:
            return super().order_queryset(queryset)
        return queryset.order_by(code, number, "path")


class ClaimListing(TranslatedPageListing):
    name = "claims"
    model = ClaimPage
    icon = "pick"
    index_view_class = ClaimIndexView
    filterset_class = ClaimFilterSet

    @property
    def columns(self) -> list[Any]:
        return page_columns(
            MarkColumn("mark", label=_("Mark"), sort_key="mark"),
            Column("workshop", label=_("Workshop")),
            Column(
                "deliberation", label=_("Deliberation"), accessor="get_deliberation_display", sort_key="deliberation"
            ),
        )


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_item_is_registered = True
    search_fields = [column("name", language) for language in LANGUAGES]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        carried, addressed = Count("supports", distinct=True), Count("claims_addressed", distinct=True)
        return Organisation.objects.annotate(carried_count=carried, addressed_count=addressed)

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            *(column("name", language) for language in LANGUAGES),
            NumberColumn("carried_count", label=_("Claims carried or supported")),
            NumberColumn("addressed_count", label=_("Claims addressed to it")),
        ]


class ClaimsGroup(ViewSetGroup):
    menu_label = _("Claims")
    menu_name = "claims"
    menu_icon = "pick"
    menu_order = 110
    items = (ClaimListing, OrganisationViewSet)
