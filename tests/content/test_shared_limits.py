"""Limits that many share: what is over them waits, at most a day, and no newcomer waits for who sends without end."""

from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from public_forms import shared_limits as slowing
from public_forms.rate_limit import RateLimit, RateLimitCounter
from public_forms.shared_limits import MOST_HELD, NEWCOMERS, OTHERS, LimitExceeded, admit, reserve_places

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
CAPS = {"network": (3, 3600), "recipient": (24, 24 * 3600), "all": (300, 3600)}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time: a list of one, which a test may change."""
    times = [timezone.now()]
    monkeypatch.setattr(slowing.timezone, "now", lambda: times[0])
    return times


def write(network: str, wider: str = "", recipient: str = "ana") -> datetime | None:
    networks = {"network": network, "provider": wider or network}
    return admit("writing", CAPS, networks=networks, shared={"recipient": recipient, "all": ""})


def flood(recipient: str = "ana") -> list[datetime | None]:
    """Write from ever new networks of one provider until no more is taken; return when each email may leave."""
    times = []
    for number in range(200):
        try:
            times.append(write(f"a{number}", "one provider", recipient))
        except LimitExceeded:
            break
    return times


def refusal(*args: str) -> LimitExceeded:
    with pytest.raises(LimitExceeded) as raised:
        write(*args)
    return raised.value


def test_network_that_sent_too_much_is_refused_and_takes_no_place(now):
    for _time in range(3):
        write("a")
    until = list(RateLimitCounter.objects.order_by("pk").values_list("until", flat=True))
    refused = refusal("a")
    assert (refused.status, refused.about_network, refused.seconds) == (HTTPStatus.TOO_MANY_REQUESTS, True, 3600)
    assert list(RateLimitCounter.objects.order_by("pk").values_list("until", flat=True)) == until


@pytest.mark.parametrize(("most", "every"), [(2, 0), (5, 0), (24, 0), (24, 300), (7, 4000)])
@pytest.mark.parametrize("lane", [NEWCOMERS, OTHERS])
def test_no_period_sees_more_emails_than_half_of_the_limit_and_their_order_stays(now, most, every, lane):
    """However the limit of all, asked before, moves them."""
    limit, everybody = RateLimit("writing", "recipient", most, HOUR), RateLimit("writing", "all", 20, 3 * HOUR)
    left: list[datetime] = []
    for _number in range(60):
        now[0] += timedelta(seconds=every)
        try:
            left.append(reserve_places([(limit, "ana"), (everybody, "")], lane) or now[0])
        except LimitExceeded:
            break
    half = most - most // 2 if lane == NEWCOMERS else most // 2
    assert left == sorted(left)
    assert len(left) > half
    for first, last in zip(left, left[half:], strict=False):
        assert last - first >= HOUR - timedelta(milliseconds=1)


def test_what_is_over_the_limit_of_a_recipient_waits_a_day_at_most_and_is_then_refused_honestly(now):
    times = flood()
    refused = refusal("b", "one provider")
    assert (refused.status, refused.about_network) == (HTTPStatus.SERVICE_UNAVAILABLE, False)
    assert None in times
    waits = [time - now[0] for time in times if time]
    assert timedelta(0) < min(waits) < max(waits) <= MOST_HELD
    assert len(times) < 48  # the queue is bounded
    now[0] += HOUR * 4
    assert write("b", "one provider")  # one of them has left meanwhile


def test_flood_from_many_networks_of_one_provider_keeps_no_newcomer_waiting(now):
    flood()
    assert [write("c", "another"), write("d", "a third")] == [None, None]


def test_flood_to_one_recipient_leaves_others_their_places(now):
    flood()
    assert write("a999", "one provider", "noe") is None


def test_refusal_by_one_limit_takes_no_place_in_the_others(now):
    limit, everybody = RateLimit("writing", "recipient", 2, 24 * HOUR), RateLimit("writing", "all", 4, 24 * HOUR)
    reserve_places([(limit, "ana")], OTHERS)
    reserve_places([(limit, "ana")], OTHERS)
    for _time in range(5):
        with pytest.raises(LimitExceeded):
            reserve_places([(limit, "ana"), (everybody, "")], OTHERS)
    assert reserve_places([(everybody, "")], OTHERS) is None


def test_clock_that_ran_ahead_makes_nobody_wait_once_it_is_set_right(now):
    write("a")
    RateLimitCounter.objects.update(until=now[0] + timedelta(days=365))
    assert write("b") is None


def test_half_of_a_limit_of_one_is_none_and_refuses(now):
    limit = RateLimit("writing", "recipient", 1, HOUR)
    assert reserve_places([(limit, "ana")], NEWCOMERS) is None
    with pytest.raises(LimitExceeded):
        reserve_places([(limit, "ana")], OTHERS)
