"""A convention: where and when people met, who called them, and what was held in which order."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from content.dates.words import days_in_words
from content.fields import BodyField
from content.lead_picture import CAPTION, PICTURE_PANELS, LeadPictureMixin
from content.sections import collect_sections
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.models import LINK_FIELDS, BasePage, TranslatedInline

from ..structured_data import describe_convention
from .report import WorkshopReportPage, list_counted_reports
from .synthesis import SynthesisPage


class ConventionPage(LeadPictureMixin, BasePage):
    translated_fields = ["lead", CAPTION, "body"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("workshops", "lead"), blank=True)
    starts_on = models.DateField(pgettext_lazy("workshops", "first day"))
    ends_on = models.DateField(pgettext_lazy("workshops", "last day"))
    place = models.CharField(
        pgettext_lazy("workshops", "place"), max_length=160, blank=True, help_text=_("The building, by its own name")
    )
    town = models.CharField(pgettext_lazy("workshops", "town"), max_length=80)
    body = BodyField(verbose_name=pgettext_lazy("workshops", "body"), blank=True)
    is_example = models.BooleanField(
        pgettext_lazy("workshops", "fictional example"),
        default=False,
        help_text=_("Each of its pages says that it is fictional, and the home page leaves it out"),
    )

    api_fields = ["starts_on", "ends_on", "place", "town", "is_example"]
    parent_page_types = ["campaigns.HomePage"]
    subpage_types = ["workshops.WorkshopReportPage", "workshops.SynthesisPage"]
    template = "workshops/convention_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        *PICTURE_PANELS,
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("town")]),
        FieldPanel("is_example"),
        RowsPanel("organisers", label=pgettext_lazy("workshops", "Organiser")),
        RowsPanel("sessions", label=_("Session of the programme")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("workshops", "convention")
        verbose_name_plural = pgettext_lazy("workshops", "conventions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "reports": list_counted_reports(self),
            "syntheses": SynthesisPage.objects.visible().child_of(self).only(*LINK_FIELDS, "date", "lead"),
            "organisers": list(self.organisers.all()),
            "programme": self.sessions.all().prefetch_related(
                Prefetch("workshops", WorkshopReportPage.objects.visible().only(*LINK_FIELDS))
            ),
            "sections": collect_sections("convention_section", self, request),
            "structured_data": describe_convention(self),
        }

    def get_search_keywords(self, language: str) -> list[str]:
        return [*days_in_words(language, self.starts_on, self.ends_on), self.place, self.town]

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("A convention cannot end before it starts.")})


class Organiser(Orderable):
    """Who called the convention. A name is not translated."""

    page = ParentalKey(ConventionPage, on_delete=models.CASCADE, related_name="organisers")
    name = models.CharField(pgettext_lazy("workshops", "name"), max_length=160)
    url = models.URLField(pgettext_lazy("workshops", "address"), blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("url")])]

    def __str__(self) -> str:
        return self.name


class Session(TranslatedInline, ClusterableModel):
    """A part of the programme. One session can gather several workshops."""

    translated_fields = ["title", "period", "note"]

    page = ParentalKey(ConventionPage, on_delete=models.CASCADE, related_name="sessions")
    date = models.DateField(pgettext_lazy("workshops", "date"))
    period = models.CharField(_("time of day"), max_length=60, blank=True, help_text=_("“Morning”, “from 8 pm”"))
    title = models.CharField(pgettext_lazy("workshops", "title"), max_length=160)
    note = models.TextField(pgettext_lazy("workshops", "note"), blank=True)
    open_to_public = models.BooleanField(_("open to the public"), default=False)
    workshops = ParentalManyToManyField(
        "workshops.WorkshopReportPage",
        verbose_name=pgettext_lazy("workshops", "workshops gathered"),
        blank=True,
        related_name="sessions",
    )

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("open_to_public")]),
        side_by_side("period"),
        side_by_side("title"),
        side_by_side("note"),
        FieldPanel("workshops", widget=forms.CheckboxSelectMultiple),
    ]
