"""Countries in the reader's language, under the regions they belong to; and from a country to whom to write to."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django_countries import countries as all_countries

from translations.languages import SOURCE
from translations.sorting import sort_key

from .models import Region, RegionPage
from .models.directory import find_region_page

CountryGroup = tuple[Region, list[tuple[str, str]]]


def get_locale() -> Locale:
    """Return what the reader's language calls languages and places; the source's names if it has none."""
    try:
        return Locale.parse(get_language() or SOURCE, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE)


def group_by_region() -> list[CountryGroup]:
    """Return each region that has countries, with (code, name) of these by name. One query."""
    names = dict(all_countries)
    return [
        (region, sorted(((code, names[code]) for code in codes), key=lambda country: sort_key(country[1])))
        for region in Region.objects.exclude(countries="")
        if (codes := [country.code for country in region.countries if country.code in names])
    ]


def find_region(code: str) -> Region | None:
    """Return the region that the country with ISO 3166 `code` belongs to."""
    regions = Region.objects.exclude(countries="")
    return next((region for region in regions if code in [country.code for country in region.countries]), None)


def find_page_for(region: Region) -> RegionPage | None:
    """Return the visible page of `region`, or else of the nearest region around it."""
    return find_region_page([region.pk, *(above.pk for above in region.get_ancestors())])
