"""What a letter says besides its articles: the claims that they cite, and the next dates.

Both are read when the letter is written, so that it says nothing that readers may no longer see. Claims are another
app's: they are known here by their numbers, through the relation that every page has to its type.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from campaigns.invented import without_invented
from campaigns.models import ArticlePage, EventPage
from campaigns.models.events import EventState
from campaigns.templatetags.typesetting import days, hours, zone
from translations.languages import SOURCE, column
from translations.models import BasePage

MOST_CLAIMS = 3  # of one article
MOST_DATES = 3


def find_cited_claims(articles: list[int], language: str) -> dict[int, list[dict[str, str]]]:
    """Return the claims that each of `articles` cites, by its primary key: those that visitors may see and are real."""
    rows = ArticlePage.objects.filter(pk__in=articles, citations__letter="")  # not TR-C1, a finding
    rows = rows.order_by("citations__code", "citations__number")
    cited = [
        (page, f"{code}-{number}")
        for page, code, number in rows.values_list("pk", "citations__code", "citations__number")
    ]
    pages = BasePage.objects.visible().filter(claimpage__mark__in=[mark for _page, mark in cited]).annotate(
        mark=F("claimpage__mark"),
        words=F(f"claimpage__{column('statement', language)}"),
        source_words=F(f"claimpage__{column('statement', SOURCE)}"),
    )  # fmt: skip
    claims = {page.mark: describe_claim(page, language) for page in without_invented(pages)}
    found: dict[int, list[dict[str, str]]] = {}
    for page, mark in cited:
        if mark in claims:
            found.setdefault(page, []).append(claims[mark])
    return {page: listed[:MOST_CLAIMS] for page, listed in found.items()}


def describe_claim(page: Any, language: str) -> dict[str, str]:
    return {
        "mark": page.mark,
        "text": page.words or page.source_words,
        "language": language if page.words else SOURCE,
        "url": f"{settings.BASE_URL}{reverse('mark', args=[page.mark])}",
    }


def list_next_dates(language: str) -> list[dict[str, str]]:
    """Return the next events of real campaigns that take place, in plain text for both parts of a letter."""
    events = EventPage.objects.visible().filter(starts_at__gt=timezone.now()).exclude(state=EventState.CANCELLED)
    return [
        {
            "title": event.title,
            "language": event.shown_language,
            "day": strip_tags(days(event.start_date, event.last_date)),
            "hours": "" if event.is_whole_day else f"{strip_tags(hours(event))}, {zone(event)}",
            "url": f"{settings.BASE_URL}{event.get_urls()[language]}",
        }
        for event in without_invented(events).defer_streamfields().order_by("starts_at", "path")[:MOST_DATES]
    ]
