"""Who coordinates a region: those who hold a post there, or else in the nearest region around it."""

from __future__ import annotations

from dataclasses import dataclass, field

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
