"""The events of a calendar: those to come, or those of a year; narrowed down by region, language, audience and kind."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import pgettext

from ..facets import Facet, FacetChoice, Narrowed, narrow
from ..languages import split_codes
from ..models.events import EventKind, EventPage
from ..publications.listing import language_facet, region_facet
from ..regions import RegionTree
from .local_hours import list_hours_in_a_list

RECENT = 5  # past events, shown below those to come
MOST_IN_A_FEED = 500  # events: the latest ones, should a calendar ever have more


@dataclass
class Year:
    number: int
    count: int
    query: str
    chosen: bool


@dataclass
class Agenda:
    narrowed: Narrowed
    events: list[EventPage]  # in the order of their days
    recent: list[EventPage]  # the latest that are over, where no year was asked for
    years: list[Year]  # with past events, the latest first
    year: Year | None
    unknown_year: str

    @property
    def not_found(self) -> bool:
        return bool(self.unknown_year or self.narrowed.unknown)

    @property
    def months(self) -> list[tuple[datetime.date, list[EventPage]]]:
        """The first day of each month that has events, and these."""
        months: dict[datetime.date, list[EventPage]] = {}
        for event in self.events:
            months.setdefault(event.start_date.replace(day=1), []).append(event)
        return list(months.items())


def visible_events(calendar: Any) -> Any:
    """Events of `calendar` that may leave the site, the earliest first."""
    return EventPage.objects.visible().child_of(calendar).order_by("starts_at", "path")


def get_agenda(calendar: Any, query: QueryDict) -> Agenda:
    """Return what `query` chooses of `calendar`, in four queries however much there is."""
    rows, regions = list(list_values(calendar)), RegionTree()
    now = timezone.now()
    years = Counter(row["starts"].year for row in rows if row["ends_at"] <= now)
    asked = query.get("year", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else None
    in_scope = [
        row
        for row in rows
        if (row["ends_at"] <= now and row["starts"].year == chosen if chosen else row["ends_at"] > now)
    ]
    narrowed = narrow_events(calendar, in_scope, regions, query)
    listed = [
        Year(number, count, narrowed.with_query(year=str(number)), number == chosen)
        for number, count in sorted(years.items(), reverse=True)
    ]
    unknown_year = asked if asked and chosen is None else ""
    plain = not (asked or narrowed.chosen or narrowed.unknown)
    recent = [row["key"] for row in reversed(rows) if plain and row["ends_at"] <= now][:RECENT]
    keys = [] if unknown_year else narrowed.keys
    found = describe(fetch([*keys, *recent]), rows, regions, narrowed.record("region"))
    year = next((year for year in listed if year.chosen), None)
    return Agenda(narrowed, found[: len(keys)], found[len(keys) :], listed, year, unknown_year)


def get_feed(calendar: Any, query: QueryDict) -> tuple[Narrowed, list[EventPage]]:
    """Return the events, past and to come, of the calendar that one subscribes to with `query`."""
    rows, regions = list(list_values(calendar)), RegionTree()
    narrowed = narrow_events(calendar, rows, regions, query)
    return narrowed, describe(fetch(narrowed.keys[-MOST_IN_A_FEED:]), rows, regions)


def describe(
    events: list[EventPage], rows: list[dict[str, Any]], regions: RegionTree, chosen: Any = None
) -> list[EventPage]:
    """Give each of `events` its regions and, where one was chosen, its hours there and how far beyond it reaches."""
    regions_of = {row["key"]: row["regions"] for row in rows}
    zones = regions.zones_of([chosen.pk]) if chosen else []
    for event in events:
        event.places = [region for region in regions.in_order if region.pk in regions_of[event.pk]]
        event.reach = regions.reach(regions_of[event.pk], chosen)
        event.local_hours = list_hours_in_a_list(event, zones)
    return events


def fetch(keys: list[int]) -> list[EventPage]:
    found = EventPage.objects.defer_streamfields().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def list_values(calendar: Any) -> Any:
    """Return a dictionary for each event: what it can be found by, without its texts."""
    events: dict[int, dict[str, Any]] = {}
    fields = ("pk", "kind", "languages", "start_date", "ends_at", "regions", "audiences__slug")
    for key, kind, languages, starts, ends_at, region, audience in visible_events(calendar).values_list(*fields):
        row = events.setdefault(
            key, {"key": key, "kind": kind, "starts": starts, "ends_at": ends_at, "regions": set(), "audiences": set()}
        )
        row["languages"] = split_codes(languages)
        row["regions"] |= {region} - {None}
        row["audiences"] |= {audience} - {None}
    return events.values()


def narrow_events(calendar: Any, rows: list[dict[str, Any]], regions: RegionTree, query: QueryDict) -> Narrowed:
    values = {
        row["key"]: {
            "region": regions.keys_served(row["regions"]),
            "language": frozenset(row["languages"]),
            "audience": frozenset(row["audiences"]),
            "kind": frozenset({row["kind"]}),
        }
        for row in rows
    }
    kept = {"year": str(query["year"])} if query.get("year") else {}
    return narrow(values, make_calendar_facets(calendar, regions), query, kept=kept)


def make_calendar_facets(calendar: Any, regions: RegionTree) -> list[Facet]:
    audiences = EventPage.audiences.rel.model.objects.filter(page=calendar.get_parent().pk)
    kinds = [FacetChoice(kind.value, str(kind.label)) for kind in EventKind]
    return [
        region_facet(regions),
        language_facet(),
        Facet(
            "audience",
            pgettext("campaigns", "Group"),
            pgettext("campaigns", "Everybody"),
            [FacetChoice(audience.slug, audience.name, audience) for audience in audiences if audience.slug],
        ),
        Facet("kind", pgettext("campaigns", "Type"), pgettext("campaigns", "All types"), kinds),
    ]
