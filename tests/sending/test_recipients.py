"""Whom an issue goes to: the statement that makes its deliveries, the queryset and the counts for editors agree."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from newsletter.delivery import ledger
from newsletter.issues.recipients import count_readers, readers_of, recipients_of
from newsletter.models import Subscriber
from newsletter.subscriptions.pausing import PAUSE, paused
from tests.factories import IssueFactory, TopicFactory
from tests.sending.conftest import readers

pytestmark = pytest.mark.django_db

FAR = timedelta(days=400)  # as a clock that ran ahead may have set it
PAUSES = {None: False, -timedelta(hours=1): False, PAUSE / 2: True, PAUSE: True, FAR: False}


@pytest.fixture
def topics():
    return [TopicFactory() for _number in range(3)]


@pytest.fixture
def everybody(topics) -> list[Subscriber]:
    """A reader for each way to differ from others."""
    now, found = timezone.now(), []
    for status, language, rhythm in product(["active", "pending"], ["fr", "en"], ["each", "weekly"]):
        found += readers(1, status=status, language=language, rhythm=rhythm)
    for pause in PAUSES:
        found += readers(1, paused_until=pause and now + pause)
    for chosen in ([], topics[:1], topics[1:], topics):
        [reader] = readers(1)
        reader.topics.set(chosen)
        found.append(reader)
    return [*found, *readers(1, email=None, status="unsubscribed")]


@pytest.mark.parametrize("about", [[], [0], [0, 1], [2]])
def test_deliveries_are_made_for_those_whom_the_queryset_names(everybody, topics, about):
    issue = IssueFactory(kind="article")
    issue.content = [{"topics": [topics[number].pk for number in about]}]
    made = ledger.make_deliveries(issue, timezone.now())
    assert made == recipients_of(issue).count()
    expected = {
        reader.pk
        for reader in everybody
        if (reader.status, reader.language, reader.rhythm) == ("active", "fr", "each")
        and not Subscriber.objects.filter(paused(timezone.now()), pk=reader.pk).exists()
        and (not reader.topics.exists() or {topic.pk for topic in reader.topics.all()} & {topics[n].pk for n in about})
    }
    assert set(issue.deliveries.values_list("subscriber", flat=True)) == expected
    assert len(expected) > len(PAUSES) - sum(PAUSES.values())


def test_pause_is_read_alike_by_the_statement(everybody):
    asleep = Subscriber.objects.filter(paused(timezone.now())).count()
    assert asleep == sum(PAUSES.values())
    awake = Subscriber.objects.filter(status="active", language="fr").exclude(paused(timezone.now()))
    assert set(readers_of("fr")) == set(awake)


def test_editors_are_told_how_many_get_an_article(everybody, topics):
    issue = IssueFactory(kind="article")
    article = issue.articles.get()
    article.topics.set(topics[:2])
    article.save()
    told = count_readers(article, "fr")
    about = {topic.pk for topic in topics[:2]}
    for rhythm in ("each", "weekly"):
        assert told[rhythm] == readers_of("fr", about).filter(rhythm=rhythm).count()
