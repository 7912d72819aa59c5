"""The calendar of a campaign: its events, and how to have them in one's own calendar."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from search.facets import OTHER
from translations.models import BasePage

from ..not_found import answer_not_found


class CalendarPage(BasePage):
    translated_fields = ["lead"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)

    parent_page_types = ["campaigns.CampaignPage"]
    subpage_types = ["campaigns.EventPage"]
    search_facet = OTHER
    template = "campaigns/calendar_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "calendar")
        verbose_name_plural = pgettext_lazy("campaigns", "calendars")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..calendar.agenda import get_agenda

        context = super().get_context(request, *args, **kwargs)
        agenda = get_agenda(self, request.GET)
        feed = f"{(self.get_full_url(request) or '/')[:-1]}.ics{agenda.narrowed.query}"
        return {
            **context,
            "agenda": agenda,
            "narrowed": agenda.narrowed,
            "not_found": agenda.not_found,
            "campaign": self.get_parent(),
            "feed": feed,
            "feed_in_calendar": f"webcal://{feed.partition('://')[2]}",
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer_not_found(super().serve(request, *args, **kwargs))
