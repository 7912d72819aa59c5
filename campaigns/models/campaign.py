"""A campaign: why it is fought, with whom, what is taught and when. Its pages bear its colour."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from content.blocks import TEXT_FEATURES
from content.fields import BodyField
from content.lead_picture import CAPTION, PICTURE_PANELS, LeadPictureMixin
from search.facets import OTHER
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.languages import SOURCE, column
from translations.models import BasePage, TranslatedInline


class Accent(models.TextChoices):
    """The second ink of a campaign's pages. Each is legible in light and dark: a test measures static/cahier.css."""

    RED = "", _("Red, like the rest of the site")
    GREEN = "green", pgettext_lazy("campaigns", "Green")
    VIOLET = "violet", pgettext_lazy("campaigns", "Violet")
    OCHRE = "ochre", pgettext_lazy("campaigns", "Ochre")


class CampaignPage(LeadPictureMixin, BasePage):
    translated_fields = [
        "organiser",
        "lead",
        CAPTION,
        "why",
        "aims_heading",
        "format",
        "publications_note",
        "join_heading",
        "join",
    ]
    summary = "lead"
    search_facet = OTHER

    organiser = models.CharField(pgettext_lazy("campaigns", "organiser"), max_length=160, blank=True)
    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    why = BodyField(verbose_name=pgettext_lazy("campaigns", "why"), blank=True)
    aims_heading = models.CharField(_("heading of the aims"), max_length=120, blank=True)
    format = RichTextField(_("format of the training"), features=TEXT_FEATURES, blank=True)
    publications_note = RichTextField(_("about the publications"), features=TEXT_FEATURES, blank=True)
    join_heading = models.CharField(_("heading of the call for applicants"), max_length=120, blank=True)
    join = RichTextField(_("call for applicants"), features=TEXT_FEATURES, blank=True)

    accent = models.CharField(
        pgettext_lazy("campaigns", "colour"), max_length=10, choices=Accent, default=Accent.RED, blank=True
    )
    is_example = models.BooleanField(
        pgettext_lazy("campaigns", "fictional example"),
        default=False,
        help_text=_("Each of its pages says that it is fictional"),
    )

    parent_page_types = ["campaigns.HomePage"]
    subpage_types = [
        "campaigns.GuidePage",
        "campaigns.PublicationIndexPage",
        "campaigns.CalendarPage",
        "contacts.DirectoryPage",
        "campaigns.JoinPage",
        "campaigns.StandardPage",
    ]
    template = "campaigns/campaign_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("organiser"),
        FieldPanel("lead"),
        *PICTURE_PANELS,
        FieldPanel("why"),
        FieldPanel("aims_heading"),
        RowsPanel("aims", label=pgettext_lazy("campaigns", "Aim")),
        RowsPanel("themes", label=pgettext_lazy("campaigns", "Theme")),
        RowsPanel("audiences", label=pgettext_lazy("campaigns", "Group")),
        FieldPanel("format"),
        RowsPanel("phases", label=pgettext_lazy("campaigns", "Phase")),
        FieldPanel("publications_note"),
        RowsPanel("publications", label=pgettext_lazy("campaigns", "Key publication")),
        MultiFieldPanel([FieldPanel("join_heading"), FieldPanel("join")], heading=_("Call for applicants")),
    ]
    promote_panels = [*BasePage.promote_panels, FieldPanel("accent"), FieldPanel("is_example")]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "campaign")
        verbose_name_plural = pgettext_lazy("campaigns", "campaigns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        themes, publications = list(self.themes.all()), list(self.publications.all())
        from ..answers import look_around
        from ..sharing import share_campaign
        from ..structured_data import describe_campaign

        around = look_around(self, themes, publications)
        return {
            **context,
            **{relation: list(getattr(self, relation).all()) for relation in ("aims", "audiences", "phases")},
            "themes": themes,
            "readings_for_all": around.for_all,
            "publications": [row for row in publications if row.title or row.shown_publication],
            "parts": around.parts,
            "share": share_campaign(self),
            "structured_data": describe_campaign(self),
        }


class Aim(TranslatedInline):
    """A capacity that the campaign wants its people to have."""

    translated_fields = ["text"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="aims")
    text = models.TextField(pgettext_lazy("campaigns", "text"))

    panels = [side_by_side("text")]


class Theme(TranslatedInline):
    """A theme of the training, put as a question. Its number is its place."""

    translated_fields = ["question"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="themes")
    question = models.TextField(pgettext_lazy("campaigns", "question"))
    claims = models.CharField(
        _("claims that answer it"), max_length=120, blank=True, help_text=_("Their numbers, for example DS-4, TR-2")
    )

    answered_by: Any  # publications that do

    panels = [side_by_side("question"), FieldPanel("claims")]

    def __str__(self) -> str:
        return self.question

    @property
    def marks(self) -> list[str]:
        return [mark.strip().upper() for mark in self.claims.split(",") if mark.strip()]

    def clean(self) -> None:
        from ..answers import check_marks

        super().clean()
        check_marks(self.marks)


class Audience(TranslatedInline):
    """A group that the campaign trains, in what, and for how long."""

    translated_fields = ["name", "purpose", "starts"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="audiences")
    name = models.CharField(pgettext_lazy("campaigns", "name"), max_length=160)
    slug = models.SlugField(
        pgettext_lazy("campaigns", "slug"),
        max_length=40,
        blank=True,
        help_text=_("Used in the addresses of calendars. Leave empty to make it from the name."),
    )
    purpose = models.TextField(_("what its members are trained in"), blank=True)
    sessions = models.PositiveSmallIntegerField(pgettext_lazy("campaigns", "sessions"), default=2)
    hours = models.PositiveSmallIntegerField(_("hours per session"), default=3)
    starts = models.CharField(pgettext_lazy("campaigns", "planned start"), max_length=80, blank=True)

    panels = [
        side_by_side("name"),
        side_by_side("purpose"),
        FieldRowPanel([FieldPanel("sessions"), FieldPanel("hours")]),
        side_by_side("starts"),
        FieldPanel("slug"),
    ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_slug()
        super().save(*args, **kwargs)

    def fill_slug(self) -> None:
        self.slug = self.slug or slugify(getattr(self, column("name", SOURCE)) or "")[:40]

    def clean(self) -> None:
        """Keep the slug that readers have: they may subscribe to a calendar whose address contains it."""
        super().clean()
        self.fill_slug()
        stored = Audience.objects.filter(pk=self.pk, page__live=True).first() if self.pk else None
        if stored and stored.slug and stored.slug != self.slug:
            words = pgettext(
                "group",
                "Saved addresses contain this slug, so it stays “%(slug)s”. You can still change the name.",
            )
            raise ValidationError({"slug": words % {"slug": stored.slug}})


class Phase(TranslatedInline):
    """A stretch of the calendar, said in words: “early 2022”."""

    translated_fields = ["period", "text"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="phases")
    period = models.CharField(pgettext_lazy("campaigns", "period"), max_length=80)
    text = models.TextField(pgettext_lazy("campaigns", "text"))
    starts_on = models.DateField(pgettext_lazy("campaigns", "start date"), null=True, blank=True)
    ends_on = models.DateField(pgettext_lazy("campaigns", "end date"), null=True, blank=True)

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
    """A publication that the campaign leans on: one of the site's, or one that is only elsewhere."""

    translated_fields = ["title", "note"]

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="publications")
    publication = models.ForeignKey(
        "campaigns.PublicationPage",
        verbose_name=pgettext_lazy("campaigns", "publication"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(
        pgettext_lazy("campaigns", "title"),
        max_length=200,
        blank=True,
        help_text=_("For a publication without a page on this site"),
    )
    note = models.TextField(pgettext_lazy("campaigns", "note"), blank=True)
    url = models.URLField(pgettext_lazy("campaigns", "address"), blank=True)

    shown_publication: Any = None  # the publication, where readers may see it

    panels = [FieldPanel("publication"), side_by_side("title"), side_by_side("note"), FieldPanel("url")]

    def clean(self) -> None:
        super().clean()
        if bool(self.publication_id) == bool(self.title_fr):
            raise ValidationError(_("Choose a publication, or name one without a page on this site, but not both."))
