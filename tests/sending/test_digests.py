"""The weekly digest: by itself, at its hour, once, of what is new in a language."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsletter.delivery.scheduler import tick
from newsletter.issues.digests import latest_slot, make_digests
from newsletter.models import Issue
from tests.factories import ArticlePageFactory, IssueFactory, TopicFactory
from tests.sending.conftest import NOON, readers

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)  # eight o'clock in Paris, in winter


def publish(at: datetime, **fields: Any) -> Any:
    article = ArticlePageFactory(**{"title_fr": "Titre", "lead_fr": "Chapeau", **fields})
    type(article).objects.filter(pk=article.pk).update(first_published_at=at)
    article.refresh_from_db()
    return article


def digests(language: str = "fr") -> list[Issue]:
    return list(Issue.objects.filter(kind="digest", language=language).order_by("pk"))


def test_digest_goes_to_weekly_readers_at_its_hour(clock, send, server):
    publish(NOON)
    publish(NOON, title_fr="Deux")
    weekly = readers(2, rhythm="weekly")
    readers(1)
    clock.now = FRIDAY - timedelta(minutes=1)
    send()
    assert (server.sent, [issue.started_at for issue in digests()]) == ([], [])
    clock.now = FRIDAY
    send()
    assert server.addresses == sorted(reader.email for reader in weekly)
    assert digests()[0].subject.endswith("et 1 autre article")


def test_two_ticks_make_one_digest(clock):
    publish(NOON)
    readers(1, rhythm="weekly")
    assert (make_digests(FRIDAY), make_digests(FRIDAY + timedelta(minutes=1))) == (1, 0)


def test_no_digest_without_articles_or_without_readers(clock):
    assert make_digests(FRIDAY) == 0
    publish(NOON)
    assert make_digests(FRIDAY) == 0


def test_article_is_in_one_digest_only(clock):
    readers(1, rhythm="weekly")
    first = publish(NOON)
    make_digests(FRIDAY)
    second = publish(FRIDAY + timedelta(days=2))
    first.save_revision().publish()
    make_digests(FRIDAY + timedelta(days=7))
    assert [list(issue.articles.all()) for issue in digests()] == [[first], [second]]


def test_first_digest_tells_no_old_news(clock):
    readers(1, rhythm="weekly")
    publish(NOON - timedelta(days=30))
    assert make_digests(FRIDAY) == 0


def test_article_translated_late_is_in_the_next_english_digest(clock):
    readers(1, rhythm="weekly", language="en")
    publish(NOON, title_en="Other")
    article = publish(NOON)
    make_digests(FRIDAY)
    assert article not in digests("en")[0].articles.all()
    article.title_en = "Title"
    article.save()
    make_digests(FRIDAY + timedelta(days=7))
    assert article in digests("en")[1].articles.all()


def test_untranslated_article_is_in_the_english_digest_if_an_editor_announced_it(clock):
    readers(1, rhythm="weekly", language="en")
    article = publish(NOON)
    IssueFactory(article=article, language="en", fallback=True, started_at=NOON, state="done", number=1)
    make_digests(FRIDAY)
    assert digests("en")[0].content[0]["title_language"] == "fr"


def test_hidden_articles_are_in_no_digest(clock, send, server):
    readers(1, rhythm="weekly")
    publish(NOON, live=False)
    kept, withdrawn = publish(NOON), publish(NOON)
    make_digests(FRIDAY)
    withdrawn.unpublish()
    clock.now = FRIDAY
    send()
    (issue,) = digests()
    assert [item["page"] for item in issue.content] == [kept.pk]
    assert len(server.sent) == 1


def test_reader_of_other_topics_gets_no_digest(clock, send, server):
    work, health = TopicFactory(), TopicFactory()
    article = publish(NOON)
    article.topics.set([work])
    article.save()
    (reader,) = readers(1, rhythm="weekly")
    reader.topics.set([health])
    readers(1, rhythm="weekly")
    clock.now = FRIDAY
    send()
    assert reader.email not in server.addresses
    assert len(server.sent) == 1


def test_late_digest_is_made_when_something_runs_again(clock):
    readers(1, rhythm="weekly")
    publish(NOON)
    assert make_digests(FRIDAY + timedelta(days=5)) == 1
    assert digests()[0].edition == "digest:2026-11-27"


@pytest.mark.parametrize(
    ("day", "hour", "now", "slot"),
    [
        ("friday", 8, "2026-11-27T06:59", "2026-11-20T07:00"),
        ("friday", 8, "2026-11-27T07:00", "2026-11-27T07:00"),
        ("friday", 8, "2026-11-26T12:00", "2026-11-20T07:00"),
        ("sunday", 0, "2026-11-28T23:30", "2026-11-28T23:00"),
        ("sunday", 2, "2026-03-29T12:00", "2026-03-29T01:00"),  # an hour that the clocks leave out
    ],
)
def test_slot_is_in_the_sites_time(settings, day, hour, now, slot):
    settings.DIGEST_DAY, settings.DIGEST_HOUR = day, hour
    moment = latest_slot(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert moment == datetime.fromisoformat(slot).replace(tzinfo=UTC)


def test_clock_set_back_makes_no_second_digest(clock):
    readers(1, rhythm="weekly")
    publish(NOON)
    tick(FRIDAY)
    tick(FRIDAY - timedelta(days=1))
    tick(FRIDAY)
    assert len(digests()) == 1
