"""What is done once a day, by whichever process comes first: called again and again, as often as one likes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from content.media.repair import repair_safely
from public_forms.rate_limit import RateLimit, count_once, has_counted, take_back
from search.suggestions import prune_words
from translations.upkeep.pruning import prune_source_texts

DAY = timedelta(hours=24)

log = logging.getLogger(__name__)


def do_daily_work() -> None:
    """Do what has not been done for a day; what fails is logged, and tried again at the next call."""
    once_a_day("earlier texts", prune_source_texts)
    once_a_day("known words", prune_words)
    once_a_day("stored files", repair_safely)  # last, as it may take a while


def once_a_day(name: str, act: Callable[[], object]) -> None:
    """Do `act` unless that was done within the last day; of two processes, one does it.

    :param name: what the act is called in the count of it
    """
    limit = RateLimit("daily work", name, most=1, period=DAY)
    if has_counted(limit, "") or count_once([(limit, "")]):
        return
    try:
        act()
    except Exception:
        take_back(limit, "")
        log.exception("Daily work could not be done: %s", name)
