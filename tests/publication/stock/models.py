"""A claim as somebody would write it who has read Wagtail's tutorial: the same fields and rows, in one language."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page


class Organisation(models.Model):
    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.name


class WorkshopReportPage(Page):
    pass


class ClaimPage(Page):
    statement = models.TextField()
    reasons = StreamField([("text", blocks.RichTextBlock())], blank=True)
    deliberation = models.CharField(max_length=10, default="adopted")
    findings = models.CharField(max_length=80, blank=True)
    addressees = ParentalManyToManyField(Organisation, blank=True, related_name="claims_addressed")

    content_panels = [
        *Page.content_panels,
        FieldPanel("statement"),
        FieldPanel("reasons"),
        FieldPanel("deliberation"),
        FieldPanel("findings"),
        FieldPanel("addressees", widget=CheckboxSelectMultiple),
        InlinePanel("supports"),
        InlinePanel("reservations"),
        InlinePanel("sources"),
    ]


class Support(Orderable):
    page = ParentalKey(ClaimPage, on_delete=models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, default="supports")

    panels = [FieldPanel("organisation"), FieldPanel("role")]


class Reservation(Orderable):
    page = ParentalKey(ClaimPage, on_delete=models.CASCADE, related_name="reservations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    panels = [FieldPanel("organisation"), FieldPanel("text")]


class Source(Orderable):
    page = ParentalKey(ClaimPage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=255)
    url = models.URLField(blank=True)

    panels = [FieldPanel("title"), FieldPanel("url")]
