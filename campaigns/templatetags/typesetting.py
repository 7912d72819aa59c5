"""Words as they are set on the page: dates, addresses in letters, and how large a title or a mark may be."""

import datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from ..clock import city_of, offset_in_words

register = template.Library()

Day = datetime.date | datetime.datetime
NO_BREAK = "\u00a0"


@register.simple_tag
def day(value: Day) -> SafeString:
    """Return `value` to the day, `16 September 2023`, as a <time> that no line break cuts between day and month."""
    value = to_date(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_in_words(value))


@register.simple_tag
def days(first: datetime.date, last: datetime.date) -> SafeString:
    """Return the days from `first` to `last`: `15 and 16 September 2023`, `30 August to 2 September 2023`."""
    if first == last:
        return day(first)
    if first.year != last.year:
        start = day_in_words(first)
    elif first.month != last.month:
        start = f"{ordinal(first)}{NO_BREAK}{format_date(first, 'F')}"
    else:
        start = ordinal(first)
    neighbours = last - first == datetime.timedelta(1)
    words = gettext("{first} and {last}") if neighbours else gettext("{first} to {last}")
    start_time = format_html('<time datetime="{}">{}</time>', first.isoformat(), start)
    return format_html(words, first=start_time, last=day(last))


@register.simple_tag
def hours(event: Any) -> SafeString:
    """Return from when until when `event` lasts, by the clocks of its place: `14:00 to 17:30`, *de 14 h à 17 h 30*."""
    times = {
        name: format_html('<time datetime="{}">{}</time>', moment.isoformat(), time_in_words(moment))
        for name, moment in (("first", event.start), ("last", event.end))
    }
    return format_html(gettext("from {first} to {last}"), **times)


@register.simple_tag
def zone(event: Any) -> str:
    """Return the city whose clocks count, and how far they are from UTC: `Paris (UTC+1)`."""
    offset = offset_in_words(event.start)
    city = city_of(event.time_zone)
    return city if city == offset else f"{city} ({offset})"


def time_in_words(value: datetime.datetime) -> str:
    pattern = gettext("{hour}:{minute}") if value.minute else gettext("{hour}:00")
    return pattern.format(hour=value.hour, minute=f"{value:%M}")


@register.filter
def length_in_words(minutes: int) -> str:
    """Return `45 min`, `3 h`, `1 h 30`."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{NO_BREAK}min"
    return f"{whole}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02}" if rest else "")


def to_date(value: Day) -> datetime.date:
    return timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value


def day_in_words(value: datetime.date) -> str:
    return f"{ordinal(value)}{NO_BREAK}{format_date(value, 'F Y')}"


def ordinal(value: datetime.date) -> str:
    """Return the day of the month; French counts the first one (*le 1er mai*) and no other."""
    return "1er" if value.day == 1 and get_language() == "fr" else str(value.day)


@register.filter
def in_letters(address: str | None) -> str:
    """Return `address` as one reads it out or prints it: with its host, without `https://`."""
    full = f"{settings.BASE_URL}{address}" if (address or "").startswith("/") else address or ""
    return full.partition("://")[2] or full


@register.filter
def title_class(title: str) -> str:
    """Return the class that sets `title` as large as its length allows: `poster`, `banner`, none, or `long`.

    `wordy` says that one of its words, by itself, is too long for a small screen.
    """
    longest = max(map(len, title.split()), default=0)
    if len(title) <= 14 and longest <= 7:
        return "poster"
    size = ["banner"] if len(title) <= 24 and longest <= 12 else ["long"] if len(title) > 60 else []
    return " ".join([*size, *["wordy"] * (longest > 11)])


@register.filter
def mark_class(mark: str | None) -> str:
    """Return the class that keeps a long `mark` in its column: `DS-4` needs none, `AGRI-1000` the smallest."""
    length = len(mark or "")
    return "mark" if length <= 4 else "mark mark-6" if length <= 6 else "mark mark-9"


@register.filter
def number_class(number: str) -> str:
    """Return the class that sets a `number` as large as its column allows: `37 %` needs none."""
    return "count" if len(number) <= 4 else "count count-7" if len(number) <= 7 else "count count-12"
