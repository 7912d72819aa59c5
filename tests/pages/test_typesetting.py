import datetime

import pytest
from django.utils.translation import override

from campaigns.templatetags.typesetting import day, days, in_letters, mark_class, number_class, title_class


def set_days(language, *dates):
    with override(language):
        return days(*(datetime.date.fromisoformat(date) for date in dates))


@pytest.mark.parametrize(
    ("language", "date", "words"),
    [
        ("fr", "2023-09-16", "16\u00a0septembre 2023"),
        ("fr", "2023-09-01", "1er\u00a0septembre 2023"),
        ("en", "2023-09-01", "1\u00a0September 2023"),
    ],
)
def test_day_is_written_out(language, date, words):
    with override(language):
        assert day(datetime.date.fromisoformat(date)) == f'<time datetime="{date}">{words}</time>'


def test_moment_is_dated_by_the_clock_of_the_site():
    late = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC)  # past midnight in Paris
    assert 'datetime="2026-11-23"' in day(late)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2023-09-15", "2023-09-15", "15\u00a0September 2023"),
        ("2023-09-15", "2023-09-16", "15 and 16\u00a0September 2023"),
        ("2023-09-15", "2023-09-18", "15 to 18\u00a0September 2023"),
        ("2023-08-30", "2023-09-02", "30\u00a0August to 2\u00a0September 2023"),
        ("2023-12-31", "2024-01-01", "31\u00a0December 2023 and 1\u00a0January 2024"),
    ],
)
def test_days_share_what_they_have_in_common(first, last, words):
    from django.utils.html import strip_tags

    assert strip_tags(set_days("en", first, last)) == words


def test_address_is_written_in_letters(settings):
    settings.BASE_URL = "https://cahier.example"
    assert in_letters("/r/DS-4") == "cahier.example/r/DS-4"
    assert in_letters("https://cahier.example/fr/") == "cahier.example/fr/"
    assert in_letters("") == ""


@pytest.mark.parametrize(
    ("title", "size"),
    [
        ("Travail", "poster"),
        ("Calendar", "banner"),  # in a wide face it would not stand on one line
        ("À qui écrire", "poster"),
        ("Agriculture", "banner"),
        ("Données personnelles", "banner wordy"),
        ("Registre des revendications", "wordy"),
        ("Pour un statut d’objecteur du numérique, et pour de nouveaux droits", "long"),
        ("", "poster"),
    ],
)
def test_shorter_titles_are_set_larger(title, size):
    assert title_class(title) == size


def test_longer_marks_and_numbers_are_set_smaller():
    assert [mark_class(mark) for mark in ("DS-4", "DSA-12", "AGRE-1000")] == ["mark", "mark mark-6", "mark mark-9"]
    assert mark_class(None) == "mark"
    numbers = ("37 %", "3 × 3 h", "1 214 000 €")
    assert [number_class(number) for number in numbers] == ["count", "count count-7", "count count-12"]
