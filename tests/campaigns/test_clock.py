"""Local times: the moments they name, the hours that clocks skip, and those they show twice."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from campaigns.clock import check_time_zone, city_of, list_time_zones, offset_in_words, to_moment

SPRING, AUTUMN = datetime.date(2027, 3, 28), datetime.date(2027, 10, 31)  # in Paris
HALF_PAST_TWO = datetime.time(2, 30)
ZONES = st.sampled_from([name for name, _words in list_time_zones()])


@pytest.mark.parametrize(("language", "words"), [("fr", "n’indiquent jamais 02:30"), ("en", "never show 02:30")])
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
