"""Articles and their topics, publications and events in the admin."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet

from contacts.models import Region
from translation_desk.reports.columns import status_columns
from translation_desk.reports.filters import TranslatedPageFilterSet, snippet_filters
from translation_desk.reports.listing import TranslatedPageIndexView, TranslatedPageListing, page_columns
from translations.admin.creating import MakeSnippetOnceView
from translations.admin_access.choosers import RecordChooserViewSet
from translations.languages import LANGUAGES, column

from .models import (
    ArticlePage,
    CampaignPage,
    EventKind,
    EventPage,
    EventState,
    GuidePage,
    PublicationKind,
    PublicationPage,
    Topic,
)


class ArticleIndexView(TranslatedPageIndexView):
    default_ordering = "-date"


class ArticleListing(TranslatedPageListing):
    name = "articles"
    model = ArticlePage
    icon = "doc-full"
    index_view_class = ArticleIndexView

    @property
    def columns(self) -> list[Any]:
        return page_columns(
            DateColumn("date", label=pgettext_lazy("campaigns", "Date"), sort_key="date"),
            Column("byline", label=pgettext_lazy("campaigns", "Byline")),
        )


class TopicViewSet(SnippetViewSet):
    model = Topic
    chooser_viewset_class = RecordChooserViewSet
    add_view_class = MakeSnippetOnceView
    icon = "tag"
    menu_item_is_registered = True
    search_fields = [column("name", language) for language in LANGUAGES]
    filterset_class = snippet_filters(Topic)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return Topic.objects.annotate(article_count=Count("articles"))

    @cached_property
    def list_display(self) -> list[Any]:
        names = [column("name", language) for language in LANGUAGES]
        return [*names, *status_columns(), NumberColumn("article_count", label=pgettext_lazy("campaigns", "Articles"))]


class ArticlesGroup(ViewSetGroup):
    menu_label = pgettext_lazy("campaigns", "Articles")
    menu_name = "articles"
    menu_icon = "edit"
    menu_order = 125
    items = (ArticleListing, TopicViewSet)


def name_regions(page: Any) -> str:
    return ", ".join(region.name for region in page.regions.all())


class RegionalFilterSet(TranslatedPageFilterSet):
    regions = ModelChoiceFilter(label=pgettext_lazy("campaigns", "Region"), queryset=Region.objects.all())


class PublicationFilterSet(RegionalFilterSet):
    kind = ChoiceFilter(label=pgettext_lazy("campaigns", "Type"), choices=PublicationKind.choices)


class EventFilterSet(RegionalFilterSet):
    kind = ChoiceFilter(label=pgettext_lazy("campaigns", "Type"), choices=EventKind.choices)
    state = ChoiceFilter(label=pgettext_lazy("campaigns", "Status"), choices=EventState.choices)


class RegionalIndexView(TranslatedPageIndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().prefetch_related("regions")


class PublicationIndexView(RegionalIndexView):
    base_filterset_class = PublicationFilterSet
    default_ordering = "title"


class PublicationListing(TranslatedPageListing):
    name = "publications"
    model = PublicationPage
    icon = "doc-full"
    index_view_class = PublicationIndexView
    filterset_class = PublicationFilterSet

    @property
    def columns(self) -> list[Any]:
        return page_columns(
            Column("kind", label=pgettext_lazy("campaigns", "Type"), accessor="get_kind_display", sort_key="kind"),
            Column("regions", label=pgettext_lazy("campaigns", "Regions"), accessor=name_regions),
            Column("year", label=pgettext_lazy("campaigns", "Year"), sort_key="year"),
        )


class EventIndexView(RegionalIndexView):
    base_filterset_class = EventFilterSet
    default_ordering = "-start_date"


class EventListing(TranslatedPageListing):
    name = "events"
    model = EventPage
    icon = "calendar-alt"
    index_view_class = EventIndexView
    filterset_class = EventFilterSet

    @property
    def columns(self) -> list[Any]:
        return page_columns(
            DateColumn("start_date", label=pgettext_lazy("campaigns", "Date"), sort_key="start_date"),
            Column("regions", label=pgettext_lazy("campaigns", "Regions"), accessor=name_regions),
            Column("state", label=pgettext_lazy("campaigns", "Status"), accessor="get_state_display", sort_key="state"),
        )


class CampaignListing(TranslatedPageListing):
    name = "campaigns"
    model = CampaignPage
    icon = "group"


class GuideListing(TranslatedPageListing):
    name = "guides"
    model = GuidePage
    icon = "list-ol"


class CampaignsGroup(ViewSetGroup):
    menu_label = pgettext_lazy("campaigns", "Campaigns")
    menu_name = "campaigns"
    menu_icon = "group"
    menu_order = 128
    items = (PublicationListing, EventListing, GuideListing, CampaignListing)
