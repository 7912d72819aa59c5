"""The Atom feed (RFC 4287) of a list of publications, in the active language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from translations.languages import SOURCE
from translations.texts.characters import CleanAtomFeed
from typography import set_text

from ..models.publications import PublicationPage

MOST = 50  # publications, the latest published here


def write_feed(index: Any) -> str:
    """Return the publications of the list `index` that have texts of their own in the active language."""
    language = get_language() or SOURCE
    address = index.get_full_url()
    feed = CleanAtomFeed(
        title=set_text(index.title, language),
        link=address,
        description="",
        subtitle=set_text(index.lead, language),
        author_name=index.get_parent().specific.organiser or settings.WAGTAIL_SITE_NAME,
        language=language,
        feed_url=f"{address[:-1]}.atom",
        feed_guid=f"urn:uuid:{index.translation_key}:{language}",
    )
    pages = PublicationPage.objects.offered_in(language).child_of(index).order_by("-first_published_at", "-path")
    for page in pages.defer_streamfields()[:MOST]:
        feed.add_item(
            title=set_text(page.title, language),
            link=page.get_full_url(),
            description=escape(set_text(page.lead, language)),
            author_name=page.authors or page.publisher or None,
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=page.first_published_at or timezone.now(),
            updateddate=page.last_published_at or page.first_published_at or timezone.now(),
        )
    return feed.writeString("utf-8")
