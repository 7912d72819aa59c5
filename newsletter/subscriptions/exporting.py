"""The list of subscribers as a CSV file, for a spreadsheet: nothing in it can run there."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language, override

from content.csv_formulas import neutralise
from translations.languages import NAMES

from ..models import Subscriber

CHUNK = 2000


class Echo:
    """What csv.writer writes to; it hands each line on."""

    def write(self, text: str) -> str:
        return text


def write_list(subscribers: QuerySet[Subscriber]) -> Iterator[str]:
    """Yield the lines of the CSV file, as UTF-8 with the mark by which spreadsheets know it. Memory stays flat.

    Headings and values are in the active language, and can be imported again in any.
    """
    language = get_language()  # the lines are made after the view has returned
    writer = csv.writer(Echo())
    with override(language):
        header = writer.writerow([capfirst(str(name)) for name in list_headings()])
    yield "\ufeff" + header
    for subscriber in subscribers.prefetch_related("topics").iterator(chunk_size=CHUNK):
        with override(language):
            line = writer.writerow([neutralise(cell) for cell in list_cells(subscriber)])
        yield line


def list_headings() -> list[Any]:
    fields = ["email", "language", "rhythm", "topics", "status", "source", "asked_at", "confirmed_at", "ended_at"]
    return [Subscriber._meta.get_field(name).verbose_name for name in fields]  # type: ignore[union-attr]


def list_cells(subscriber: Subscriber) -> Iterable[str]:
    moments: list[Any] = [subscriber.asked_at, subscriber.confirmed_at, subscriber.ended_at]
    return [
        subscriber.email or "",
        NAMES[subscriber.language],
        subscriber.get_rhythm_display(),
        " | ".join(sorted(topic.name for topic in subscriber.topics.all())),
        subscriber.get_status_display(),
        subscriber.get_source_display(),
        *(localtime(moment).date().isoformat() if moment else "" for moment in moments),
    ]
