"""Local times: the moments they name, the hours that clocks skip, and those they show twice."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from campaigns.calendar.local_hours import list_local_hours
from campaigns.clock import SECOND, check_time_zone, city_of, list_time_zones, offset_in_words, to_moment
from campaigns.models import EventPage

pytestmark = pytest.mark.django_db  # a page asks for its type

SPRING, AUTUMN = datetime.date(2027, 3, 28), datetime.date(2027, 10, 31)  # in Paris
HALF_PAST_TWO = datetime.time(2, 30)
ZONES = st.sampled_from([name for name, _words in list_time_zones()])


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "02:30 n’existe pas ce jour-là"), ("en", "02:30 does not exist")]
)
def test_hour_that_clocks_skip_is_refused_in_the_readers_language(language, words):
    with override(language), pytest.raises(ValidationError) as refusal:
        to_moment(SPRING, HALF_PAST_TWO, "Europe/Paris")
    assert refusal.value.code == "skipped"
    with override(language):
        assert words in refusal.value.messages[0]


def test_hour_that_clocks_show_twice_is_to_be_chosen():
    with pytest.raises(ValidationError) as refusal:
        to_moment(AUTUMN, HALF_PAST_TWO, "Europe/Paris")
    assert refusal.value.code == "twice"
    first, second = (to_moment(AUTUMN, HALF_PAST_TWO, "Europe/Paris", which) for which in ("first", "second"))
    assert second.astimezone(datetime.UTC) - first.astimezone(datetime.UTC) == datetime.timedelta(hours=1)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "CET/CEST", "../etc/passwd", "europe/paris"])
def test_time_zone_that_nobody_knows_is_refused(name):
    with pytest.raises(ValidationError) as refusal:
        check_time_zone(name)
    assert refusal.value.code == "unknown_time_zone"


@given(moment=st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2060, 1, 1)), zone=ZONES)
def test_every_moment_is_named_by_its_local_time(moment, zone):
    moment = moment.replace(second=0, microsecond=0, tzinfo=datetime.UTC)
    local = moment.astimezone(ZoneInfo(zone))
    found = to_moment(local.date(), local.time(), zone, "second" if local.fold else "first")
    assert found.astimezone(datetime.UTC) == moment


def test_offsets_and_cities_are_put_in_words():
    at = datetime.datetime(2027, 1, 1, 12)
    assert offset_in_words(at.replace(tzinfo=ZoneInfo("Europe/Paris"))) == "UTC+1"
    assert offset_in_words(at.replace(tzinfo=ZoneInfo("America/St_Johns"))) == "UTC−3:30"
    assert offset_in_words(at.replace(tzinfo=datetime.UTC)) == "UTC"
    with override("fr"):
        assert city_of("Europe/London") == "Londres"
    with override("en"):
        assert city_of("America/Argentina/Buenos_Aires") == "Buenos Aires"


# The hours of an event elsewhere


def make_event(day, first, last, zone="Europe/Paris", which="", last_day=None):
    start = to_moment(day, first, zone, which).astimezone(datetime.UTC)
    end = to_moment(last_day or day, last, zone, which).astimezone(datetime.UTC)
    event = EventPage(start_date=day, end_date=last_day, start_time=first, end_time=last, time_zone=zone)
    event.starts_at, event.ends_at = start, end
    return event


def hours_in(zone, *args, **kwargs):
    (row,) = list_local_hours(make_event(*args, **kwargs), [zone])
    return f"{row.start:%d %H:%M}", f"{row.end:%d %H:%M}", row.offset


THREE, SIX = datetime.time(15), datetime.time(18)


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        # Kenya has no summer time: it is two hours ahead of Paris in winter, one in summer.
        (datetime.date(2027, 3, 27), "Africa/Nairobi", ("27 17:00", "27 20:00", "UTC+3")),
        (datetime.date(2027, 3, 28), "Africa/Nairobi", ("28 16:00", "28 19:00", "UTC+3")),
        (datetime.date(2027, 10, 30), "Africa/Nairobi", ("30 16:00", "30 19:00", "UTC+3")),
        (datetime.date(2027, 10, 31), "Africa/Nairobi", ("31 17:00", "31 20:00", "UTC+3")),
        # Québec sets its clocks two weeks before France in spring and one week after in autumn.
        (datetime.date(2027, 3, 13), "America/Montreal", ("13 09:00", "13 12:00", "UTC−5")),
        (datetime.date(2027, 3, 14), "America/Montreal", ("14 10:00", "14 13:00", "UTC−4")),
        (datetime.date(2027, 3, 28), "America/Montreal", ("28 09:00", "28 12:00", "UTC−4")),
        (datetime.date(2027, 10, 31), "America/Montreal", ("31 10:00", "31 13:00", "UTC−4")),
        (datetime.date(2027, 11, 7), "America/Montreal", ("07 09:00", "07 12:00", "UTC−5")),
        # Chile has its summer while France has its winter.
        (datetime.date(2027, 3, 9), "America/Santiago", ("09 11:00", "09 14:00", "UTC−3")),
        (datetime.date(2027, 3, 28), "America/Santiago", ("28 10:00", "28 13:00", "UTC−3")),
        (datetime.date(2027, 4, 13), "America/Santiago", ("13 09:00", "13 12:00", "UTC−4")),
        # In Manila and Auckland it is night by then, or the next day.
        (datetime.date(2027, 3, 9), "Asia/Manila", ("09 22:00", "10 01:00", "UTC+8")),
        (datetime.date(2027, 3, 9), "Pacific/Auckland", ("10 03:00", "10 06:00", "UTC+13")),
    ],
)
def test_hours_elsewhere_are_right_before_and_after_clocks_change(day, zone, expected):
    assert hours_in(zone, day, THREE, SIX) == expected


def test_hours_elsewhere_are_right_through_the_night_in_which_clocks_change():
    night = datetime.date(2027, 10, 30)
    event = make_event(night, datetime.time(23), datetime.time(5), last_day=AUTUMN)
    (row,) = list_local_hours(event, ["Africa/Nairobi"])
    assert (f"{row.start:%d %H:%M}", f"{row.end:%d %H:%M}") == ("31 00:00", "31 07:00")  # seven hours, not six
    second = make_event(AUTUMN, HALF_PAST_TWO, datetime.time(2, 45), which=SECOND)
    (row,) = list_local_hours(second, ["Africa/Nairobi"])
    assert f"{row.start:%H:%M}" == "04:30"


@given(
    moment=st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2040, 1, 1)),
    minutes=st.integers(1, 60 * 60),
    zone=ZONES,
    zones=st.lists(ZONES, min_size=1, max_size=4, unique=True),
)
def test_hours_elsewhere_are_the_same_moments_whatever_the_clocks(moment, minutes, zone, zones):
    event = EventPage(start_time=THREE, time_zone=zone)
    event.starts_at = moment.replace(second=0, microsecond=0, tzinfo=datetime.UTC)
    event.ends_at = event.starts_at + datetime.timedelta(minutes=minutes)
    event.start_date, event.end_date = event.start.date(), event.end.date()
    rows = list_local_hours(event, zones)
    assert sum(len(row.places) for row in rows) == len(set(zones) - {zone})
    for row in rows:
        assert row.start.astimezone(datetime.UTC) == event.starts_at
        assert row.end.astimezone(datetime.UTC) == event.ends_at
        assert row.start.utcoffset() == event.starts_at.astimezone(row.start.tzinfo).utcoffset()
        assert row.other_days == ((row.start.date(), row.end.date()) != (event.start_date, event.end_date))
    assert [row.start.replace(tzinfo=None) for row in rows] == sorted(row.start.replace(tzinfo=None) for row in rows)


def test_places_whose_clocks_agree_share_a_row_and_the_events_own_has_none():
    event = make_event(datetime.date(2027, 3, 9), THREE, SIX)
    with override("fr"):
        rows = list_local_hours(event, ["Africa/Tunis", "Europe/Brussels", "America/Montreal", "Europe/Paris"])
    assert [row.places for row in rows] == [["Montréal"], ["Tunis", "Bruxelles"]]


def test_whole_days_have_no_hours_elsewhere():
    assert list_local_hours(EventPage(start_date=SPRING, time_zone="Europe/Paris"), ["Africa/Nairobi"]) == []
