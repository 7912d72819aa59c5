"""The tree of regions, read at once: which lies within which, at whatever depth."""

from __future__ import annotations

from functools import cached_property

from django.utils.text import slugify

from contacts.models import Region
from translations.languages import SOURCE, column


def key_of(region: Region) -> str:
    """Return what names `region` in addresses, the same in every language."""
    return getattr(region, "slug", "") or slugify(getattr(region, column("name", SOURCE)))


class RegionTree:
    """All regions, each under the one it lies within, in the order that editors gave."""

    def __init__(self) -> None:
        self.regions = {region.pk: region for region in Region.objects.all()}

    def __getitem__(self, pk: int) -> Region:
        return self.regions[pk]

    def with_those_around(self, pk: int) -> list[int]:
        """Return `pk` and the regions it lies within, the narrowest first."""
        found: list[int] = []
        key: int | None = pk
        while key in self.regions and key not in found:
            found.append(key)
            key = self.regions[key].parent_id
        return found

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

    def keys_around(self, pks: set[int]) -> frozenset[str]:
        """Return the keys of regions `pks` and of all they lie within: a region includes the regions within it."""
        around = {key for pk in pks for key in self.with_those_around(pk)}
        return frozenset(key_of(self.regions[pk]) for pk in around)
