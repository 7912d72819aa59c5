"""What leaves the directory for programs: cards, JSON-LD, a table. All of it is made of PublicContact."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from translations.languages import SOURCE

from ..models import Post, RegionPage
from ..public import PublicContact
from .vcard import Card, PostOnCard

TABLE_COLUMNS = [
    "region", "role", "organisation", "name", "email", "phone", "postal_address", "languages", "hours", "time_zone",
    "checked_on",
]  # fmt: skip


def shown_posts() -> Any:
    """Return the posts that may be shown, in the order of the directory, with all that an exit needs of them."""
    posts = Post.objects.shown().select_related("person", "page__region")
    return posts.order_by("page__path", "sort_order", "pk")


def make_cards(posts: Iterable[Post]) -> list[Card]:
    """Return a card for each person who holds one or more of `posts` and may be named."""
    by_person: dict[PublicContact, list[Post]] = {}
    for post in posts:
        if contact := post.public:
            by_person.setdefault(contact, []).append(post)
    return [make_card(contact, held) for contact, held in by_person.items()]


def make_card(contact: PublicContact, posts: list[Post]) -> Card:
    published = [post.page.last_published_at for post in posts if post.page.last_published_at]
    changed = [contact.changed_at] if contact.changed_at else []
    return Card(
        contact=contact,
        posts=tuple(PostOnCard(post.role, post.page.region.name, post.organisation) for post in posts),
        language=get_language() or SOURCE,
        url=settings.BASE_URL + posts[0].page.get_url(),
        source=settings.BASE_URL + reverse("contact_card", args=[contact.key]),
        form=form_address(contact),
        revised_at=max([*published, *changed], default=timezone.now()),
    )


def form_address(contact: PublicContact) -> str:
    return settings.BASE_URL + reverse("write_to", args=[contact.key]) if contact.takes_messages else ""


def describe_region_page(page: RegionPage, posts: Iterable[Post]) -> dict[str, Any]:
    """Return a region's coordination as JSON-LD (schema.org), without e-mail addresses.

    This is for robots, and what they gather gets gathered: instead of an address it names our form.
    """
    url = settings.BASE_URL + page.get_url()
    area = {"@type": "Place", "name": page.region.name}
    points = [describe_point(contact, post, area) for post in posts if (contact := post.public)]
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "url": url,
        "name": page.title,
        "areaServed": area,
        "contactPoint": points,
    }


def describe_point(contact: PublicContact, post: Post, area: dict[str, str]) -> dict[str, Any]:
    """Return a ContactPoint; with a postal address it is a PostalAddress, which schema.org has as a kind of these."""
    point = {
        "@type": "PostalAddress" if contact.postal_address else "ContactPoint",
        "name": contact.name,
        "contactType": post.role,
        "telephone": contact.phone,
        "streetAddress": contact.postal_address,
        "availableLanguage": list(contact.languages),
        "description": contact.hours,
        "url": form_address(contact),
        "areaServed": area,
    }
    return {name: value for name, value in point.items() if value}


def list_rows(posts: Iterable[Post]) -> list[dict[str, str]]:
    """Return the directory as rows of TABLE_COLUMNS; a vacant post, or one whose holder is not public, has no name."""
    return [make_post_row(post, post.public) for post in posts]


def make_post_row(post: Post, contact: PublicContact | None) -> dict[str, str]:
    row = {"region": post.page.region.name, "role": post.role, "organisation": post.organisation}
    if contact is None:
        return row
    checked_on: datetime.date | None = contact.checked_on
    return {
        **row,
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "postal_address": contact.postal_address,
        "languages": ", ".join(contact.languages),
        "hours": contact.hours,
        "time_zone": contact.time_zone,
        "checked_on": checked_on.isoformat() if checked_on else "",
    }
