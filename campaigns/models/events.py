"""Events: meetings and training sessions, at an hour that clocks somewhere show."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, Select
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from contacts.models import Region
from content.fields import BodyField
from translations.languages import LANGUAGES, column
from translations.models import BasePage

from ..clock import FIRST, SECOND, check_time_zone, list_time_zones, midnight_of, to_moment
from ..languages import LanguagesField, language_name, split_codes

ONE_DAY = datetime.timedelta(1)
# What a calendar that took the event over has to be told of (RFC 5545, section 3.8.7.4).
TOLD = [
    "start_date", "start_time", "end_date", "end_time", "time_zone", "which_hour", "state", "url",
    *(column(name, language) for name in ("title", "place") for language in LANGUAGES),
]  # fmt: skip


class EventKind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    TRAINING = "training", _("Training session")


class EventState(models.TextChoices):
    PLANNED = "planned", _("As planned")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")


class EventPage(BasePage):
    translated_fields = ["lead", "place", "organiser", "notice", "body"]
    summary = "lead"
    kept_fields = ["sequence"]

    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.MEETING)
    state = models.CharField(_("state"), max_length=20, choices=EventState, default=EventState.PLANNED)
    moved_from = models.DateField(_("moved from"), null=True, blank=True, help_text=_("The day it was to be on"))
    start_date = models.DateField(_("starts on"))
    start_time = models.TimeField(_("at"), null=True, blank=True, help_text=_("Empty: the whole day"))
    end_date = models.DateField(_("ends on"), null=True, blank=True, help_text=_("Empty: on the same day"))
    end_time = models.TimeField(_("until"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Paris", validators=[check_time_zone],
        help_text=_("By whose clocks: of the place, or of whoever calls the meeting"),
    )  # fmt: skip
    which_hour = models.CharField(
        _("which hour"), max_length=10, blank=True,
        choices=[(FIRST, _("The first of the two")), (SECOND, _("The second"))],
        help_text=_("Only in the night in which clocks go back and show an hour twice"),
    )  # fmt: skip
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)  # that moment is no longer part of it
    sequence = models.PositiveIntegerField(default=0, editable=False)

    lead = models.TextField(_("lead"), blank=True)
    place = models.CharField(_("place"), max_length=255, blank=True, help_text=_("Empty, if it is held online only"))
    url = models.URLField(_("address online"), blank=True, help_text=_("Where one joins or signs up"))
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    notice = models.CharField(_("notice"), max_length=255, blank=True, help_text=_("One sentence of warning"))
    body = BodyField(verbose_name=_("body"), blank=True)
    languages = LanguagesField(_("languages"), blank=True, help_text=_("Spoken, or interpreted into"))
    regions = ParentalManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="events")
    audiences = ParentalManyToManyField(
        "campaigns.Audience", verbose_name=_("audiences"), blank=True, related_name="events"
    )

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
            heading=_("When"),
        ),
        FieldPanel("url"),
        FieldPanel("languages"),
        FieldPanel("regions", widget=CheckboxSelectMultiple),
        FieldPanel("audiences", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..structured_data import describe_event

        context = super().get_context(request, *args, **kwargs)
        calendar = self.get_parent()
        regions = list(self.regions.all())
        return {
            **context,
            "calendar": calendar,
            "campaign_page": calendar.get_parent(),
            "regions": regions,
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
            raise ValidationError({"moved_from": _("Say which day it was moved from: people have that one in mind.")})
        if self.state == EventState.PLANNED:
            self.moved_from = None
        if self.start_date and self.time_zone in available_timezones():  # else their own fields have said so
            self.set_moments()

    def set_moments(self) -> None:
        """Work out when it starts and ends.

        :raises ValidationError: on the field of the date or time that makes no sense
        """
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": _("Say at what time it starts, as you say when it ends.")})
        if self.start_time and not self.end_time:
            raise ValidationError({"end_time": _("Say until what time it lasts.")})
        if self.last_date < self.start_date:
            raise ValidationError({"end_date": _("It cannot end before it starts.")})
        if self.start_time and self.end_time:
            self.starts_at = self.to_moment("start_time", self.start_date, self.start_time)
            self.ends_at = self.to_moment("end_time", self.last_date, self.end_time)
            if self.ends_at <= self.starts_at:
                raise ValidationError({"end_time": _("It cannot end before it starts.")})
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
