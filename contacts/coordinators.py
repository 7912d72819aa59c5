"""Who coordinates a region: the accounts named as its coordinators, or else as those of the nearest region around it.

They get the emails that concern it, and see in the admin what does. To be allowed to edit its page is not enough, nor
is holding a post there: both are for editors to change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from translations.permissions import may_write_source

from .models import Person, Region

PERMISSION = "contacts.name_coordinators"


@dataclass(frozen=True)
class Coordination:
    """The region that somebody answers for, and their accounts; neither where nobody does, up to the root."""

    region: Region | None = None
    people: list[Any] = field(default_factory=list)


def find_coordination(region: Region) -> Coordination:
    """Return who is to be told of what concerns `region`: climbs while nobody is named who can be written to.

    Not those who hold a post there: whoever edits the region's page could make anybody hold one.
    """
    for candidate in [region, *region.get_ancestors()]:
        named = candidate.coordinators.filter(is_active=True).exclude(email="")
        if people := list(named.select_related("wagtail_userprofile").order_by("pk")):
            return Coordination(candidate, people)
    return Coordination()


def may_name_coordinators(user: Any) -> bool:
    """Tell whether `user` may decide who is sent applications and reads them: by a permission nothing else implies."""
    return bool(user.has_perm(PERMISSION))


def coordinated_by(user: Any) -> QuerySet[Region]:
    """Return the regions that `user` was named to coordinate, and all within them."""
    return Region.objects.within(*user.coordinated_regions.all())


def may_take_out(user: Any) -> QuerySet[Person]:
    """Return the people whom `user` may export, private details included: everybody, or who holds posts in the
    regions that `user` coordinates; nobody else.
    """
    if user.has_perm("contacts.export_people"):
        return Person.objects.all()
    return Person.objects.filter(posts__page__region__in=coordinated_by(user)).distinct()


def may_take_in(user: Any) -> bool:
    """Tell whether `user` may import people: what a table changes belongs to no language alone."""
    return user.has_perms(["contacts.add_person", "contacts.change_person"]) and may_write_source(user)
