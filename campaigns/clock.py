"""Local times: which moment a date, an hour and a time zone name, and when they name none, or two.

Clocks that go forward skip an hour, and clocks that go back show one twice (PEP 495; RFC 5545, section 3.3.5).
"""

import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from content.dates.time_zones import known_time_zones

FIRST, SECOND = "first", "second"  # which of the two, where an hour comes twice

# Cities whose clocks go with another's, for which Unicode's names (CLDR) give that other city's: Toronto.
CITIES = {"America/Montreal": pgettext_lazy("city", "Montreal")}


@cache
def list_time_zones() -> list[tuple[str, str]]:
    """Return the zones that are named after a place, `Europe/Paris`, and UTC: as choices for a form."""
    places = {name for name in known_time_zones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return [(name, name.replace("_", " ")) for name in ["UTC", *sorted(places)]]


def check_time_zone(name: str) -> None:
    """Refuse an unknown time zone.

    :raises ValidationError: which names it
    """
    if name not in known_time_zones():
        message = _("Unknown time zone “%(name)s”. Time zones are named after places: Europe/Paris, America/Lima.")
        raise ValidationError(message, code="unknown_time_zone", params={"name": name})


def to_moment(day: datetime.date, time: datetime.time, zone_name: str, which: str = "") -> datetime.datetime:
    """Return the moment at which clocks in `zone_name` show `time` on `day`.

    :param which: FIRST or SECOND, needed where clocks show that time twice
    :raises ValidationError: where they never show it, or twice and `which` is empty; where the zone is unknown
    """
    check_time_zone(zone_name)
    zone = ZoneInfo(zone_name)
    first = datetime.datetime.combine(day, time, zone)
    second = first.replace(fold=1)
    words = {"time": f"{time:%H:%M}", "day": day.isoformat(), "zone": zone_name}
    if not is_on_the_clock(first):
        message = _("The clocks go forward on %(day)s: %(time)s does not exist in %(zone)s that day.")
        raise ValidationError(message, code="skipped", params=words)
    if first.utcoffset() == second.utcoffset():
        return first
    if which not in (FIRST, SECOND):
        message = _(
            "The clocks go back on %(day)s: %(time)s occurs twice in %(zone)s. Choose which of the two you mean."
        )
        raise ValidationError(message, code="twice", params=words)
    return second if which == SECOND else first


def midnight_of(day: datetime.date, zone_name: str) -> datetime.datetime:
    """Return the moment at which `day` begins in `zone_name`: where clocks skip midnight, the first that they show."""
    return datetime.datetime.combine(day, datetime.time(), ZoneInfo(zone_name)).astimezone(datetime.UTC)


def is_on_the_clock(moment: datetime.datetime) -> bool:
    """Tell whether clocks ever show the local time of `moment`: then it survives the way to UTC and back."""
    back = moment.astimezone(datetime.UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) == moment.replace(tzinfo=None)


def offset_in_words(moment: datetime.datetime) -> str:
    """Return `UTC+1`, `UTC−3:30`, `UTC`."""
    offset = moment.utcoffset() or datetime.timedelta()
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return "UTC" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


def city_of(zone_name: str) -> str:
    """Return the city that a zone is named after, in the active language: `Londres`, `London`."""
    if zone_name in CITIES:
        return str(CITIES[zone_name])
    return get_timezone_location(zone_name, locale=get_language() or "en", return_city=True).rpartition("/")[2]
