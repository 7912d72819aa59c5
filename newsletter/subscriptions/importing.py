"""Taking over subscribers from a list: looked at first, then taken in parts, and never over a suppression."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..keys import get_keys
from ..models import ConsentEvent, Subscriber, SubscriberFile, Suppression, make_imprint
from .csv_lists import ListProblem, ListRow, read_list

FILES_KEPT = timedelta(days=1)
PART = 500  # lines in one transaction: a process killed half-way has lost no more, and can simply be started again
SHOWN = 100  # problems and new lines that are shown


@dataclass
class Report:
    """What is in a list, or what was taken from it."""

    added: int = 0
    known: int = 0
    suppressed: int = 0
    problems: int = 0
    first_problems: list[ListProblem] = field(default_factory=list)
    first_rows: list[ListRow] = field(default_factory=list)

    def note(self, entry: ListRow | ListProblem) -> None:
        shown = self.first_problems if isinstance(entry, ListProblem) else self.first_rows
        if len(shown) < SHOWN:
            shown.append(entry)  # type: ignore[arg-type]


def examine(file: SubscriberFile) -> Report:
    """Return what an import would do, and do nothing. Raises UnreadableList."""
    report = Report()
    for part in read_parts(file, report):
        new = sort_out(part, report)
        report.added += len(new)
        for row in new:
            report.note(row)
    return report


def import_list(file: SubscriberFile) -> Report:
    """Add those of a list that are neither known nor suppressed as active, with the source of their consent.

    Each part of PART lines is a transaction: done twice, or anew after a crash, nobody is added twice. The file is
    deleted in the end. Raises UnreadableList.
    """
    report = Report()
    for part in read_parts(file, report):
        report.added += add_part(part, file, report)
    file.delete()
    return report


def read_parts(file: SubscriberFile, report: Report) -> Iterator[list[ListRow]]:
    rows = take_rows(read_list(file.text, language=file.language, rhythm=file.rhythm), report)
    while part := list(islice(rows, PART)):
        yield part


def take_rows(entries: Iterable[ListRow | ListProblem], report: Report) -> Iterator[ListRow]:
    for entry in entries:
        if isinstance(entry, ListProblem):
            report.problems += 1
            report.note(entry)
        else:
            yield entry


def sort_out(rows: list[ListRow], report: Report) -> list[ListRow]:
    """Return the rows of `rows` that can be added, and count the others."""
    imprints = {make_imprint(row.email, key): row.email for row in rows for key in get_keys()}
    found = Suppression.objects.filter(imprint__in=imprints).values_list("imprint", flat=True)
    suppressed = {imprints[imprint] for imprint in found}
    known = set(Subscriber.objects.filter(email__in=[row.email for row in rows]).values_list("email", flat=True))
    report.suppressed += len(suppressed)
    report.known += len(known - suppressed)
    return [row for row in rows if row.email not in known | suppressed]


def add_part(rows: list[ListRow], file: SubscriberFile, report: Report) -> int:
    """Add what can be added of `rows`, and return how many these are.

    Should one of them subscribe at the same moment, the part is sorted out once more: then they are known.
    """
    for last_try in (False, True):
        counts = report.known, report.suppressed
        try:
            with transaction.atomic():
                new = sort_out(rows, report)
                add(new, file)
                return len(new)
        except IntegrityError:
            report.known, report.suppressed = counts
            if last_try:
                raise
    raise AssertionError("unreachable")


def add(rows: list[ListRow], file: SubscriberFile) -> None:
    now = timezone.now()
    subscribers = Subscriber.objects.bulk_create(
        Subscriber(
            email=row.email,
            language=row.language,
            rhythm=row.rhythm,
            status=Subscriber.Status.ACTIVE,
            source=Subscriber.Source.IMPORT,
            asked_at=now,
            confirmed_at=now,
        )
        for row in rows
    )
    chosen = Subscriber.topics.through
    pairs = [(subscriber, topic) for subscriber, row in zip(subscribers, rows, strict=True) for topic in row.topics]
    chosen._default_manager.bulk_create(
        chosen(subscriber_id=subscriber.pk, topic_id=topic.pk) for subscriber, topic in pairs
    )
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            subscriber=subscriber,
            kind=ConsentEvent.Kind.IMPORTED,
            language=row.language,
            choices={
                "language": row.language,
                "topics": sorted(topic.slug for topic in row.topics),
                "rhythm": row.rhythm,
                "place": file.consent_source,
                "date": file.consent_date.isoformat(),
            },
        )
        for subscriber, row in zip(subscribers, rows, strict=True)
    )


def delete_old_files() -> None:
    """Delete the lists that nobody has imported within a day of looking at them."""
    SubscriberFile.objects.filter(at__lt=timezone.now() - FILES_KEPT).delete()
