"""A facilitator's guide: a page for the whole, and one for each session, to read online or print as one."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from content.blocks import TEXT_FEATURES
from content.fields import BodyField
from search.facets import SearchFacet
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.models import BasePage, TranslatedInline

GUIDE = SearchFacet("guide", _("Guides and their sessions"))


class GuidePage(BasePage):
    """The guide's cover, what to know beforehand, and its sessions in the order of the tree."""

    translated_fields = ["lead", "notice", "body"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    notice = models.TextField(
        pgettext_lazy("campaigns", "notice"),
        blank=True,
        help_text=_("Where the guide comes from, if that is not obvious"),
    )
    body = BodyField(verbose_name=pgettext_lazy("campaigns", "body"), blank=True)

    parent_page_types = ["campaigns.CampaignPage"]
    subpage_types = ["campaigns.GuideSessionPage"]
    search_facet = GUIDE
    template = "campaigns/guide_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("notice"), FieldPanel("body")]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "guide")
        verbose_name_plural = pgettext_lazy("campaigns", "guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Bring its sessions; with all that is in them where the address says `?whole`."""
        context = super().get_context(request, *args, **kwargs)
        whole = "whole" in request.GET
        sessions = list_sessions(self, whole=whole)
        total = sum(session.minutes for session in sessions)
        return {**context, "sessions": sessions, "whole": whole, "total_minutes": total}


def list_sessions(guide: Any, *, whole: bool = False) -> list[GuideSessionPage]:
    """Return the visible sessions of `guide`, each with its `number`; with their rows too if `whole`."""
    sessions = GuideSessionPage.objects.visible().child_of(guide).order_by("path")
    if whole:
        sessions = sessions.prefetch_related("stages", "handouts", "themes")
    sessions = list(sessions)
    for number, session in enumerate(sessions, start=1):
        session.number = number
    return sessions


class GuideSessionPage(BasePage):
    """One session: what it is for, how long it takes, what to bring, its steps, and what to hand out."""

    translated_fields = ["aim", "material", "after"]
    summary = "aim"

    aim = models.TextField(pgettext_lazy("campaigns", "aim"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=180)
    material = RichTextField(pgettext_lazy("campaigns", "material"), features=TEXT_FEATURES, blank=True)
    after = RichTextField(pgettext_lazy("campaigns", "afterwards"), features=TEXT_FEATURES, blank=True)
    themes = ParentalManyToManyField(
        "campaigns.Theme", verbose_name=pgettext_lazy("campaigns", "themes"), blank=True, related_name="sessions"
    )

    parent_page_types = ["campaigns.GuidePage"]
    subpage_types: list[str] = []
    search_facet = GUIDE
    template = "campaigns/guide_session_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("aim"),
        FieldPanel("minutes"),
        FieldPanel("material"),
        RowsPanel("stages", label=pgettext_lazy("campaigns", "Activity")),
        RowsPanel("handouts", label=pgettext_lazy("campaigns", "Handout")),
        FieldPanel("after"),
        FieldPanel("themes"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "guide session")
        verbose_name_plural = pgettext_lazy("campaigns", "guide sessions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        sessions = list_sessions(self.get_parent())
        place = next((place for place, session in enumerate(sessions) if session.pk == self.pk), None)
        if place is not None:
            self.number = place + 1
        neighbours = (
            {}
            if place is None
            else {
                "before": sessions[place - 1] if place else None,
                "after": sessions[place + 1] if place + 1 < len(sessions) else None,
            }
        )
        return {**context, "session": self, "neighbours": neighbours}


class GuideStep(TranslatedInline):
    """What one does, and for how long."""

    translated_fields = ["title", "text"]

    page = ParentalKey(GuideSessionPage, on_delete=models.CASCADE, related_name="stages")
    minutes = models.PositiveSmallIntegerField(pgettext_lazy("campaigns", "minutes"), default=15)
    title = models.CharField(pgettext_lazy("campaigns", "title"), max_length=160)
    text = RichTextField(pgettext_lazy("campaigns", "text"), features=TEXT_FEATURES, blank=True)

    panels = [FieldPanel("minutes"), side_by_side("title"), side_by_side("text")]


class Handout(TranslatedInline):
    """A sheet for those who take part: its text is printed with the guide."""

    translated_fields = ["title", "text"]

    page = ParentalKey(GuideSessionPage, on_delete=models.CASCADE, related_name="handouts")
    title = models.CharField(pgettext_lazy("campaigns", "title"), max_length=160)
    text = RichTextField(pgettext_lazy("campaigns", "text"), features=TEXT_FEATURES, blank=True)

    panels = [side_by_side("title"), side_by_side("text")]
