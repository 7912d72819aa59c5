"""A campaign: why it is fought, with whom, what is taught and when."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField

from body.blocks import TEXT_FEATURES
from body.fields import BodyField
from translations.models import BasePage, TranslatedInline
from translations.panels import side_by_side
from translations.search.kinds import OTHER


class CampaignPage(BasePage):
    translated_fields = [
        "organiser",
        "lead",
        "why",
        "aims_heading",
        "format",
        "publications_note",
        "join_heading",
        "join",
    ]
    summary = "lead"
    search_kind = OTHER

    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    lead = models.TextField(_("lead"), blank=True)
    why = BodyField(verbose_name=_("why"), blank=True)
    aims_heading = models.CharField(_("heading of the aims"), max_length=120, blank=True)
    format = RichTextField(_("format of the training"), features=TEXT_FEATURES, blank=True)
    publications_note = RichTextField(_("about the publications"), features=TEXT_FEATURES, blank=True)
    join_heading = models.CharField(_("heading of the call to join"), max_length=120, blank=True)
    join = RichTextField(_("call to join"), features=TEXT_FEATURES, blank=True)

    parent_page_types = ["campaigns.HomePage"]
    subpage_types = ["campaigns.JoinPage", "campaigns.StandardPage"]
    template = "campaigns/campaign_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("organiser"),
        FieldPanel("lead"),
        FieldPanel("why"),
        FieldPanel("aims_heading"),
        InlinePanel("aims", label=_("Aim")),
        InlinePanel("themes", label=_("Theme")),
        InlinePanel("audiences", label=_("Audience")),
        FieldPanel("format"),
        InlinePanel("phases", label=_("Phase")),
        FieldPanel("publications_note"),
        InlinePanel("publications", label=_("Key publication")),
        MultiFieldPanel([FieldPanel("join_heading"), FieldPanel("join")], heading=_("Call to join")),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        relations = ["aims", "themes", "audiences", "phases", "publications"]
        return {**context, **{relation: list(getattr(self, relation).all()) for relation in relations}}


class Aim(TranslatedInline):
    """A capacity that the campaign wants its people to have."""

    translated_fields = ["text"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="aims")
    text = models.TextField(_("text"))

    panels = [side_by_side("text")]


class Theme(TranslatedInline):
    """A theme of the training, put as a question. Its number is its place."""

    translated_fields = ["question"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="themes")
    question = models.TextField(_("question"))

    panels = [side_by_side("question")]


class Audience(TranslatedInline):
    """A group that the campaign trains, what for, and for how long."""

    translated_fields = ["name", "purpose", "starts"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="audiences")
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("what it is trained in"), blank=True)
    sessions = models.PositiveSmallIntegerField(_("sessions"), default=2)
    hours = models.PositiveSmallIntegerField(_("hours a session"), default=3)
    starts = models.CharField(_("planned start"), max_length=80, blank=True)

    panels = [
        side_by_side("name"),
        side_by_side("purpose"),
        FieldRowPanel([FieldPanel("sessions"), FieldPanel("hours")]),
        side_by_side("starts"),
    ]


class Phase(TranslatedInline):
    """A stretch of the calendar, said in words: “early 2022”."""

    translated_fields = ["period", "text"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="phases")
    period = models.CharField(_("period"), max_length=80)
    text = models.TextField(_("text"))
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    panels = [
        side_by_side("period"),
        side_by_side("text"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("A phase cannot end before it starts.")})

    @property
    def is_current(self) -> bool:
        """Tell whether today lies in the phase; not known where one of its dates is not."""
        return bool(self.starts_on and self.ends_on and self.starts_on <= timezone.localdate() <= self.ends_on)


class KeyPublication(TranslatedInline):
    """A publication that the campaign leans on, or a shelf of them for a region."""

    translated_fields = ["title", "note"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="publications")
    title = models.CharField(_("title"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    url = models.URLField(_("address"), blank=True)

    panels = [side_by_side("title"), side_by_side("note"), FieldPanel("url")]
