"""The tree of regions, read at once: which lies within which, at whatever depth, and what is meant for which.

What is for a region is for all within it too, and what is for no region in particular is for everybody. Who chooses a
region gets all of that, and what is for the regions within it: in lists, calendars, feeds and the API alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from contacts.models import Region
from translations.languages import SOURCE, column


def key_of(region: Region) -> str:
    """Return what names `region` in addresses, the same in every language."""
    return getattr(region, "slug", "") or slugify(getattr(region, column("name", SOURCE)))


@dataclass(frozen=True)
class Reach:
    """That a page is for more than the region chosen: for `region` around it, or for everybody."""

    region: Region | None = None


class RegionTree:
    """All regions, each under the one it lies within, in the order that editors gave."""

    def __init__(self) -> None:
        self.regions = {region.pk: region for region in Region.objects.all()}

    def __getitem__(self, pk: int) -> Region:
        return self.regions[pk]

    def find(self, key: str) -> Region | None:
        """Return the region that addresses call `key`."""
        return next((region for region in self.regions.values() if key and key_of(region) == key), None)

    def with_those_around(self, pk: int) -> list[int]:
        """Return `pk` and the regions it lies within, the narrowest first."""
        found: list[int] = []
        key: int | None = pk
        while key in self.regions and key not in found:
            found.append(key)
            key = self.regions[key].parent_id
        return found

    def with_those_within(self, pks: Iterable[int]) -> list[Region]:
        """Return the regions `pks` and all that lie within them, in the order of the tree."""
        wanted = set(pks)
        return [region for region in self.in_order if not wanted.isdisjoint(self.around[region.pk])]

    @cached_property
    def around(self) -> dict[int, list[int]]:
        return {pk: self.with_those_around(pk) for pk in self.regions}

    @cached_property
    def in_order(self) -> list[Region]:
        """Each region is followed by those that lie within it."""
        parts: dict[int | None, list[Region]] = {}
        for region in self.regions.values():
            parts.setdefault(region.parent_id, []).append(region)
        ordered: list[Region] = []
        waiting = parts.get(None, [])[::-1]
        while waiting:
            region = waiting.pop()
            ordered.append(region)
            waiting += parts.get(region.pk, [])[::-1]
        return ordered

    # What is meant for which

    def serving(self, pk: int) -> set[int]:
        """Return the regions whose pages belong to region `pk`: itself, those around it and those within it."""
        return {*self.around[pk], *(region.pk for region in self.with_those_within([pk]))}

    def keys_served(self, pks: set[int]) -> frozenset[str]:
        """Return the keys of all regions to which a page for regions `pks`, or for none in particular, belongs."""
        return frozenset(key_of(region) for pk, region in self.regions.items() if not pks or pks & self.served_by[pk])

    @cached_property
    def served_by(self) -> dict[int, set[int]]:
        return {pk: self.serving(pk) for pk in self.regions}

    def reach(self, pks: set[int], chosen: Region | None) -> Reach | None:
        """Tell how far a page for `pks` reaches beyond region `chosen`; None where it is for that one, or within."""
        if chosen is None:
            return None
        if not pks:
            return Reach()
        around = self.around[chosen.pk][1:]
        if pks & (self.served_by[chosen.pk] - set(around)):
            return None
        return next((Reach(self.regions[pk]) for pk in around if pk in pks), None)

    def meant_for(self, pages: Any, region: Region) -> Any:
        """Return those of `pages`, a queryset of what has regions, that belong to `region`."""
        keys = pages.filter(Q(regions__in=self.serving(region.pk)) | Q(regions=None)).order_by().values("pk")
        return pages.filter(pk__in=keys)

    def zones_of(self, pks: Iterable[int]) -> list[str]:
        """Return the time zones of regions `pks` and of those within them, each once."""
        return list(dict.fromkeys(zone for region in self.with_those_within(pks) for zone in region.zones))
