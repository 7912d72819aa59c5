"""The site's first page: a cover, then sections that the other apps bring."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from content.fields import BodyField
from content.sections import collect_sections
from search.facets import OTHER
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.models import LINK_FIELDS, BasePage, TranslatedInline

from .campaign import CampaignPage


class HomePage(BasePage):
    translated_fields = ["headline", "lead", "body"]
    summary = "lead"
    search_facet = OTHER

    headline = models.CharField(
        pgettext_lazy("campaigns", "headline"),
        max_length=80,
        help_text=_("The one sentence at the top of the home page"),
    )
    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    body = BodyField(
        verbose_name=pgettext_lazy("campaigns", "body"),
        blank=True,
        help_text=_("Shown after the claims and the workshops"),
    )

    parent_page_types = ["translations.BasePage"]
    max_count_per_parent = 1
    template = "campaigns/home_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("body"),
        RowsPanel("doors", label=pgettext_lazy("campaigns", "Entry link"), max_num=4),
        RowsPanel("facts", label=pgettext_lazy("campaigns", "Key fact")),
    ]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        sections = collect_sections("home_section", self, request)
        shown = [*LINK_FIELDS, "accent", "is_example", "organiser", "lead"]
        campaigns = CampaignPage.objects.visible().few().child_of(self).only(*shown)
        facts, doors = list(self.facts.all()), self.get_open_doors()
        return {**context, "sections": sections, "campaigns": campaigns, "facts": facts, "doors": doors}

    def get_open_doors(self) -> list[Door]:
        """Return the doors that lead somewhere readers may go; one without a page leads to the newsletter."""
        doors = list(self.doors.all())
        keys = {door.target_id for door in doors if door.target_id}
        targets = BasePage.objects.visible().only(*LINK_FIELDS).in_bulk(keys)
        for door in doors:
            door.open_target = targets.get(door.target_id)
        return [door for door in doors if door.open_target or not door.target_id]


class HomeFact(TranslatedInline):
    """A line of the paper label on the cover: “Held at”, “Saint-Étienne”."""

    translated_fields = ["term", "text"]

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="facts")
    term = models.CharField(pgettext_lazy("campaigns", "term"), max_length=40)
    text = models.CharField(pgettext_lazy("campaigns", "text"), max_length=160)

    panels = [side_by_side("term"), side_by_side("text")]


class Door(TranslatedInline):
    """A line on the cover for one kind of reader: who they are, and the page that they came for."""

    translated_fields = ["reader", "text"]

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="doors")
    reader = models.CharField(_("who it is for"), max_length=40, help_text=_("Who this link is for, in a word or two"))
    text = models.CharField(
        pgettext_lazy("campaigns", "text"), max_length=60, help_text=pgettext_lazy("campaigns", "link text")
    )
    target = models.ForeignKey(
        "translations.BasePage",
        verbose_name=pgettext_lazy("campaigns", "leads to"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Leave empty to link to the newsletter."),
    )

    open_target: Any = None  # the page, where readers may see it

    panels = [side_by_side("reader"), side_by_side("text"), FieldPanel("target")]
