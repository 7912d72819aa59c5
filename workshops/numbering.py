"""Numbers of findings and open questions: given in order, kept for good, never used twice in a report."""

from collections.abc import Iterable
from typing import Any


def number_rows(rows: Iterable[Any], *, last: int) -> int:
    """Number the `rows` that have no number, or one that a row before them has, from after the highest ever used.

    :param last: the highest number given so far in this report, 0 for none
    :return: the highest number given now, to be kept as the next `last`
    """
    rows = list(rows)
    last = max([last, *(row.number for row in rows if row.number)])
    taken: set[int] = set()
    for row in rows:
        if not row.number or row.number in taken:
            last += 1
            row.number = last
        taken.add(row.number)
    return last
