"""What people type as dates and times."""

import datetime
import time

import pytest
from babel.dates import format_date
from django.utils.formats import date_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from content.dates.reading import read_date, read_moment, read_time

THE_DAY = datetime.date(2023, 9, 15)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
TIMES = st.times().map(lambda typed: typed.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    "text",
    [
        "15/09/2023", "15/9/2023", "15.09.2023", "15-09-2023", "15 09 2023", "15 / 09 / 2023", "15/09/23", "15.9.23",
        "2023-09-15", "2023/09/15", "15 septembre 2023", "15 SEPTEMBRE 2023", "15 sept. 2023", "le 15 septembre 2023",
        "vendredi 15 septembre 2023", "Ven. 15 sept 2023", "15\u00a0septembre\u202f2023", "15 September 2023",
        "15th September 2023", "15th of September, 2023", "Friday, 15 September 2023", "Fri 15 Sep 2023",
        "September 15, 2023", "Sept. 15th, 2023", "15-Sep-2023", " 15/09/2023 ",
    ],
)  # fmt: skip
def test_date_as_people_type_it_is_understood(text):
    assert read_date(text) == THE_DAY


def test_day_comes_before_the_month_unless_the_year_comes_first():
    assert read_date("03/04/2026") == read_date("2026-04-03") == datetime.date(2026, 4, 3)


@pytest.mark.parametrize(("text", "month"), [("1er août 2024", 8), ("1 fév. 2024", 2), ("1 décembre 2024", 12)])
def test_months_with_accents_and_the_first_are_understood(text, month):
    assert read_date(text) == datetime.date(2024, month, 1)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hier", "demain", "15 septembre", "septembre 2023", "09/2023", "12/31/2026", "30/02/2026", "0/1/2026",
        "15/09/20233", "15/09/0203", "15/09/2", "23-09-15", "15 sembre 2023", "15/09.2023", "2023-9", "15/09/2023 x",
        "15/09/2023 14:30", "20230915", "١٥/٠٩/٢٠٢٣", "15//09//2023", "lundi", "n/a", "-", "x" * 100_000,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_no_date(text):
    assert read_date(text) is None


@given(DAYS, st.sampled_from(["fr", "en_GB", "en_US"]), st.sampled_from(["long", "full", "medium"]))
def test_dates_are_read_as_programs_write_them_in_words(day, locale, width):
    assert read_date(format_date(day, width, locale=locale)) == day


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %m %Y"]))
def test_dates_are_read_as_they_are_shown(day, form):
    assert read_date(day.strftime(form)) == day


@given(st.text(max_size=70))
def test_nothing_that_is_typed_breaks_the_reading(text):
    for read in (read_date, read_time, read_moment):
        read(text)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("14:30", 14, 30), ("14h30", 14, 30), ("14 h 30", 14, 30), ("14 H 30", 14, 30), ("14.30", 14, 30),
        ("14\u202fh\u202f30", 14, 30), ("14h30min", 14, 30), ("14 heures 30", 14, 30), ("14:30:00", 14, 30),
        ("2.30 pm", 14, 30), ("2:30pm", 14, 30), ("2.30 p.m.", 14, 30), ("2 PM", 14, 0), ("14h", 14, 0), ("9 h", 9, 0),
        ("9 heures", 9, 0), ("9:05", 9, 5), ("12 am", 0, 0), ("12 pm", 12, 0), ("12.15 am", 0, 15), ("midi", 12, 0),
        ("noon", 12, 0), ("0h", 0, 0), ("9 o’clock", 9, 0),
    ],
)  # fmt: skip
def test_time_as_people_type_it_is_understood(text, hour, minute):
    assert read_time(text) == datetime.time(hour, minute)


@pytest.mark.parametrize(
    "text", ["", "14", "1430", "24:00", "14:60", "14h5", "14:30 pm", "0 am", "minuit", "soir", "h30"]
)
def test_what_cannot_be_read_is_no_time(text):
    assert read_time(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "24/12/2026 08:00", "24/12/2026 8h", "24/12/2026, 8 h 00", "24 décembre 2026 à 8h00", "2026-12-24 08:00",
        "2026-12-24T08:00", "2026-12-24T08:00:00", "24 December 2026 at 8 am", "Thursday 24 December 2026, 8.00 am",
        "jeudi 24 décembre 2026 8 heures", "24.12.26 08:00", "24/12/2026 - 08:00", "December 24, 2026 8:00 am",
    ],
)  # fmt: skip
def test_moment_as_people_type_it_is_understood(text):
    assert read_moment(text) == datetime.datetime(2026, 12, 24, 8)


@pytest.mark.parametrize("text", ["", "24/12/2026", "08:00", "24/12/2026 25:00", "31/02/2026 08:00", "24/12/202608:00"])
def test_what_cannot_be_read_is_no_moment(text):
    assert read_moment(text) is None


@given(DAYS, TIMES)
def test_moments_are_read_as_they_are_shown(day, clock):
    moment = datetime.datetime.combine(day, clock)
    assert read_moment(moment.strftime("%d/%m/%Y %H:%M")) == moment


@pytest.mark.parametrize("sign", ["1", " ", "/", "a", "1/", "é "])
def test_long_input_costs_nothing(sign):
    begun = time.process_time()
    for read in (read_date, read_time, read_moment):
        read(sign * 1_000_000)
        read(sign * 30)
    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("DATE_FORMAT", "1 May 2026"), ("SHORT_DATE_FORMAT", "1 May 2026"), ("MONTH_DAY_FORMAT", "1 May"),
        ("DATETIME_FORMAT", "1 May 2026, 23:05"), ("SHORT_DATETIME_FORMAT", "1 May 2026, 23:05"),
        ("TIME_FORMAT", "23:05"),
    ],
)  # fmt: skip
def test_dates_are_written_the_day_first_and_the_month_in_letters_in_english(name, shown):
    with override("en"):
        assert date_format(datetime.datetime(2026, 5, 1, 23, 5), name) == shown
