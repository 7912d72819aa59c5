"""Lists that readers narrow down by plain links: by region, language, theme… with how many each choice leaves.

A list is small enough to be counted in memory (some thousand pages), so one query brings what all counts need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

Values = Mapping[str, frozenset[str]]  # of one page: the keys that it has in each facet


@dataclass
class FacetChoice:
    """A value to choose. `words` is its label; `record` and `name` are what it comes from, if that may fall back."""

    key: str
    words: str
    record: Any = None
    name: str = "name"
    count: int = 0
    chosen: bool = False
    query: str = ""  # which leads to this choice, along with the others made


@dataclass
class Facet:
    """One way to narrow a list down. `name` is the parameter of the address."""

    name: str
    label: str
    all_words: str
    choices: list[FacetChoice]
    chosen: FacetChoice | None = None
    unknown: str = ""  # what the address asks for and nobody knows
    total: int = 0  # pages that the other facets leave
    query: str = ""  # which leads to all

    @property
    def shown(self) -> list[FacetChoice]:
        """Choices that some page of the list has, or that was made."""
        return [choice for choice in self.choices if choice.count or choice.chosen]


@dataclass
class Narrowed:
    """A list as an address narrows it down."""

    facets: list[Facet]
    keys: list[int]  # of the pages that are left, in their order
    loosen: list[Facet] = field(default_factory=list)  # facets that, left out, leave some
    kept: Mapping[str, str] = field(default_factory=dict)  # what else its addresses say

    @property
    def chosen(self) -> list[Facet]:
        return [facet for facet in self.facets if facet.chosen]

    def record(self, name: str) -> Any:
        """Return what the choice made in facet `name` comes from; None where none was made."""
        return next((facet.chosen.record for facet in self.facets if facet.name == name and facet.chosen), None)

    @property
    def unknown(self) -> list[Facet]:
        return [facet for facet in self.facets if facet.unknown]

    @property
    def words(self) -> str:
        """What was chosen, for the title of the page: `Africa, French`."""
        return ", ".join(facet.chosen.words for facet in self.facets if facet.chosen)

    @property
    def query(self) -> str:
        """What of the address chooses, in one order: empty, or `?region=africa&kind=report`."""
        return self.with_query()

    def with_query(self, **more: str) -> str:
        return make_query({**{facet.name: facet.chosen.key for facet in self.facets if facet.chosen}, **more})


def narrow(
    pages: Mapping[int, Values], facets: Iterable[Facet], query: QueryDict, kept: Mapping[str, str] | None = None
) -> Narrowed:
    """Return those of `pages` that have everything `query` chooses, and count what each choice would leave.

    :param pages: the values of each page by its primary key, in the order of the list
    :param kept: what else the addresses of choices are to say
    """
    kept = kept or {}
    facets = list(facets)
    for facet in facets:
        wanted = query.get(facet.name, "")
        facet.chosen = next((choice for choice in facet.choices if wanted and choice.key == wanted), None)
        facet.unknown = "" if facet.chosen else wanted
    wanted_keys = {facet.name: facet.chosen.key for facet in facets if facet.chosen}
    for facet in facets:
        others = {name: key for name, key in wanted_keys.items() if name != facet.name}
        left = [values for values in pages.values() if has_all(values, others)]
        facet.total, facet.query = len(left), make_query({**others, **kept})
        counts = Counter(key for values in left for key in values[facet.name])
        for choice in facet.choices:
            choice.count = counts[choice.key]
            choice.chosen = choice is facet.chosen
            choice.query = make_query({**in_order(facets, {**others, facet.name: choice.key}), **kept})
    keys = (
        []
        if any(facet.unknown for facet in facets)
        else [key for key, values in pages.items() if has_all(values, wanted_keys)]
    )
    loosen = [] if keys else [facet for facet in facets if facet.chosen and facet.total]
    return Narrowed(facets, keys, loosen, kept)


def has_all(values: Values, wanted: Mapping[str, str]) -> bool:
    return all(key in values[name] for name, key in wanted.items())


def in_order(facets: list[Facet], keys: Mapping[str, str]) -> dict[str, str]:
    return {facet.name: keys[facet.name] for facet in facets if facet.name in keys}


def make_query(keys: Mapping[str, str]) -> str:
    return f"?{urlencode(keys)}" if keys else ""
