"""A person's particulars as they stand on the page."""

import datetime
import zoneinfo

from babel import Locale
from babel.dates import get_timezone_location
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from contacts.countries import get_locale

register = template.Library()


@register.filter
def apart(address: str) -> SafeString:
    """Return an e-mail `address` that people can read, hear, copy and print, and programs that gather them cannot.

    What stands in the middle is neither shown, read out, copied nor printed (`hidden`); in a page's plain text it
    makes another address, of a domain that never exists (RFC 6761, 6.4), and in its source there is none at all.
    A parser of microformats joins the two values (value class pattern). docs/directory.md says why this one.
    """
    name, at, host = address.rpartition("@")
    decoy = pgettext("contacts", "without-this") + ".invalid "
    parts = '<span class="value">{}{}</span><span hidden>{}</span><span class="value">{}</span>'
    return format_html('<span class="u-email" translate="no">' + parts + "</span>", name, at, decoy, host)


@register.filter
def in_words(codes: list[str]) -> str:
    """Return the names of languages, `codes` of ISO 639, in the reader's language: `français, anglais`."""
    names: Locale = get_locale()
    return ", ".join(names.languages.get(code, code) for code in codes)


@register.filter
def zone(name: str) -> str:
    """Return where the clock of time zone `name` is read, and how far it is from UTC today: `Accra, UTC+0`."""
    if not name:
        return ""
    place = get_timezone_location(name, locale=get_locale(), return_city=True)
    offset = timezone.now().astimezone(zoneinfo.ZoneInfo(name)).utcoffset() or datetime.timedelta()
    hours, rest = divmod(abs(int(offset.total_seconds())) // 60, 60)
    sign = "\u2212" if offset < datetime.timedelta() else "+"
    return f"{place}, UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
