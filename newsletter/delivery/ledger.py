"""The states of deliveries: created, claimed, recorded one by one, released. Every step can safely be repeated.

A worker may die between a mail server's "250" and note(): then one message is sent twice, with the same Message-ID,
for each connection the worker had open. That is the only repeat there is; what is not noted is never lost.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from mail.results import Outcome, Result
from public_forms.rate_limit import SKEW
from translations.sql_names import name_column, name_table

from ..issues.recipients import RHYTHMS, write_recipients
from ..models import Issue, Subscriber
from ..models.delivery import BACK_OFF, GIVE_UP, Delivery, delivery_rejected

State = Delivery.State
RETRIES = 8  # of a statement whose connection to the database was lost
WAIT = 0.25  # seconds before the first of them, twice as long before each next one

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Claimed:
    """A delivery that this worker holds."""

    pk: int
    subscriber_pk: int
    email: str
    attempts: int
    tried_at: datetime | None
    claim: str


@dataclass(frozen=True)
class Recipient:
    """Whom a delivery goes to, as they are just before it goes."""

    email: str
    key: uuid.UUID


def make_deliveries(issue: Issue, now: datetime) -> int:
    """Make a delivery for each recipient, in one statement; return how many were new."""
    condition, recipients = write_recipients(issue)
    texts = {"state": State.WAITING.value, "claim": "", "answer": ""}
    due_at = connection.ops.adapt_datetimefield_value(now)
    values: dict[str, Any] = {"issue": issue.pk, "due_at": due_at, "attempts": 0, **texts}
    columns = ", ".join(name_column(Delivery, name) for name in ["subscriber", *values])
    selected = ", ".join([name_column(Subscriber, "id", "subscriber"), *["%s"] * len(values)])
    with connection.cursor() as cursor:
        # Each name is one of ours, and each value a parameter.
        cursor.execute(
            f"INSERT INTO {DELIVERIES} ({columns}) SELECT {selected} FROM {SUBSCRIBERS} subscriber "  # noqa: S608
            f"WHERE {condition} ON CONFLICT DO NOTHING",
            [*values.values(), *recipients],
        )
        return int(cursor.rowcount)


def again_if_connection_was_lost(function: Function) -> Function:
    """Repeat a statement that can be repeated when the database ended the connection, or was away for a moment."""

    @wraps(function)
    def repeat(*args: Any, **kwargs: Any) -> Any:
        for attempt in range(RETRIES):
            try:
                return function(*args, **kwargs)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block:
                    raise
                connection.close()
                time.sleep(WAIT * 2**attempt)
        return function(*args, **kwargs)

    return repeat  # type: ignore[return-value]


@again_if_connection_was_lost
def claim(issue: Issue, size: int, now: datetime) -> list[Claimed]:
    """Take up to `size` deliveries that are due; nobody else gets them for settings.NEWSLETTER_LEASE seconds: renew."""
    token = uuid.uuid4().hex
    with transaction.atomic():
        due = Delivery.objects.due(issue.pk, now).order_by("due_at").select_for_update(skip_locked=True)
        keys = list(due.values_list("pk", flat=True)[:size])
        Delivery.objects.filter(pk__in=keys).update(
            state=State.CLAIMED, claim=token, lease_until=now + timedelta(seconds=settings.NEWSLETTER_LEASE)
        )
    rows = Delivery.objects.filter(pk__in=keys, claim=token).order_by("due_at")
    names = ("pk", "subscriber_id", "subscriber__email", "attempts", "tried_at", "claim")
    return [Claimed(pk, subscriber, email or "", *rest) for pk, subscriber, email, *rest in rows.values_list(*names)]


@again_if_connection_was_lost
def recheck_recipients(
    issue: Issue,
    claims: Sequence[Claimed],
    accepted: Sequence[tuple[Claimed, Outcome]] = (),
    now: datetime | None = None,
) -> dict[int, Recipient] | None:
    """See, just before they are sent, what has changed: return the readers by delivery, of one batch's `claims`.

    Who should get it no more is missing. None when the issue is no longer being sent, or a claim is no longer ours.
    Stores before, as record_accepted does, what was `accepted` meanwhile: where the database is a server, in the same
    statement, as ways there and back are most of what a message costs.
    """
    marks = ", ".join(["%s"] * len(claims))
    look = f"{RECHECK} IN ({marks})"
    values: list[Any] = [claims[0].claim, State.CLAIMED.value, *(claimed.pk for claimed in claims)]
    with connection.cursor() as cursor:
        if accepted:
            note, noted = accepting(accepted, now or timezone.now())
            if connection.vendor == "postgresql":
                look, values = f"WITH noted AS ({note}) {look}", [*noted, *values]
            else:
                cursor.execute(note, noted)
        cursor.execute(look, values)
        rows = cursor.fetchall()
    if len(rows) < len(claims) or any(row[6] != Issue.State.SENDING for row in rows):
        return None
    wanted = [Subscriber.Status.ACTIVE, issue.language, RHYTHMS[Issue.Kind(issue.kind)]]
    return {
        pk: Recipient(email, key if isinstance(key, uuid.UUID) else uuid.UUID(key))
        for pk, email, key, *asked, _state in rows
        if email and asked == wanted
    }


DELIVERIES, ISSUES, SUBSCRIBERS = map(name_table, (Delivery, Issue, Subscriber))
RECHECK = (  # the names are those of our tables
    f"SELECT d.id, s.email, s.key, s.status, s.language, s.rhythm, i.state FROM {DELIVERIES} d "  # noqa: S608
    f"JOIN {ISSUES} i ON i.id = d.issue_id JOIN {SUBSCRIBERS} s ON s.id = d.subscriber_id "
    "WHERE d.claim = %s AND d.state = %s AND d.id"
)
RECORD = (
    f"UPDATE {DELIVERIES} SET state = %s, done_at = %s, due_at = COALESCE(%s, due_at), tried_at = %s, "  # noqa: S608
    "attempts = %s, code = %s, answer = %s, claim = '', lease_until = NULL WHERE id = %s AND claim = %s"
)
RECORD_ACCEPTED = (
    f"UPDATE {DELIVERIES} SET state = %s, done_at = %s, tried_at = COALESCE(tried_at, %s), "  # noqa: S608
    "attempts = attempts + 1, claim = '', lease_until = NULL"
)


@again_if_connection_was_lost
def record_accepted(accepted: Sequence[tuple[Claimed, Outcome]], now: datetime) -> None:
    """Store that messages of one batch were accepted, in one transaction: those whose answers came at the same time."""
    with connection.cursor() as cursor:
        cursor.execute(*accepting(accepted, now))


def accepting(accepted: Sequence[tuple[Claimed, Outcome]], now: datetime) -> tuple[str, list[Any]]:
    cases, marks = " ".join(["WHEN %s THEN %s"] * len(accepted)), ", ".join(["%s"] * len(accepted))
    codes = [value for claimed, outcome in accepted for value in (claimed.pk, outcome.code)]
    answers = [value for claimed, outcome in accepted for value in (claimed.pk, outcome.answer)]
    keys = [claimed.pk for claimed, _outcome in accepted]
    at = connection.ops.adapt_datetimefield_value(now)
    # ELSE is never reached, but gives the type where a provider answers without codes.
    statement = f"{RECORD_ACCEPTED}, code = CASE id {cases} ELSE code END, answer = CASE id {cases} ELSE answer END"
    values: list[Any] = [State.ACCEPTED.value, at, at, *codes, *answers, *keys, accepted[0][0].claim]
    return f"{statement} WHERE id IN ({marks}) AND claim = %s", values


def record_outcome(claimed: Claimed, outcome: Outcome, now: datetime) -> State:
    """Store what came of one delivery, in a transaction of its own; return the state it has now.

    One that the server deferred comes again after the next of BACK_OFF, until GIVE_UP has passed since its first try.
    """
    tried_at = claimed.tried_at or now
    state = STATES[outcome.result]
    done_at: datetime | None = now
    due_at: datetime | None = None
    if outcome.result is Result.DEFERRED:
        if now - tried_at >= GIVE_UP:
            state = State.REJECTED
        else:
            wait = BACK_OFF[min(claimed.attempts, len(BACK_OFF) - 1)]
            done_at, due_at = None, min(now + wait, max(tried_at + GIVE_UP, now))
    store_outcome(claimed, state, done_at, due_at, tried_at, claimed.attempts + 1, outcome)
    if state is State.REJECTED and outcome.result is Result.REJECTED:
        delivery_rejected.send(Delivery, delivery=Delivery.objects.select_related("subscriber").get(pk=claimed.pk))
    return state


STATES = {
    Result.ACCEPTED: State.ACCEPTED,
    Result.REJECTED: State.REJECTED,
    Result.DEFERRED: State.WAITING,
    Result.DOWN: State.WAITING,
}


@again_if_connection_was_lost
def store_outcome(
    claimed: Claimed,
    state: State,
    done_at: datetime | None,
    due_at: datetime | None,
    tried_at: datetime | None,
    attempts: int,
    outcome: Outcome,
) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    times = [adapt(moment) if moment else None for moment in (done_at, due_at, tried_at)]
    values = [state.value, *times, attempts, outcome.code, outcome.answer, claimed.pk, claimed.claim]
    with connection.cursor() as cursor:
        cursor.execute(RECORD, values)


def record_skipped(claimed: Claimed, now: datetime) -> None:
    store_outcome(claimed, State.SKIPPED, now, None, claimed.tried_at, claimed.attempts, Outcome(Result.REJECTED))


def record_interrupted(claimed: Claimed, outcome: Outcome, due_at: datetime, now: datetime) -> None:
    """Note a try during which the server went away: no try of the recipient's, but others get their turn first.

    A message that no server bears is so given up after GIVE_UP like any other.
    """
    tried_at = claimed.tried_at or now
    if now - tried_at >= GIVE_UP:
        store_outcome(claimed, State.REJECTED, now, None, tried_at, claimed.attempts, outcome)
    else:
        store_outcome(claimed, State.WAITING, None, due_at, tried_at, claimed.attempts, outcome)


@again_if_connection_was_lost
def give_back(claims: Sequence[Claimed]) -> None:
    """Let others have what was claimed in one batch and not begun."""
    if claims:
        mine = Delivery.objects.filter(pk__in=[claimed.pk for claimed in claims], claim=claims[0].claim)
        mine.update(state=State.WAITING, claim="", lease_until=None)


def renew(claims: Sequence[Claimed], now: datetime) -> None:
    """Begin the lease anew of what is still held of one batch."""
    if claims:
        mine = Delivery.objects.filter(pk__in=[row.pk for row in claims], claim=claims[0].claim, state=State.CLAIMED)
        mine.update(lease_until=now + timedelta(seconds=settings.NEWSLETTER_LEASE))


@again_if_connection_was_lost
def push_back(claimed: Claimed, due_at: datetime) -> None:
    """Give back what may only go later."""
    mine = Delivery.objects.filter(pk=claimed.pk, claim=claimed.claim)
    mine.update(state=State.WAITING, claim="", lease_until=None, due_at=due_at)


def return_expired(now: datetime) -> int:
    """Let others have what a worker claimed that has not been heard of since; return how many they were.

    A lease that ends much later than any given now can end was given before the clock was set back. Not one a little
    later: another worker may have renewed it since `now`, while this statement waited for the database.
    """
    longest = now + timedelta(seconds=settings.NEWSLETTER_LEASE) + SKEW
    claimed = Delivery.objects.filter(state=State.CLAIMED)
    expired = claimed.filter(lease_until__lt=now) | claimed.filter(lease_until__gt=longest)
    return expired.update(state=State.WAITING, claim="", lease_until=None)


def retry_rejected(issue: Issue, now: datetime, keys: Iterable[int] | None = None) -> int:
    """Try dead letters again, all of `issue` or those with `keys`, as if for the first time; return how many."""
    rejected = issue.deliveries.filter(state=State.REJECTED)
    if keys is not None:
        rejected = rejected.filter(pk__in=keys)
    return rejected.update(state=State.WAITING, due_at=now, attempts=0, tried_at=None, done_at=None)


def catch_up(now: datetime) -> None:
    """Let go what a clock that was set back since would hold up: what is due later than any rule makes it."""
    waiting = Delivery.objects.filter(state=State.WAITING)
    waiting.filter(tried_at__isnull=True, due_at__gt=now + BACK_OFF[0] + SKEW).update(due_at=now)
    waiting.filter(due_at__gt=now + BACK_OFF[-1] + SKEW).update(due_at=now)
