"""Mail that comes back: how it is scored, and when a subscription ends by it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.bounces.score import HARD, LIMIT, SOFT, fade, note_bounce
from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscriptions.unsubscribing import note_complaint
from tests.factories import SubscriberFactory, TopicFactory
from tests.newsletter.conftest import ADDRESS, all_rows

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def subscriber() -> Subscriber:
    subscriber = SubscriberFactory(email=ADDRESS, status="active", confirmed_at=timezone.now())
    subscriber.topics.add(TopicFactory())
    return subscriber


def bounce(subscriber: Subscriber, weight: float, times: int, every: timedelta) -> Subscriber:
    """Let mail come back `times` times, each `every` after the last."""
    for _time in range(times):
        note_bounce(subscriber=subscriber, weight=weight)
        subscriber.refresh_from_db()
        if subscriber.bounced_at:
            Subscriber.objects.filter(pk=subscriber.pk).update(bounced_at=subscriber.bounced_at - every)
    subscriber.refresh_from_db()
    return subscriber


@pytest.mark.parametrize(
    ("weight", "every", "bearable"),
    [(HARD, DAY, 2), (HARD, 7 * DAY, 2), (SOFT, DAY, 5), (SOFT, 7 * DAY, 6), (HARD, 30 * DAY, 3)],
)
def test_subscription_ends_when_mail_keeps_coming_back(subscriber, weight: float, every: timedelta, bearable: int):
    assert bounce(subscriber, weight, bearable, every).status == "active"
    ended = bounce(subscriber, weight, 1, every)
    assert (ended.status, ended.email) == ("undeliverable", None)
    assert ended.ended_at
    assert not ended.topics.exists()
    assert Suppression.objects.of(ADDRESS).get().reason == "undeliverable"
    assert ADDRESS not in str(all_rows())
    assert not ConsentEvent.objects.exists()  # it was not the person who said anything


def test_several_returns_in_a_day_count_once(subscriber):
    for _time in range(10):
        note_bounce(subscriber=subscriber, weight=HARD)
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.bounce_score) == ("active", HARD)


def test_return_noted_by_a_clock_that_ran_ahead_lets_later_ones_count(subscriber):
    Subscriber.objects.update(bounce_score=HARD, bounced_at=timezone.now() + timedelta(days=365))
    note_bounce(subscriber=subscriber, weight=HARD)
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == 2 * HARD
    assert subscriber.bounced_at <= timezone.now()


def test_rare_soft_returns_never_end_a_subscription(subscriber):
    assert bounce(subscriber, SOFT, 40, 60 * DAY).status == "active"


def test_score_fades_by_half_in_sixty_days():
    now = timezone.now()
    assert fade(2.0, now - 60 * DAY, now) == pytest.approx(1.0)
    assert fade(2.0, None, now) == 0


@examples(deadline=None)
@given(score=st.floats(0, LIMIT), days=st.floats(-1000, 1000))
def test_score_never_grows_by_itself_whatever_the_clock_says(score: float, days: float):
    now = timezone.now()
    assert 0 <= fade(score, now - timedelta(days=days), now) <= score


def test_undeliverable_address_is_not_written_to_when_somebody_asks_again(visitor, mailoutbox):
    subscriber = SubscriberFactory(email=ADDRESS, status="active")
    bounce(subscriber, HARD, 3, DAY)
    before = all_rows()
    assert visitor.ask().status_code == 303
    assert not mailoutbox
    assert all_rows() == before


@pytest.mark.parametrize("status", ["unsubscribed", "undeliverable", "complained"])
def test_return_for_somebody_who_has_ended_changes_nothing(status: str):
    subscriber = SubscriberFactory(email=None, status=status)
    before = all_rows()
    note_bounce(subscriber=subscriber, weight=HARD)
    note_complaint(subscriber=subscriber)
    assert all_rows() == before


def test_return_for_somebody_erased_changes_nothing(subscriber):
    Subscriber.objects.get().delete()
    note_bounce(subscriber=subscriber, weight=HARD)
    note_complaint(subscriber=subscriber)
    assert not Subscriber.objects.exists()


def test_complaint_ends_the_subscription_at_once_and_for_good(subscriber, visitor, mailoutbox):
    note_complaint(subscriber=subscriber)
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.email) == ("complained", None)
    assert subscriber.consent_events.last().kind == "withdrawn"
    assert Suppression.objects.of(ADDRESS).get().reason == "complained"
    visitor.ask()
    assert not mailoutbox
