"""The Atom feed (RFC 4287) of a list of publications, in the active language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from contacts.models import Region
from content.structured_data import get_licence
from translations.languages import SOURCE
from translations.texts.characters import CleanAtomFeed
from typography import set_text

from ..facets import make_query
from ..models.publications import PublicationPage
from ..regions import RegionTree, key_of

MOST = 50  # publications, the latest published here


def write_feed(index: Any, tree: RegionTree, region: Region | None = None) -> str:
    """Return the publications of the list `index` that have texts of their own in the active language.

    :param region: only those that belong to it, as on the page that lists them
    """
    language = get_language() or SOURCE
    address = index.get_full_url()
    query = make_query({"region": key_of(region)} if region else {})
    feed = CleanAtomFeed(
        title=set_text(f"{index.title}, {region.name}" if region else index.title, language),
        link=f"{address}{query}",
        description="",
        subtitle=set_text(index.lead, language),
        author_name=index.get_parent().specific.organiser or settings.WAGTAIL_SITE_NAME,
        language=language,
        feed_url=f"{address[:-1]}.atom{query}",
        feed_copyright=get_licence() or None,
        feed_guid=f"urn:uuid:{index.translation_key}:{language}" + (f":{key_of(region)}" if region else ""),
    )
    pages = PublicationPage.objects.offered_in(language).child_of(index).order_by("-first_published_at", "-path")
    pages = list((tree.meant_for(pages, region) if region else pages).defer_streamfields()[:MOST])
    places = find_places(pages, tree)
    for page in pages:
        feed.add_item(
            title=set_text(page.title, language),
            link=page.get_full_url(),
            description=escape(set_text(page.lead, language)),
            author_name=page.authors or page.publisher or None,
            item_copyright=page.licence or None,
            categories=[place.name for place in places[page.pk]],
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=page.first_published_at or timezone.now(),
            updateddate=page.last_published_at or page.first_published_at or timezone.now(),
        )
    return feed.writeString("utf-8")


def find_places(pages: list[PublicationPage], tree: RegionTree) -> dict[int, list[Region]]:
    """Return the regions that each of `pages` is for, by its primary key, in one query."""
    rows = PublicationPage.objects.filter(pk__in=[page.pk for page in pages]).order_by().values_list("pk", "regions")
    pairs = set(rows)
    return {page.pk: [region for region in tree.in_order if (page.pk, region.pk) in pairs] for page in pages}
