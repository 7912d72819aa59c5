"""Emails that a request makes, or Wagtail in it (queueing.py): stored in its transaction, handed to the mail server by
the site itself soon after.

So a mail server that is slow or down keeps no visitor waiting and tells nobody anything, and one that says "not now",
as servers do to unknown senders (greylisting), is asked again. Each row is deleted as soon as a server has taken it,
or, at the latest, when `give_up_at` is over: its links are secrets.

Who sends: the web server's background or `manage.py newsletter_tick`, see newsletter/delivery/background.py.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.charset import QP, Charset
from email.header import Header
from email.utils import make_msgid
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone

from public_forms.rate_limit import SKEW
from public_forms.shared_limits import MOST_HELD

from .results import Outcome, Result, read_error

KEPT = timedelta(days=1)  # how long an email is tried, unless its sender says otherwise
MOST_KEPT = timedelta(days=5)  # RFC 5321, 4.5.4.1
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 10, 15, 30)]  # before each next try
PAUSE = timedelta(minutes=1)  # of all, once the server takes nothing
LEASE = timedelta(minutes=5)  # how long a process may try one; so long a dead one keeps others from it
AT_ONCE = 50  # emails in one go

QUEUE = "mail.backends.QueueBackend"  # what Django itself sends by, see there

QUOTED_PRINTABLE = Charset("utf-8")
QUOTED_PRINTABLE.body_encoding = QP  # short lines, whatever a relay can take

# Sent by OutgoingEmail with `email` and `outcome` when one is given up: `outcome` is None when its time is over.
email_failed = Signal()

log = logging.getLogger(__name__)


class OutgoingEmail(models.Model):
    """An email to one recipient, waiting for a mail server to take it."""

    kind = models.CharField(max_length=32)  # what it is, for the log and for who sends it
    reference = models.CharField(max_length=64, blank=True, db_index=True)  # what it is about, in its sender's words
    to = models.CharField(max_length=320)
    from_email = models.CharField(max_length=320)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    held_until = models.DateTimeField(null=True)  # where a limit made it wait (slowing.py), so long, before any try
    lease_until = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "body"  # whose migrations made the table

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def build(self) -> EmailMultiAlternatives:
        message = FoldedEmail(
            self.subject, self.text, self.from_email, [self.to], headers=self.headers,
            reply_to=[self.reply_to] if self.reply_to else None,
        )  # fmt: skip
        if self.html:
            message.attach_alternative(self.html, "text/html")
        message.encoding = QUOTED_PRINTABLE
        return message


class FoldedEmail(EmailMultiAlternatives):
    """An email whose subject, once encoded, is in lines of at most 78 characters (RFC 5322, 2.1.1).

    Django folds it without counting `Subject: `: the line with that name stays empty, the next is too long.
    """

    def message(self, **options: Any) -> Any:
        message = super().message(**options)
        message.replace_header("Subject", Header(str(self.subject), header_name="Subject").encode())
        return message


def email_headers(language: str) -> dict[str, str]:
    """Return the headers of an email that a program writes to one person."""
    return {
        "Auto-Submitted": "auto-generated",  # RFC 3834, 5: no absence notice answers it
        "Content-Language": language,
        "Message-ID": new_message_id(),
    }


def new_message_id() -> str:
    return make_msgid(domain=urlsplit(settings.BASE_URL).hostname)  # Django would look up this machine's name


def queue_email(
    message: EmailMessage,
    *,
    kind: str,
    reference: str = "",
    kept: timedelta = KEPT,
    not_before: datetime | None = None,
) -> None:
    """Store `message` for each of its recipients, to be sent within minutes after the transaction is committed.

    :param kind: what it is, in a word: the log names it
    :param reference: what it is about, as `drop_emails` and `email_failed` know it
    :param kept: how long it is tried; shorter than what its links are good for
    :param not_before: when it may leave, at most MOST_HELD from now; its links must be made for that time

    Raises BadHeaderError for a header with a line break, ValueError for an email with a file.
    """
    message.message()  # what is wrong with it must show here, while somebody can be told
    if message.attachments:
        raise ValueError("Emails with files cannot be queued.")
    html = [part.content for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"]
    headers = {"Message-ID": new_message_id(), **message.extra_headers}  # the same at each try
    due_at = not_before or timezone.now()
    for recipient in message.recipients():
        OutgoingEmail.objects.create(
            kind=kind, reference=reference, to=recipient, from_email=message.from_email, subject=str(message.subject),
            reply_to=", ".join(message.reply_to), text=str(message.body), html="".join(html), headers=headers,
            due_at=due_at, held_until=not_before, give_up_at=due_at + min(kept, MOST_KEPT),
        )  # fmt: skip
    if settings.EMAILS_AT_ONCE:
        send_due_emails()


def drop_emails(reference: str, *kinds: str) -> int:
    """Delete what waits about `reference`, of `kinds` if any are named; return how many emails they were."""
    waiting = OutgoingEmail.objects.filter(reference=reference)
    deleted, _by_model = (waiting.filter(kind__in=kinds) if kinds else waiting).delete()
    return deleted


def due_emails(now: datetime) -> models.QuerySet[OutgoingEmail]:
    """Return what may be tried now. What is due or leased much later than any rule makes it, a clock ran ahead.

    Much: other processes' clocks differ, and `now` is some moments old when the statement runs.
    """
    soon = now + SKEW
    free = models.Q(lease_until=None) | models.Q(lease_until__lt=now) | models.Q(lease_until__gt=soon + LEASE)
    due = models.Q(due_at__lte=now) | models.Q(due_at__gt=soon + WAITS[-1])
    held = models.Q(held_until__gt=now, held_until__lte=soon + MOST_HELD)
    return OutgoingEmail.objects.filter(free, due).exclude(held)


def send_due_emails(*, stop: Event | None = None) -> int:
    """Hand over what is due, some emails at most; return how many were accepted. Several processes may do so at once.

    A process that dies between a server's "250" and the commit after it sends that one again, under the same
    Message-ID.
    """
    give_up(timezone.now())
    accepted = 0
    with one_connection() as hand_over:
        for _number in range(AT_ONCE):
            if (stop and stop.is_set()) or not (email := claim_next(timezone.now())):
                break
            outcome = hand_over(email)
            settle(email, outcome, timezone.now())
            accepted += outcome.result is Result.ACCEPTED
            if outcome.result is Result.DOWN:
                break
    return accepted


def claim_next(now: datetime) -> OutgoingEmail | None:
    if not due_emails(now).exists():  # most often: then nothing is locked
        return None
    with transaction.atomic():
        email = due_emails(now).select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if email:
            email.lease_until = now + LEASE
            email.save(update_fields=["lease_until"])
    return email


def server_backend() -> str:
    """Return the dotted path of the backend that speaks to the mail server, or to a provider."""
    return str(settings.MAIL_SERVER_BACKEND if settings.EMAIL_BACKEND == QUEUE else settings.EMAIL_BACKEND)


@contextmanager
def one_connection() -> Iterator[Any]:
    """Give what hands emails over, all by one connection, opened for the first."""
    connection: Any = None

    def hand_over(email: OutgoingEmail) -> Outcome:
        nonlocal connection
        try:
            if connection is None:
                connection = get_connection(server_backend())
                connection.open()
            connection.send_messages([email.build()])
        except Exception as error:
            return read_error(error)
        return Outcome(Result.ACCEPTED)

    try:
        yield hand_over
    finally:
        with suppress(Exception):
            if connection is not None:
                connection.close()


def settle(email: OutgoingEmail, outcome: Outcome, now: datetime) -> None:
    """Store what came of one try, unless it was so long ago that another process has it."""
    mine = OutgoingEmail.objects.filter(pk=email.pk, lease_until=email.lease_until)
    if outcome.result is Result.ACCEPTED:
        mine.delete()
        return
    if outcome.result is Result.REJECTED:
        fail(email, outcome)
        return
    wait = WAITS[min(email.attempts, len(WAITS) - 1)]
    mine.update(lease_until=None, attempts=email.attempts + 1, due_at=now + wait + timedelta(seconds=1))
    if outcome.result is Result.DOWN:  # those it did not happen to come first the next time
        log.error("The mail server takes nothing now (%s): %s", email.kind, outcome.answer)
        due_emails(now).update(due_at=now + PAUSE)


def give_up(now: datetime) -> None:
    """Delete what could not be handed over in its time."""
    ahead = OutgoingEmail.objects.filter(give_up_at__gt=now + MOST_HELD + MOST_KEPT + SKEW)
    ahead.update(give_up_at=now + MOST_HELD + KEPT)  # a clock ran ahead
    for email in OutgoingEmail.objects.filter(give_up_at__lte=now)[:AT_ONCE]:
        fail(email, None)


def fail(email: OutgoingEmail, outcome: Outcome | None) -> None:
    with transaction.atomic():
        deleted, _by_model = OutgoingEmail.objects.filter(pk=email.pk).delete()
        if not deleted:
            return
        log.error("An email was given up (%s): %s", email.kind, outcome.answer if outcome else "its time is over")
        email_failed.send(OutgoingEmail, email=email, outcome=outcome)
