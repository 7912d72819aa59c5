"""What search engines and other programs read of a page: schema.org, in JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from content.structured_data import CONTEXT, absolute, describe_page, without_empty

from .models.articles import ArticlePage
from .models.campaign import CampaignPage
from .models.events import EventPage
from .models.publications import PublicationFile, PublicationPage

SCHEMA_TYPES = {"report": "Report", "article": "Article", "recording": "AudioObject", "collection": "Collection"}
MODES = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}


def describe_publication(
    page: PublicationPage, files: Iterable[PublicationFile], regions: Iterable[Any]
) -> dict[str, Any]:
    files = list(files)
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": SCHEMA_TYPES.get(page.kind, "CreativeWork"),
            "name": page.title,
            "description": page.lead,
            "url": page.get_full_url() if page.pk else "",
            "inLanguage": sorted({file.language for file in files}),
            "author": page.authors,
            "publisher": page.publisher,
            "datePublished": str(page.year or ""),
            "license": page.licence,
            "spatialCoverage": [region.name for region in regions],
            "encoding": [describe_file(file) for file in files],
        }
    )


def describe_file(file: PublicationFile) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "MediaObject",
            "contentUrl": absolute(file.href),
            "inLanguage": file.language,
            "encodingFormat": file.format,
            "contentSize": f"{file.size} B" if file.size else "",
        }
    )


def describe_event(event: EventPage) -> dict[str, Any]:
    whole_day = event.is_whole_day
    mode = MODES.get((bool(event.place), bool(event.url)))
    status = {"moved": "EventRescheduled", "cancelled": "EventCancelled"}.get(event.state, "EventScheduled")
    return without_empty(
        {
            "@context": CONTEXT,
            "@type": "EducationEvent" if event.kind == "training" else "Event",
            "name": event.title,
            "description": event.lead,
            "url": event.get_full_url() if event.pk else "",
            "startDate": event.start_date.isoformat() if whole_day else event.start.isoformat(),
            "endDate": event.last_date.isoformat() if whole_day else event.end.isoformat(),
            "previousStartDate": event.moved_from.isoformat() if event.moved_from else "",
            "eventStatus": f"{CONTEXT}/{status}",
            "eventAttendanceMode": f"{CONTEXT}/{mode}EventAttendanceMode" if mode else "",
            "inLanguage": event.languages.split(",") if event.languages else [],
            "location": [
                *([{"@type": "Place", "name": event.place, "address": event.place}] if event.place else []),
                *([{"@type": "VirtualLocation", "url": event.url}] if event.url else []),
            ],
            "organizer": {"@type": "Organization", "name": event.organiser} if event.organiser else None,
        }
    )


def describe_article(article: ArticlePage) -> dict[str, Any]:
    return describe_page(article, "Article", headline=article.head_title, datePublished=article.date.isoformat())


def describe_campaign(campaign: CampaignPage) -> dict[str, Any]:
    organiser = {"@type": "Organization", "name": campaign.organiser} if campaign.organiser else None
    return describe_page(campaign, "WebPage", author=organiser)
