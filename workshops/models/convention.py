"""A convention: where and when people met, who called them, and what was held in which order."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from content.fields import BodyField
from content.sections import collect_sections
from translations.admin.panels import side_by_side
from translations.models import BasePage, TranslatedInline

from .report import WorkshopReportPage
from .synthesis import SynthesisPage


class ConventionPage(BasePage):
    translated_fields = ["lead", "body"]
    summary = "lead"

    lead = models.TextField(_("lead"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=160, blank=True, help_text=_("The building, by its own name"))
    town = models.CharField(_("town"), max_length=80)
    body = BodyField(verbose_name=_("body"), blank=True)
    is_example = models.BooleanField(
        _("invented example"),
        default=False,
        help_text=_("Each of its pages says that it is invented, and the home page leaves it out"),
    )

    api_fields = ["starts_on", "ends_on", "place", "town", "is_example"]
    parent_page_types = ["campaigns.HomePage"]
    subpage_types = ["workshops.WorkshopReportPage", "workshops.SynthesisPage"]
    template = "workshops/convention_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("town")]),
        FieldPanel("is_example"),
        InlinePanel("organisers", label=_("Organiser")),
        InlinePanel("sessions", label=_("Session of the programme")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "reports": WorkshopReportPage.objects.visible().child_of(self).with_counts().order_by("path"),
            "syntheses": SynthesisPage.objects.visible().child_of(self).defer_streamfields(),
            "organisers": list(self.organisers.all()),
            "programme": self.sessions.all().prefetch_related(
                Prefetch("workshops", WorkshopReportPage.objects.visible().defer_streamfields())
            ),
            "sections": collect_sections("convention_section", self, request),
        }

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("A convention cannot end before it starts.")})


class Organiser(Orderable):
    """Who called the convention. A name is not translated."""

    page = ParentalKey(ConventionPage, on_delete=models.CASCADE, related_name="organisers")
    name = models.CharField(_("name"), max_length=160)
    url = models.URLField(_("address"), blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("url")])]

    def __str__(self) -> str:
        return self.name


class Session(TranslatedInline, ClusterableModel):
    """A part of the programme. One session can gather several workshops."""

    translated_fields = ["title", "period", "note"]

    page = ParentalKey(ConventionPage, on_delete=models.CASCADE, related_name="sessions")
    date = models.DateField(_("date"))
    period = models.CharField(_("time of day"), max_length=60, blank=True, help_text=_("“Morning”, “from 8 pm”"))
    title = models.CharField(_("title"), max_length=160)
    note = models.TextField(_("note"), blank=True)
    open_to_public = models.BooleanField(_("open to the public"), default=False)
    workshops = ParentalManyToManyField(
        "workshops.WorkshopReportPage", verbose_name=_("workshops gathered"), blank=True, related_name="sessions"
    )

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("open_to_public")]),
        side_by_side("period"),
        side_by_side("title"),
        side_by_side("note"),
        FieldPanel("workshops", widget=forms.CheckboxSelectMultiple),
    ]
