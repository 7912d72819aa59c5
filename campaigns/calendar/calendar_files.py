"""iCalendar (RFC 5545): one event, or a calendar to subscribe to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, pgettext
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from translations.languages import SOURCE, column
from translations.texts.characters import clean_text

from ..models.events import EventPage

CONTENT_TYPE = "text/calendar; charset=utf-8"
ONE_HOUR = datetime.timedelta(hours=1)
AROUND = datetime.timedelta(days=370)  # of what a time zone's rules are told for, before and after the events
STATUS = {"planned": "CONFIRMED", "moved": "CONFIRMED", "cancelled": "CANCELLED"}


def write_calendar(events: Iterable[EventPage], *, name: str, source: str = "") -> bytes:
    """Return a calendar of `events` in the active language, with the rules of every time zone it names.

    :param source: the address of the calendar, for those who subscribe (RFC 7986, section 5.8)
    """
    events = list(events)
    calendar = Calendar()
    calendar.add("prodid", "-//Cahier//Cahier//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = clean_text(name)
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT12H")
    for zone_name in sorted({event.time_zone for event in events if is_local(event)} - {"UTC"}):
        moments = [moment for event in events for moment in (event.starts_at, event.ends_at)]
        calendar.add_component(make_time_zone(zone_name, min(moments) - AROUND, max(moments) + AROUND))
    for event in events:
        calendar.add_component(make_event(event))
    return bytes(calendar.to_ical())


def make_event(event: EventPage) -> Event:
    """Return `event` with an identifier and a sequence that tell calendars it is the one they know, changed."""
    address = event.get_full_url()
    component = Event()
    component.add("uid", str(event.translation_key))
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.last_published_at or event.starts_at)
    if event.first_published_at:
        component.add("created", event.first_published_at)
    if event.last_published_at:
        component.add("last-modified", event.last_published_at)
    component.add("dtstart", value_of(event, event.start))
    component.add("dtend", value_of(event, event.end))
    component.add("status", STATUS[event.state])
    component.add("transp", "TRANSPARENT" if event.is_cancelled or event.is_whole_day else "OPAQUE")
    add_text(
        component, "summary", event, "title", before=pgettext("campaigns", "Cancelled:") if event.is_cancelled else ""
    )
    place = "\n".join(filter(None, [event.place, event.url]))
    if place:
        component.add("location", clean_text(place.replace("\n", ", ")))
    add_text(component, "description", event, "lead", after=list_facts(event, place, address))
    component.add("url", address)
    return component


def places_of(event: EventPage) -> list[Any]:
    """Return the regions of `event`, which a list has read for all its events at once."""
    return event.places if event.places is not None else list(event.regions.all())


def list_facts(event: EventPage, place: str, address: str) -> str:
    """Return what many calendars show nowhere else, or not at all."""
    lines = [event.notice]
    if event.is_moved and event.moved_from:
        lines.append(gettext("Moved from %(day)s.") % {"day": event.moved_from.isoformat()})
    if place:
        lines.append(gettext("Where: %(place)s") % {"place": place.replace("\n", ", ")})
    if event.language_names:
        lines.append(gettext("Languages: %(languages)s") % {"languages": ", ".join(event.language_names)})
    names = [region.name for region in places_of(event)]
    lines.append(
        gettext("For: %(regions)s") % {"regions": ", ".join(names)}
        if names
        else pgettext("of what is for no region in particular", "For everyone")
    )
    if event.organiser:
        lines.append(gettext("Organiser: %(organiser)s") % {"organiser": event.organiser})
    lines.append(address)
    return "\n".join(filter(None, lines))


def add_text(component: Event, name: str, event: EventPage, field: str, *, before: str = "", after: str = "") -> None:
    """Add a text, with the language it is in where that is not the calendar's (RFC 5545, section 3.2.10)."""
    active = get_language() or SOURCE
    language = active if getattr(event, column(field, active)) else SOURCE
    text = "\n\n".join(filter(None, [" ".join(filter(None, [before, getattr(event, field)])), after]))
    if text:
        component.add(name, vText(clean_text(text)), parameters={"LANGUAGE": language})


def is_local(event: EventPage) -> bool:
    """Tell whether the event is written in local time. The second of two like hours cannot be (section 3.3.5)."""
    return not event.is_whole_day and not (event.start.fold or event.end.fold)


def value_of(event: EventPage, moment: datetime.datetime) -> Any:
    if event.is_whole_day:
        return moment.date()
    return moment if is_local(event) else moment.astimezone(datetime.UTC)


def make_time_zone(name: str, first: datetime.datetime, last: datetime.datetime) -> Timezone:
    """Return the rules of zone `name` between two moments: one observance for each change of its clocks.

    Each begins at the local time that clocks showed before the change (RFC 5545, section 3.6.5).
    """
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    before = first.astimezone(zone)
    component.add_component(make_observance(before, before))
    for moment in find_changes(name, first, last):
        component.add_component(make_observance(moment.astimezone(zone), (moment - ONE_HOUR).astimezone(zone)))
    return component


def make_observance(moment: datetime.datetime, before: datetime.datetime) -> Any:
    observance = TimezoneDaylight() if moment.dst() else TimezoneStandard()
    offset = before.utcoffset() or datetime.timedelta()
    observance.add("dtstart", (moment.astimezone(datetime.UTC) + offset).replace(tzinfo=None))
    observance.add("tzname", moment.tzname())
    observance.add("tzoffsetfrom", offset)
    observance.add("tzoffsetto", moment.utcoffset())
    return observance


def find_changes(name: str, first: datetime.datetime, last: datetime.datetime) -> Iterator[datetime.datetime]:
    """Yield the moments, to the second, at which clocks in zone `name` are set."""
    for year in range(first.astimezone(datetime.UTC).year, last.astimezone(datetime.UTC).year + 1):
        yield from (moment for moment in list_changes(name, year) if first < moment < last)


@lru_cache(maxsize=1000)
def list_changes(name: str, year: int) -> list[datetime.datetime]:
    """Return those moments in one year by UTC, looked for by days and then by halving.

    They are kept, as only another release of the time zones' data changes them, and that comes with a new process.
    """
    zone, day, second = ZoneInfo(name), datetime.timedelta(days=1), datetime.timedelta(seconds=1)
    days = [datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) + number * day for number in range(367)]
    offsets = [offset_at(zone, moment) for moment in days]
    changes = []
    for low, high, before, after in zip(days, days[1:], offsets, offsets[1:], strict=False):
        if before == after or low.year != year:
            continue
        early, late = low, high
        while late - early > second:
            middle = (early + (late - early) / 2).replace(microsecond=0)
            early, late = (middle, late) if offset_at(zone, middle) == before else (early, middle)
        changes.append(late)
    return changes


def offset_at(zone: ZoneInfo, moment: datetime.datetime) -> tuple[Any, Any]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.dst()
