"""Numbers of findings and open questions: given in order, kept for good, never used twice in a report."""

from collections.abc import Iterable
from typing import Any


def number_rows(rows: Iterable[Any], *, last: int) -> int:
    """Number the `rows` that have no number, from after the highest one ever used.

    :param last: the highest number given so far in this report, 0 for none
    :return: the highest number given now, to be kept as the next `last`
    """
    rows = list(rows)
    last = max([last, *(row.number for row in rows if row.number)])
    for row in rows:
        if not row.number:
            last += 1
            row.number = last
    return last
