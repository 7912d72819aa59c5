"""The list of subscribers as a CSV file, for a spreadsheet: nothing in it can run there."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from translations.formulas import neutralise

from .models import Subscriber

HEADER = ["email", "language", "rhythm", "topics", "status", "source", "asked_on", "confirmed_on", "ended_on"]
CHUNK = 2000


class Line:
    """What csv.writer writes to; it hands each line on."""

    def write(self, text: str) -> str:
        return text


def write_list(subscribers: QuerySet[Subscriber]) -> Iterator[str]:
    """Yield the lines of the CSV file, as UTF-8 with the mark by which spreadsheets know it. Memory stays flat."""
    writer = csv.writer(Line())
    yield "\ufeff" + writer.writerow(HEADER)
    for subscriber in subscribers.prefetch_related("topics").iterator(chunk_size=CHUNK):
        yield writer.writerow([neutralise(cell) for cell in list_cells(subscriber)])


def list_cells(subscriber: Subscriber) -> Iterable[str]:
    moments: list[Any] = [subscriber.asked_at, subscriber.confirmed_at, subscriber.ended_at]
    return [
        subscriber.email or "",
        subscriber.language,
        subscriber.rhythm,
        ", ".join(subscriber.get_choices()["topics"]),
        subscriber.status,
        subscriber.source,
        *(localtime(moment).date().isoformat() if moment else "" for moment in moments),
    ]
