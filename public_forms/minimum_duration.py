"""Answers that take the same time whatever was found, so that the time tells nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def taking_at_least(seconds: float) -> Iterator[None]:
    """Wait until `seconds` have passed, for instance so that nobody can tell by the time whether a mail was sent."""
    start = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, start + seconds - time.monotonic()))
