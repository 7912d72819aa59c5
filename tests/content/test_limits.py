"""Limits: counted in the database, without noting who came from where."""

from datetime import timedelta

import pytest
from django.utils import timezone

from public_forms.rate_limit import RateLimit, RateLimitCounter, count_once, name_subjects, one_mailbox, take_back

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_cap_is_reached_after_its_number_and_over_after_its_period():
    limit = RateLimit("test", "one", most=2, period=HOUR)
    assert [count_once([(limit, "a")]) for _time in range(3)] == [None, None, limit]
    assert count_once([(limit, "b")]) is None
    RateLimitCounter.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert [count_once([(limit, "a")]) for _time in range(3)] == [None, None, limit]


def test_period_begins_with_the_first_time_and_not_with_the_last():
    limit = RateLimit("test", "one", most=5, period=HOUR)
    count_once([(limit, "a")])
    until = RateLimitCounter.objects.get().until
    count_once([(limit, "a")])
    assert RateLimitCounter.objects.get().until == until


def test_what_was_taken_back_does_not_count():
    limit = RateLimit("test", "one", most=1, period=HOUR)
    count_once([(limit, "a")])
    take_back(limit, "a")
    take_back(limit, "a")
    assert [count_once([(limit, "a")]) for _time in range(2)] == [None, limit]


def test_first_cap_exceeded_is_named_and_those_after_it_are_not_counted():
    """Or one who tries without end would use up what all others have."""
    narrow, wide = RateLimit("test", "narrow", most=1, period=HOUR), RateLimit("test", "wide", most=2, period=HOUR)
    assert [count_once([(narrow, "a"), (wide, "")]) for _time in range(3)] == [None, narrow, narrow]
    assert count_once([(narrow, "b"), (wide, "")]) is None
    assert count_once([(narrow, "c"), (wide, "")]) is wide


def test_forms_are_counted_apart():
    limits, subject = {"all": (1, 3600)}, {"all": ""}
    assert count_once(name_subjects("writing", limits, subject)) is None
    assert count_once(name_subjects("applying", limits, subject)) is None
    assert count_once(name_subjects("writing", limits, subject)) == RateLimit("writing", "all", 1, HOUR)


def test_clock_that_ran_ahead_closes_no_form_once_it_is_set_right():
    limit = RateLimit("test", "one", most=1, period=HOUR)
    count_once([(limit, "a")])
    assert count_once([(limit, "a")]) is limit
    RateLimitCounter.objects.update(until=timezone.now() + timedelta(days=365))
    assert [count_once([(limit, "a")]) for _time in range(2)] == [None, limit]
    assert RateLimitCounter.objects.get().until <= timezone.now() + HOUR


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Jeanne+a@Exemple.fr", "jeanne@exemple.fr"),
        ("jeanne+a+b@exemple.fr", "jeanne@exemple.fr"),
        ("j.eanne@exemple.fr", "j.eanne@exemple.fr"),
        ("j.e.anne+x@googlemail.com", "jeanne@gmail.com"),
        ("+x@exemple.fr", "+x@exemple.fr"),
    ],
)
def test_ways_of_writing_to_one_mailbox_are_one_for_limits(address, mailbox):
    assert one_mailbox(address) == mailbox
