"""Articles: what is new, told on a day, by somebody, about some topics."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from content.dates.words import days_in_words
from content.fields import BodyField
from content.lead_picture import CAPTION, PICTURE_PANELS, LeadPictureMixin
from search.facets import OTHER
from translations.admin.panels import side_by_side
from translations.models import BasePage
from translations.snippets import TranslatedSnippet
from translations.sorting import ALPHABETICAL

ARTICLES_PER_PAGE = 20


class Topic(TranslatedSnippet):
    """What an article is about, and what subscribers may choose."""

    translated_fields = ["name"]

    name = models.CharField(pgettext_lazy("campaigns", "name"), max_length=60, db_collation=ALPHABETICAL)
    slug = models.SlugField(pgettext_lazy("campaigns", "slug"), unique=True)

    articles: Any  # by ArticlePage
    snippet_viewset: ClassVar[Any]  # by Wagtail

    panels = [side_by_side("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "topic")
        verbose_name_plural = pgettext_lazy("campaigns", "topics")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ArticleIndexPage(BasePage):
    translated_fields = ["lead"]
    summary = "lead"
    search_facet = OTHER

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)

    parent_page_types = ["campaigns.HomePage"]
    subpage_types = ["campaigns.ArticlePage"]
    template = "campaigns/article_index_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("index of articles")
        verbose_name_plural = _("indexes of articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.child_of(self).visible().defer_streamfields()
        articles = (
            articles.select_related("picture")
            .prefetch_related("topics", "picture__renditions")
            .order_by("-date", "-pk")
        )
        paginator = Paginator(articles, ARTICLES_PER_PAGE)
        return {**context, "articles": paginator.get_page(request.GET.get("page"))}


class ArticlePage(LeadPictureMixin, BasePage):
    translated_fields = ["lead", CAPTION, "body"]
    summary = "lead"

    date = models.DateField(pgettext_lazy("campaigns", "date"), default=timezone.localdate)
    byline = models.CharField(pgettext_lazy("campaigns", "byline"), max_length=160, blank=True)
    topics = ParentalManyToManyField(
        Topic, verbose_name=pgettext_lazy("campaigns", "topics"), blank=True, related_name="articles"
    )
    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    body = BodyField(verbose_name=pgettext_lazy("campaigns", "body"), blank=True)

    parent_page_types = ["campaigns.ArticleIndexPage"]
    subpage_types: list[str] = []
    api_fields = ["date"]
    template = "campaigns/article_page.html"

    search_fields = [*BasePage.search_fields, index.FilterField("date")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        *PICTURE_PANELS,
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("byline")]),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "article")
        verbose_name_plural = pgettext_lazy("campaigns", "articles")

    def get_search_keywords(self, language: str) -> list[str]:
        return days_in_words(language, self.date)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..structured_data import describe_article

        context = super().get_context(request, *args, **kwargs)
        return {**context, "index": self.get_parent(), "structured_data": describe_article(self), "og_type": "article"}
