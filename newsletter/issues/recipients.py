"""Who an issue is for: active subscribers, not paused, of its language and rhythm, and of its topics if they chose."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from campaigns.models import ArticlePage

from ..models import Issue, Subscriber
from ..subscriptions.pausing import paused

Rhythm = Subscriber.Rhythm

RHYTHMS = {Issue.Kind.ARTICLE: Rhythm.EACH, Issue.Kind.DIGEST: Rhythm.WEEKLY}


def active_readers(language: str) -> QuerySet[Subscriber]:
    active = Subscriber.objects.filter(status=Subscriber.Status.ACTIVE, language=language, email__isnull=False)
    return active.exclude(paused(timezone.now()))


def interested_in(readers: QuerySet[Subscriber], topics: Collection[int]) -> QuerySet[Subscriber]:
    """Keep those who chose one of `topics` (primary keys), or no topic at all, which means everything.

    An article without a topic so goes to those who want everything.
    """
    chosen = Subscriber.topics.through._default_manager.filter(subscriber=OuterRef("pk"))
    return readers.filter(~Exists(chosen) | Exists(chosen.filter(topic__in=topics)))


def recipients_of(issue: Issue) -> QuerySet[Subscriber]:
    topics = {topic for item in issue.content for topic in item["topics"]}
    return interested_in(active_readers(issue.language).filter(rhythm=RHYTHMS[Issue.Kind(issue.kind)]), topics)


def count_readers(article: ArticlePage, language: str) -> dict[str, Any]:
    """Return how many get `article` in `language` at once and with the next digest, and by topic those at once."""
    topics = list(article.topics.all())
    readers = interested_in(active_readers(language), [topic.pk for topic in topics])
    counts = readers.aggregate(
        each=Count("pk", filter=Q(rhythm=Rhythm.EACH)), weekly=Count("pk", filter=Q(rhythm=Rhythm.WEEKLY))
    )
    at_once = readers.filter(rhythm=Rhythm.EACH)
    by_topic = [(topic.name, at_once.filter(topics=topic).count()) for topic in topics]
    return {**counts, "topics": by_topic, "everything": at_once.filter(topics__isnull=True).count()}
