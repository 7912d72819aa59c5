"""What campaigns have for the people of one region, for its page in the directory: sessions, publications, the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone

from contacts.models import RegionPage
from translations.models import BasePage

from .calendar.local_hours import list_hours_in_a_list
from .facets import make_query
from .invented import without_invented
from .models import EventPage, JoinPage, PublicationPage
from .models.join import Term
from .regions import RegionTree, key_of

SHOWN = 4  # sessions, and publications: the lists that these lead to have all


@dataclass
class Call:
    """A call to join and what it says to the region's people."""

    page: JoinPage
    term: Term


@dataclass
class RegionHub:
    sessions: list[Any]
    publications: list[Any]
    calls: list[Call]
    calendars: list[BasePage]
    shelves: list[BasePage]
    query: str  # by which those lists, narrowed down, show what belongs to the region


def gather_hub(page: RegionPage) -> RegionHub:
    """Return what there is for the region of `page` beside its directory: in the campaign, or on the site, of that."""
    tree, region = RegionTree(), page.region
    scope = page.get_parent().get_parent()
    events = real_pages(EventPage, scope).filter(ends_at__gt=timezone.now()).order_by("starts_at", "path")
    sessions = choose(events, tree, region)[:SHOWN]
    zones = tree.zones_of([region.pk])
    for event in sessions:
        event.local_hours = list_hours_in_a_list(event, zones)
    publications = choose(
        real_pages(PublicationPage, scope).order_by(F("year").desc(nulls_last=True), "path"), tree, region
    )
    terms = [(call, call.find_terms(tree.regions)) for call in real_pages(JoinPage, scope).order_by("path")]
    lists = list(real_pages(BasePage, scope).filter(content_type__model__in=["calendarpage", "publicationindexpage"]))
    return RegionHub(
        sessions=sessions,
        publications=sorted(publications, key=lambda publication: publication.reach is not None)[:SHOWN],
        calls=[Call(call, found[region.pk]) for call, found in terms if region.pk in found],
        calendars=[page for page in lists if page.cached_content_type.model == "calendarpage"],
        shelves=[page for page in lists if page.cached_content_type.model == "publicationindexpage"],
        query=make_query({"region": key_of(region)}),
    )


def real_pages(model: Any, scope: BasePage) -> Any:
    """Return the visible pages of type `model` below `scope`, without those of invented campaigns further down."""
    return without_invented(model.objects.visible().defer_streamfields().descendant_of(scope), below=scope.depth)


def choose(pages: Any, tree: RegionTree, region: Any) -> list[Any]:
    """Return those of `pages` that belong to `region`, each with its `reach` beyond it, in one query."""
    found: dict[int, Any] = {}
    regions: dict[int, set[int]] = {}
    for page in pages.annotate(for_region=F("regions")):
        found[page.pk] = page
        regions.setdefault(page.pk, set()).update({page.for_region} - {None})
    served_by = tree.served_by[region.pk]
    belonging = [page for key, page in found.items() if not regions[key] or regions[key] & served_by]
    for page in belonging:
        page.reach = tree.reach(regions[page.pk], region)
    return belonging
