"""A synthesis: one text drawn from several reports."""

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel

from content.dates.words import days_in_words
from content.fields import BodyField
from translations.models import BasePage

from ..forms import ConventionPartForm
from .report import WorkshopReportPage


class SynthesisPage(BasePage):
    translated_fields = ["lead", "body"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("workshops", "lead"), blank=True)
    date = models.DateField(pgettext_lazy("workshops", "date"), default=timezone.localdate)
    reports = ParentalManyToManyField(
        WorkshopReportPage, verbose_name=pgettext_lazy("workshops", "drawn from"), blank=True, related_name="syntheses"
    )
    body = BodyField(verbose_name=pgettext_lazy("workshops", "body"), blank=True)

    base_form_class = ConventionPartForm
    parent_page_types = ["workshops.ConventionPage"]
    subpage_types: list[str] = []
    api_fields = ["date"]
    template = "workshops/synthesis_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("date"),
        FieldPanel("reports", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = pgettext_lazy("workshops", "joint summary")
        verbose_name_plural = pgettext_lazy("workshops", "joint summaries")

    def get_search_keywords(self, language: str) -> list[str]:
        return days_in_words(language, self.date)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        drawn_from = [report.pk for report in self.reports.all()]
        reports = WorkshopReportPage.objects.visible().filter(pk__in=drawn_from).defer_streamfields().order_by("path")
        return {**context, "convention": self.get_parent(), "reports": list(reports)}
