"""Who coordinates a region.

Mails go to those who hold a post there, or else in the nearest region around it. In the admin, the accounts named as a
region's coordinators see what concerns it: to be allowed to edit its page is not enough.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from translations.permissions import may_write_source

from .models import Person, Post, Region


@dataclass(frozen=True)
class Coordination:
    """The region that somebody answers for, and who they are; neither where nobody does, up to the root."""

    region: Region | None = None
    people: list[Person] = field(default_factory=list)


def find_coordination(region: Region) -> Coordination:
    """Return who is to be told of what concerns `region`. Climbs while posts are vacant or have no address.

    For mails of the site itself, which go to addresses that need not be public.
    """
    for candidate in [region, *region.get_ancestors()]:
        posts = Post.objects.shown().filter(page__region=candidate).exclude(person=None).exclude(person__email="")
        if people := list(dict.fromkeys(post.person for post in posts if post.person)):
            return Coordination(candidate, people)
    return Coordination()


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
