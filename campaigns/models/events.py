"""Events: meetings and training sessions, at an hour that clocks somewhere show."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, Select
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from contacts.models import Region
from content.dates.time_zones import known_time_zones
from content.dates.words import days_in_words
from content.fields import BodyField
from translations.languages import LANGUAGES, column
from translations.models import BasePage

from ..clock import FIRST, SECOND, check_time_zone, list_time_zones, midnight_of, to_moment
from ..languages import LanguagesField, language_name, split_codes
from ..regions import RegionTree

ONE_DAY = datetime.timedelta(1)
# What a calendar that took the event over has to be told of (RFC 5545, section 3.8.7.4).
TOLD = [
    "start_date", "start_time", "end_date", "end_time", "time_zone", "which_hour", "state", "url",
    *(column(name, language) for name in ("title", "place") for language in LANGUAGES),
]  # fmt: skip


class EventKind(models.TextChoices):
    MEETING = "meeting", pgettext_lazy("campaigns", "Meeting")
    TRAINING = "training", pgettext_lazy("campaigns", "Training session")


class EventState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("campaigns", "As planned")
    MOVED = "moved", pgettext_lazy("campaigns", "Moved")
    CANCELLED = "cancelled", pgettext_lazy("campaigns", "Cancelled")


class EventPage(BasePage):
    translated_fields = ["lead", "place", "organiser", "notice", "body"]
    summary = "lead"
    kept_fields = ["sequence"]

    kind = models.CharField(
        pgettext_lazy("campaigns", "type"), max_length=20, choices=EventKind, default=EventKind.MEETING
    )
    state = models.CharField(
        pgettext_lazy("campaigns", "status"), max_length=20, choices=EventState, default=EventState.PLANNED
    )
    moved_from = models.DateField(
        pgettext_lazy("campaigns", "originally on"), null=True, blank=True, help_text=_("The original date")
    )
    start_date = models.DateField(pgettext_lazy("campaigns", "start date"))
    start_time = models.TimeField(
        pgettext_lazy("campaigns", "start time"),
        null=True,
        blank=True,
        help_text=_("Leave empty for an all-day event."),
    )
    end_date = models.DateField(
        pgettext_lazy("campaigns", "end date"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it ends on the same day."),
    )
    end_time = models.TimeField(pgettext_lazy("campaigns", "end time"), null=True, blank=True)
    time_zone = models.CharField(
        pgettext_lazy("campaigns", "time zone"),
        max_length=60,
        default="Europe/Paris",
        validators=[check_time_zone],
        help_text=_("Time zone of the venue, or of the organiser"),
    )
    which_hour = models.CharField(
        _("which of the two times"), max_length=10, blank=True,
        choices=[(FIRST, pgettext_lazy("campaigns", "The first")), (SECOND, pgettext_lazy("campaigns", "The second"))],
        help_text=_("Only needed on the night when the clocks go back and an hour occurs twice"),
    )  # fmt: skip
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)  # that moment is no longer part of it
    sequence = models.PositiveIntegerField(default=0, editable=False)

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    place = models.CharField(
        pgettext_lazy("campaigns", "place"),
        max_length=255,
        blank=True,
        help_text=_("Leave empty if it is online only."),
    )
    url = models.URLField(
        pgettext_lazy("campaigns", "address online"), blank=True, help_text=_("Link to join or sign up")
    )
    organiser = models.CharField(pgettext_lazy("campaigns", "organiser"), max_length=160, blank=True)
    notice = models.CharField(
        pgettext_lazy("campaigns", "notice"), max_length=255, blank=True, help_text=_("One sentence of warning")
    )
    body = BodyField(verbose_name=pgettext_lazy("campaigns", "body"), blank=True)
    languages = LanguagesField(
        pgettext_lazy("campaigns", "languages"), blank=True, help_text=_("Languages spoken, or interpreted into")
    )
    regions = ParentalManyToManyField(
        Region, verbose_name=pgettext_lazy("campaigns", "regions"), blank=True, related_name="events"
    )
    audiences = ParentalManyToManyField(
        "campaigns.Audience", verbose_name=pgettext_lazy("campaigns", "groups"), blank=True, related_name="events"
    )

    # What a list reads for all its events at once: their regions, and for a chosen region their reach and hours there.
    places: list[Region] | None = None
    reach: Any = None
    local_hours: Any = ()

    parent_page_types = ["campaigns.CalendarPage"]
    subpage_types: list[str] = []
    template = "campaigns/event_page.html"

    search_fields = [*BasePage.search_fields, index.FilterField("starts_at")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("place"),
        FieldPanel("organiser"),
        FieldPanel("notice"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("state"), FieldPanel("moved_from")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldRowPanel(
                    [FieldPanel("time_zone", widget=Select(choices=list_time_zones())), FieldPanel("which_hour")]
                ),
            ],
            heading=pgettext_lazy("campaigns", "When"),
        ),
        FieldPanel("url"),
        FieldPanel("languages"),
        FieldPanel("regions", widget=CheckboxSelectMultiple),
        FieldPanel("audiences", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "event")
        verbose_name_plural = pgettext_lazy("campaigns", "events")

    def get_search_keywords(self, language: str) -> list[str]:
        return days_in_words(language, self.start_date, self.end_date)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..calendar.local_hours import list_local_hours
        from ..structured_data import describe_event

        context = super().get_context(request, *args, **kwargs)
        calendar = self.get_parent()
        tree, regions = RegionTree(), list(self.regions.all())
        zones = tree.zones_of([region.pk for region in regions] or tree.regions)
        return {
            **context,
            "calendar": calendar,
            "campaign_page": calendar.get_parent(),
            "regions": regions,
            "local_hours": list_local_hours(self, zones),
            "audiences": list(self.audiences.all()),
            "structured_data": describe_event(self),
            "file_address": f"{self.get_full_url(request)[:-1]}.ics" if self.pk and self.live else "",
        }

    # When

    @property
    def is_whole_day(self) -> bool:
        return self.start_time is None

    @property
    def last_date(self) -> datetime.date:
        return self.end_date or self.start_date

    @property
    def start(self) -> datetime.datetime:
        """The moment it begins, on the clocks of its place; of whole days, the first one's midnight."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def end(self) -> datetime.datetime:
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.state == EventState.CANCELLED

    @property
    def is_moved(self) -> bool:
        return self.state == EventState.MOVED

    @property
    def language_names(self) -> list[str]:
        return [language_name(code) for code in split_codes(self.languages)]

    def clean(self) -> None:
        super().clean()
        if self.state == EventState.MOVED and not self.moved_from:
            raise ValidationError({"moved_from": _("Enter the original date: people still have it in mind.")})
        if self.state == EventState.PLANNED:
            self.moved_from = None
        if self.start_date and self.time_zone in known_time_zones():  # else their own fields have said so
            self.set_moments()

    def set_moments(self) -> None:
        """Work out when it starts and ends.

        :raises ValidationError: on the field of the date or time that makes no sense
        """
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": _("Enter a start time as well as an end time.")})
        if self.start_time and not self.end_time:
            raise ValidationError({"end_time": _("Enter an end time.")})
        if self.last_date < self.start_date:
            raise ValidationError({"end_date": _("An event cannot end before it starts.")})
        if self.start_time and self.end_time:
            self.starts_at = self.to_moment("start_time", self.start_date, self.start_time)
            self.ends_at = self.to_moment("end_time", self.last_date, self.end_time)
            if self.ends_at <= self.starts_at:
                raise ValidationError({"end_time": _("An event cannot end before it starts.")})
        else:
            check_time_zone(self.time_zone)
            self.starts_at = midnight_of(self.start_date, self.time_zone)
            self.ends_at = midnight_of(self.last_date + ONE_DAY, self.time_zone)

    def to_moment(self, field: str, day: datetime.date, time: datetime.time) -> datetime.datetime:
        try:
            return to_moment(day, time, self.time_zone, self.which_hour).astimezone(datetime.UTC)
        except ValidationError as error:
            where = {"twice": "which_hour", "unknown_time_zone": "time_zone"}.get(error.code or "", field)
            raise ValidationError({where: error}) from error

    # What calendars were told

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        if update_fields is None:
            self.set_moments()
            self.raise_sequence()
        super().save(*args, update_fields=update_fields, **kwargs)

    def raise_sequence(self) -> None:
        """Count a change of what calendars show, once the event has been published."""
        before = EventPage.objects.filter(pk=self.pk).values(*TOLD, "sequence", "first_published_at").first()
        if before is None:
            self.sequence = 0
            return
        changed = any((before[name] or "") != (getattr(self, name) or "") for name in TOLD)
        self.sequence = before["sequence"] + bool(changed and before["first_published_at"])
