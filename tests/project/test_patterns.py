"""What reads texts from outside takes time in proportion to them: no text, however odd, holds a worker up."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from claims.citations.mentions import link_mentions
from config.logs import hide_secrets
from mail.results import discreet
from search.indexing import join
from search.stemming import get_terms, read_query
from translations.texts.text_diff import compare_words
from typography import set_html, set_text

READERS: dict[str, Callable[[str], Any]] = {
    "log": hide_secrets,
    "answer of a mail server": discreet,
    "text for search": lambda text: join([text]),
    "words for search": lambda text: get_terms(text, "fr"),
    "query": lambda text: read_query(text, "fr"),
    "HTML as it is set": lambda text: set_html(text, "fr"),
    "text as it is set": lambda text: set_text(f'"{text}', "fr"),
    "mentions": lambda text: link_mentions(text, lambda marks: {}),
    "words compared": lambda text: compare_words(text, f"x{text}y", rich=False),
}
# Repeated until they are long
UNITS = ["a", "&", "a ", "a:", "a.", "a@", "@", " ", "::", "«", '"', "\u00a0", "<a", "2001:db8:", "DS-", "\n ", "é·"]
SHORT = 10_000  # characters
QUICK = 0.1  # seconds of the processor: what takes less is not compared, as clocks are coarse
GROWTH = 3.2  # at most, where the text is twice as long


@pytest.mark.parametrize("name", READERS)
def test_text_twice_as_long_takes_twice_as_long(name):
    assert not [unit for unit in UNITS if is_slow(READERS[name], unit)]


def is_slow(read: Callable[[str], Any], unit: str) -> bool:
    short, long = (unit * (length // len(unit)) + "\0" for length in (SHORT, 2 * SHORT))
    if seconds(read, long) < QUICK:
        return False
    return min(seconds(read, long) for _time in range(3)) > GROWTH * min(seconds(read, short) for _time in range(3))


def seconds(read: Callable[[str], Any], text: str) -> float:
    start = process_time()
    read(text)
    return process_time() - start
