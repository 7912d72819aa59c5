"""Articles: what is new, told on a day, by somebody, about some topics."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from content.fields import BodyField
from search.facets import OTHER
from translations.admin.panels import side_by_side
from translations.models import BasePage
from translations.snippets import TranslatedSnippet
from translations.sorting import ALPHABETICAL

ARTICLES_PER_PAGE = 20


class Topic(TranslatedSnippet):
    """What an article is about, and what subscribers may choose."""

    translated_fields = ["name"]

    name = models.CharField(_("name"), max_length=60, db_collation=ALPHABETICAL)
    slug = models.SlugField(_("slug"), unique=True)

    articles: Any  # by ArticlePage
    snippet_viewset: ClassVar[Any]  # by Wagtail

    panels = [side_by_side("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ArticleIndexPage(BasePage):
    translated_fields = ["lead"]
    summary = "lead"
    search_facet = OTHER

    lead = models.TextField(_("lead"), blank=True)

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
        articles = articles.prefetch_related("topics").order_by("-date", "-pk")
        paginator = Paginator(articles, ARTICLES_PER_PAGE)
        return {**context, "articles": paginator.get_page(request.GET.get("page"))}


class ArticlePage(BasePage):
    translated_fields = ["lead", "body"]
    summary = "lead"

    date = models.DateField(_("date"), default=timezone.localdate)
    byline = models.CharField(_("byline"), max_length=160, blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="articles")
    lead = models.TextField(_("lead"), blank=True)
    body = BodyField(verbose_name=_("body"), blank=True)

    parent_page_types = ["campaigns.ArticleIndexPage"]
    subpage_types: list[str] = []
    api_fields = ["date"]
    template = "campaigns/article_page.html"

    search_fields = [*BasePage.search_fields, index.FilterField("date")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("byline")]),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "index": self.get_parent()}
