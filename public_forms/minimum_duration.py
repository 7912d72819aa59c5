"""A minimum duration for responses, so that their timing reveals nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def minimum_duration(seconds: float) -> Iterator[None]:
    """Make the block last at least `seconds`, so that its timing does not tell whether an email was sent."""
    start = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, start + seconds - time.monotonic()))
