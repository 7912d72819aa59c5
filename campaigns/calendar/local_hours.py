"""An event by the clocks of other places: worked out by the server, from the moments at which it begins and ends."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ..clock import city_of, offset_in_words

MOST_IN_A_LIST = 4  # rows for an event


@dataclass
class LocalHours:
    """When an event is by the clocks of `places`, which all show the same all the while."""

    places: list[str]
    start: datetime.datetime
    end: datetime.datetime
    other_days: bool  # than by the clocks of the event's place

    @property
    def offset(self) -> str:
        """How far the clocks are from UTC when it begins, as in the words for the event's own: `UTC+3`."""
        return offset_in_words(self.start)


def list_local_hours(event: Any, zones: Iterable[str]) -> list[LocalHours]:
    """Return the hours of `event` in `zones`, from west to east; none for whole days, which are those of its place.

    Its own zone is left out, as its hours there are said already. Places whose clocks agree stand in one row.
    """
    if event.is_whole_day:
        return []
    rows: dict[tuple[datetime.datetime, ...], LocalHours] = {}
    for name in zones:
        if name == event.time_zone:
            continue
        start, end = (moment.astimezone(ZoneInfo(name)) for moment in (event.starts_at, event.ends_at))
        clocks = (start.replace(tzinfo=None), end.replace(tzinfo=None))
        other_days = (start.date(), end.date()) != (event.start_date, event.last_date)
        row = rows.setdefault(clocks, LocalHours([], start, end, other_days))
        row.places.append(city_of(name))
    return [row for _clocks, row in sorted(rows.items())]


def list_hours_in_a_list(event: Any, zones: Iterable[str]) -> list[LocalHours]:
    """Return the hours of `event` in `zones`, if those are few; else its own page has them."""
    rows = list_local_hours(event, zones)
    return rows if len(rows) <= MOST_IN_A_LIST else []
