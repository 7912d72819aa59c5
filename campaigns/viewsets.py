"""Articles and their topics in the admin."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet

from translations.languages import LANGUAGES, column
from translations.listing import TranslatedPageIndexView, TranslatedPageListing, page_columns

from .models import ArticlePage, Topic


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
            DateColumn("date", label=_("Date"), sort_key="date"),
            Column("byline", label=_("Byline")),
        )


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_item_is_registered = True
    search_fields = [column("name", language) for language in LANGUAGES]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return Topic.objects.annotate(article_count=Count("articles"))

    @cached_property
    def list_display(self) -> list[Any]:
        names = [column("name", language) for language in LANGUAGES]
        return [*names, NumberColumn("article_count", label=_("Articles"))]


class ArticlesGroup(ViewSetGroup):
    menu_label = _("Articles")
    menu_name = "articles"
    menu_icon = "edit"
    menu_order = 125
    items = (ArticleListing, TopicViewSet)
