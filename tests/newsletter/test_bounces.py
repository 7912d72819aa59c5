"""Mail that comes back: how it is scored, and when a subscription ends by it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.bounces.score import HARD, SCORE_LIMIT, SOFT, fade, record_bounce
from newsletter.issues.recipients import readers_of
from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.subscriptions.consent_renewal import ask_to_renew, end_unrenewed
from newsletter.subscriptions.pausing import PAUSE
from newsletter.subscriptions.tokens import make_manage_token
from newsletter.subscriptions.unsubscribing import record_complaint
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
        record_bounce(subscriber=subscriber, weight=weight)
        subscriber.refresh_from_db()
        if subscriber.bounced_at:
            Subscriber.objects.filter(pk=subscriber.pk).update(bounced_at=subscriber.bounced_at - every)
    subscriber.refresh_from_db()
    return subscriber


@pytest.mark.parametrize(
    ("weight", "every", "bearable"),
    [(HARD, DAY, 2), (HARD, 7 * DAY, 2), (HARD, 30 * DAY, 3)],
)
def test_subscription_ends_when_a_mailbox_is_gone_again_and_again(
    subscriber, weight: float, every: timedelta, bearable: int
):
    assert bounce(subscriber, weight, bearable, every).status == "active"
    ended = bounce(subscriber, weight, 1, every)
    assert (ended.status, ended.email) == ("undeliverable", None)
    assert ended.ended_at
    assert not ended.topics.exists()
    assert Suppression.objects.of(ADDRESS).get().reason == "undeliverable"
    assert ADDRESS not in str(all_rows())
    assert not ConsentEvent.objects.exists()  # it was not the person who said anything


@pytest.mark.parametrize(("every", "bearable"), [(DAY, 5), (7 * DAY, 6)])
def test_soft_returns_pause_a_subscription_and_erase_nothing_however_many_there_are(subscriber, every, bearable):
    assert bounce(subscriber, SOFT, bearable, every).paused_until is None
    before = timezone.now()
    assert bounce(subscriber, SOFT, 1, every).paused_until >= before + PAUSE
    assert ADDRESS not in [reader.email for reader in readers_of("fr")]
    still = bounce(subscriber, SOFT, 60, every)
    assert (still.status, still.email) == ("active", ADDRESS)
    assert still.topics.exists()
    assert not Suppression.objects.exists()


def test_one_hard_return_among_soft_ones_ends_nothing(subscriber):
    bounce(subscriber, SOFT, 6, DAY)
    assert bounce(subscriber, HARD, 1, DAY).status == "active"


def test_pause_is_over_by_itself(subscriber):
    paused = bounce(subscriber, SOFT, 6, DAY)
    Subscriber.objects.update(paused_until=paused.paused_until - PAUSE)
    assert ADDRESS in [reader.email for reader in readers_of("fr")]


def test_pause_set_by_a_clock_that_ran_ahead_holds_no_letter_back(subscriber):
    Subscriber.objects.update(paused_until=timezone.now() + timedelta(days=365))
    assert ADDRESS in [reader.email for reader in readers_of("fr")]


def test_person_who_is_paused_is_told_so_on_their_page_and_goes_on_by_saving(visitor, subscriber):
    Subscriber.objects.update(bounce_score=3, bounced_at=timezone.now(), paused_until=timezone.now() + PAUSE / 2)
    with override(visitor.language):
        url = reverse("manage", args=[make_manage_token(subscriber)])
    words = {"fr": "nous ne vous en envoyons plus jusqu’au", "en": "so we send none until"}[visitor.language]
    assert words in BeautifulSoup(visitor.open(url).content, "html.parser").select_one("main").get_text()
    assert visitor.client.post(url, {"language": "fr", "rhythm": "weekly"}).status_code == 303
    subscriber.refresh_from_db()
    assert (subscriber.paused_until, subscriber.bounce_score, subscriber.bounced_at) == (None, 0, None)
    assert words not in visitor.open(url).content.decode()


def test_nobody_is_asked_to_renew_during_a_pause_nor_ends_by_a_question_that_came_back(subscriber, settings):
    long_ago = timezone.now() - timedelta(days=settings.RENEW_AFTER + 1)
    Subscriber.objects.update(confirmed_at=long_ago, renew_by=timezone.now() + DAY)
    bounce(subscriber, SOFT, 6, DAY)
    assert end_unrenewed(timezone.now() + 2 * DAY) == ask_to_renew(timezone.now()) == 0
    Subscriber.objects.update(paused_until=timezone.now() - DAY)
    assert ask_to_renew(timezone.now()) == 1


def test_several_returns_in_a_day_count_once(subscriber):
    for _time in range(10):
        record_bounce(subscriber=subscriber, weight=HARD)
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.bounce_score) == ("active", HARD)


def test_return_noted_by_a_clock_that_ran_ahead_lets_later_ones_count(subscriber):
    Subscriber.objects.update(bounce_score=HARD, bounced_at=timezone.now() + timedelta(days=365))
    record_bounce(subscriber=subscriber, weight=HARD)
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == 2 * HARD
    assert subscriber.bounced_at <= timezone.now()


def test_rare_soft_returns_do_not_even_pause_a_subscription(subscriber):
    assert bounce(subscriber, SOFT, 40, 60 * DAY).paused_until is None


def test_score_fades_by_half_in_sixty_days():
    now = timezone.now()
    assert fade(2.0, now - 60 * DAY, now) == pytest.approx(1.0)
    assert fade(2.0, None, now) == 0


@examples(deadline=None)
@given(score=st.floats(0, SCORE_LIMIT), days=st.floats(-1000, 1000))
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
    record_bounce(subscriber=subscriber, weight=HARD)
    record_complaint(subscriber=subscriber)
    assert all_rows() == before


def test_return_for_somebody_erased_changes_nothing(subscriber):
    Subscriber.objects.get().delete()
    record_bounce(subscriber=subscriber, weight=HARD)
    record_complaint(subscriber=subscriber)
    assert not Subscriber.objects.exists()


def test_complaint_ends_the_subscription_at_once_and_for_good(subscriber, visitor, mailoutbox):
    record_complaint(subscriber=subscriber)
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.email) == ("complained", None)
    assert subscriber.consent_events.last().kind == "withdrawn"
    assert Suppression.objects.of(ADDRESS).get().reason == "complained"
    visitor.ask()
    assert not mailoutbox
