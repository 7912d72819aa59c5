"""The publications of a list, narrowed down by region, language, theme and kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import pgettext

from ..facets import Facet, FacetChoice, Narrowed, narrow
from ..languages import CODES, language_name
from ..models.publications import PublicationKind, PublicationPage, list_themes
from ..regions import RegionTree, key_of

Pages = dict[int, "PublicationEntry"]


@dataclass
class PublicationEntry:
    """What lists say of a publication besides its title and lead."""

    kind: str
    languages: set[str] = field(default_factory=set)
    regions: set[int] = field(default_factory=set)
    themes: set[int] = field(default_factory=set)


@dataclass
class PublicationList:
    narrowed: Narrowed
    entries: Pages
    regions: RegionTree
    themes: list[Any]

    def describe(self, publications: list[PublicationPage]) -> list[PublicationPage]:
        """Give each of `publications` the languages and regions that its row shows."""
        chosen = self.narrowed.record("region")
        for publication in publications:
            entry = self.entries[publication.pk]
            publication.languages = [language_name(code) for code in CODES if code in entry.languages]
            publication.places = [region for region in self.regions.in_order if region.pk in entry.regions]
            publication.reach = self.regions.reach(entry.regions, chosen)
        return publications


def visible_publications(index: Any) -> Any:
    """Publications of the list `index` that may leave the site: the newest first, else as editors ordered them."""
    return PublicationPage.objects.visible().child_of(index).order_by(F("year").desc(nulls_last=True), "path")


def get_publication_list(index: Any, query: QueryDict) -> PublicationList:
    """Return the list `index` as `query` narrows it down, in three queries however long it is."""
    entries: Pages = {}
    rows = visible_publications(index).values_list("pk", "kind", "files__language", "regions", "themes")
    for key, kind, language, region, theme in rows:
        entry = entries.setdefault(key, PublicationEntry(kind))
        entry.languages |= {language} - {None}
        entry.regions |= {region} - {None}
        entry.themes |= {theme} - {None}
    regions, themes = RegionTree(), list_themes(index.get_parent().pk)
    number_of = {theme.pk: str(theme.number) for theme in themes}
    values = {
        key: {
            "region": regions.keys_served(entry.regions),
            "language": frozenset(entry.languages),
            "theme": frozenset(number_of[theme] for theme in entry.themes if theme in number_of),
            "kind": frozenset({entry.kind}),
        }
        for key, entry in entries.items()
    }
    return PublicationList(narrow(values, make_publication_facets(regions, themes), query), entries, regions, themes)


def make_publication_facets(regions: RegionTree, themes: list[Any]) -> list[Facet]:
    return [
        region_facet(regions),
        language_facet(),
        Facet(
            "theme",
            pgettext("campaigns", "Theme"),
            pgettext("campaigns", "All themes"),
            [theme_choice(theme) for theme in themes],
        ),
        Facet(
            "kind",
            pgettext("campaigns", "Type"),
            pgettext("campaigns", "All types"),
            [FacetChoice(kind.value, str(kind.label)) for kind in PublicationKind],
        ),
    ]


def region_facet(regions: RegionTree) -> Facet:
    choices = [FacetChoice(key_of(region), region.name, region) for region in regions.in_order]
    return Facet("region", pgettext("campaigns", "Region"), pgettext("campaigns", "All regions"), choices)


def language_facet() -> Facet:
    choices = [FacetChoice(code, language_name(code)) for code in CODES]
    return Facet("language", pgettext("campaigns", "Language"), pgettext("campaigns", "All languages"), choices)


def theme_choice(theme: Any) -> FacetChoice:
    return FacetChoice(str(theme.number), Truncator(theme.question).words(8), theme, "question")
