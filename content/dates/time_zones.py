"""Which time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def known_time_zones() -> frozenset[str]:
    """Return the names of all zones, read once a process: the standard library looks through its files each time."""
    return frozenset(available_timezones())
