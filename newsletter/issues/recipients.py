"""Who an issue is for: active subscribers, not paused, of its language and rhythm, and of its topics if they chose."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from campaigns.models import ArticlePage
from translations.sql_names import name_column, name_table

from ..models import Issue, Subscriber
from ..subscriptions.pausing import write_paused

Rhythm = Subscriber.Rhythm

RHYTHMS = {Issue.Kind.ARTICLE: Rhythm.EACH, Issue.Kind.DIGEST: Rhythm.WEEKLY}


def write_readers(language: str, topics: Collection[int] | None = None) -> tuple[str, list[Any]]:
    """Return the statement, with its parameters, of the keys of the active readers of `language` who want `topics`.

    Those want them who chose one of them, or no topic at all, which means everything: so an article without a topic
    goes to those. For None, all of them are readers. It is written out, as deliveries are made by a statement that no
    queryset makes; querysets take it as it is.
    """
    status, email, key = (name_column(Subscriber, name, "reader") for name in ("status", "email", "id"))
    asleep, moments = write_paused("reader", timezone.now())
    where = [
        f"{status} = %s",
        f"{name_column(Subscriber, 'language', 'reader')} = %s",
        f"{email} IS NOT NULL",
        f"NOT {asleep}",
    ]
    parameters: list[Any] = [Subscriber.Status.ACTIVE.value, language, *moments]
    if topics is not None:
        through: Any = Subscriber.topics.through
        chosen = (
            f"SELECT 1 FROM {name_table(through)} chosen "  # noqa: S608  # names are our models', as below
            f"WHERE {name_column(through, 'subscriber', 'chosen')} = {key}"
        )
        marks = ", ".join(["%s"] * len(topics))
        one = f" OR EXISTS ({chosen} AND {name_column(through, 'topic', 'chosen')} IN ({marks}))" if topics else ""
        where.append(f"(NOT EXISTS ({chosen}){one})")
        parameters += topics
    return f"SELECT {key} FROM {name_table(Subscriber)} reader WHERE {' AND '.join(where)}", parameters  # noqa: S608


def readers_of(language: str, topics: Collection[int] | None = None) -> QuerySet[Subscriber]:
    """Return the active readers of `language`, or those of them who want `topics` (primary keys)."""
    return Subscriber.objects.filter(pk__in=RawSQL(*write_readers(language, topics)))  # noqa: S611  # see there


def list_topics(issue: Issue) -> set[int]:
    return {topic for item in issue.content for topic in item["topics"]}


def recipients_of(issue: Issue) -> QuerySet[Subscriber]:
    return readers_of(issue.language, list_topics(issue)).filter(rhythm=RHYTHMS[Issue.Kind(issue.kind)])


def write_recipients(issue: Issue) -> tuple[str, list[Any]]:
    """Return the condition that what is called `subscriber` in a statement gets `issue`, and its parameters."""
    key, rhythm = (name_column(Subscriber, name, "subscriber") for name in ("id", "rhythm"))
    readers, parameters = write_readers(issue.language, list_topics(issue))
    return f"{rhythm} = %s AND {key} IN ({readers})", [RHYTHMS[Issue.Kind(issue.kind)].value, *parameters]


def count_readers(article: ArticlePage, language: str) -> dict[str, Any]:
    """Return how many get `article` in `language` at once and with the next digest, and by topic those at once."""
    topics = list(article.topics.all())
    readers = readers_of(language, [topic.pk for topic in topics])
    counts = readers.aggregate(
        each=Count("pk", filter=Q(rhythm=Rhythm.EACH)), weekly=Count("pk", filter=Q(rhythm=Rhythm.WEEKLY))
    )
    at_once = readers.filter(rhythm=Rhythm.EACH)
    by_topic = [(topic.name, at_once.filter(topics=topic).count()) for topic in topics]
    return {**counts, "topics": by_topic, "everything": at_once.filter(topics__isnull=True).count()}
