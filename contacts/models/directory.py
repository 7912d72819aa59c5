"""The pages of the directory, all regions on one sheet and a page for each, and the posts that these list."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy
from django_countries import countries
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from contacts.public import PublicContact
from content.sections import collect_sections
from search.facets import OTHER, SearchFacet
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.languages import column
from translations.models import BasePage, TranslatedInline

from .person import Person
from .region import Region


class DirectoryPage(BasePage):
    """Every region's coordination, on one page that fits a printed sheet."""

    translated_fields = ["lead", "without_email"]
    summary = "lead"
    search_facet = OTHER

    lead = models.TextField(pgettext_lazy("contacts", "lead"), blank=True)
    without_email = models.TextField(_("for people without email"), blank=True)

    parent_page_types = ["campaigns.HomePage", "campaigns.CampaignPage"]
    subpage_types = ["contacts.RegionPage"]
    template = "contacts/directory_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("without_email")]

    class Meta:
        verbose_name = pgettext_lazy("contacts", "directory")
        verbose_name_plural = pgettext_lazy("contacts", "directories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        regions = RegionPage.objects.child_of(self).visible().select_related("region__parent")
        return {**context, "regions": list(regions.prefetch_related(Prefetch("posts", Post.objects.current())))}


class RegionPage(BasePage):
    translated_fields = ["lead"]
    summary = "lead"
    search_facet = SearchFacet("region", _("Regions and people"))

    region = models.OneToOneField(
        Region, on_delete=models.PROTECT, related_name="page", verbose_name=pgettext_lazy("contacts", "region")
    )
    lead = models.TextField(pgettext_lazy("contacts", "lead"), blank=True)

    posts: Any  # by Post

    parent_page_types = ["contacts.DirectoryPage"]
    subpage_types: list[str] = []
    template = "contacts/region_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("region"),
        RowsPanel("posts", label=pgettext_lazy("contacts", "Role")),
    ]

    class Meta:
        verbose_name = pgettext_lazy("contacts", "region page")
        verbose_name_plural = pgettext_lazy("contacts", "region pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        people = self.posts.all().select_related("person__portrait").prefetch_related("person__portrait__renditions")
        posts = [post for post in people if post.is_current]
        above = None if any(post.public for post in posts) else self.find_page_above()
        sections = collect_sections("region_section", self, request) if self.pk else []
        return {
            **context,
            "directory": self.get_parent(),
            "posts": posts,
            "above": above,
            "sections": sections,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        index.insert_or_update_object(self)  # again: the signal came before the posts were saved

    def find_page_above(self) -> RegionPage | None:
        """Return the page of the nearest region around this one, for when nobody is to be found here."""
        return find_region_page([region.pk for region in self.region.get_ancestors()])

    def get_search_keywords(self, language: str) -> list[str]:
        """Return the countries of the region, and of those within it that have no page of their own."""
        within = Region.objects.within(self.region)
        others = Region.objects.filter(pk__in=within, page__isnull=False).exclude(pk=self.region_id)
        regions = within.exclude(pk__in=Region.objects.within(*others))
        codes = {country.code for region in regions for country in region.countries}
        with override(language):
            return [str(countries.name(code)) for code in sorted(codes)]

    def get_search_texts(self, language: str) -> list[str]:
        """Return the region's texts, with who holds its posts now: as visitors see them, without addresses."""
        texts = [getattr(self, column("lead", language)), getattr(self.region, column("name", language))]
        for post in self.posts.all():
            if post.is_current:
                role = getattr(post, column("role", language))
                name = post.public.name if post.public else ""
                texts.append(", ".join(filter(None, [name, role, post.organisation])))
        return [text for text in texts if text]


def find_region_page(regions: list[int]) -> RegionPage | None:
    """Return the visible page of the first of `regions`, primary keys, that has one."""
    pages = {page.region_id: page for page in RegionPage.objects.visible().filter(region__in=regions)}
    return next((pages[key] for key in regions if key in pages), None)


class PostQuerySet(models.QuerySet["Post"]):
    def current(self) -> PostQuerySet:
        """Posts that have begun and not ended, those that nobody holds included."""
        today = timezone.localdate()
        begun = models.Q(starts_on=None) | models.Q(starts_on__lte=today)
        lasting = models.Q(ends_on=None) | models.Q(ends_on__gte=today)
        return self.filter(begun, lasting).select_related("person")

    def shown(self) -> PostQuerySet:
        """Current posts on pages that everybody may read."""
        return self.current().filter(page__in=RegionPage.objects.visible())


class Post(TranslatedInline):
    """A post in a region. Without a person it is vacant, and shown so."""

    translated_fields = ["role"]

    page = ParentalKey(RegionPage, on_delete=models.CASCADE, related_name="posts")
    person = models.ForeignKey(
        Person,
        verbose_name=pgettext_lazy("contacts", "person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="posts",
        help_text=_("Leave empty if the role is vacant."),
    )
    role = models.CharField(pgettext_lazy("contacts", "role"), max_length=160)
    organisation = models.CharField(pgettext_lazy("contacts", "organisation"), max_length=160, blank=True)
    starts_on = models.DateField(pgettext_lazy("contacts", "start date"), null=True, blank=True)
    ends_on = models.DateField(pgettext_lazy("contacts", "end date"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("organisation")]),
        side_by_side("role"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]

    @property
    def public(self) -> PublicContact | None:
        return self.person.public if self.person else None

    @property
    def is_current(self) -> bool:
        """Tell of one post, perhaps a draft's, what PostQuerySet.current() tells of all."""
        today = timezone.localdate()
        return not (self.starts_on and self.starts_on > today) and not (self.ends_on and self.ends_on < today)

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("A role cannot end before it begins.")})
