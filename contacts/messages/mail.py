"""The emails of plain text that forms of the directory, and of calls to join, leave to the queue."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage

from mail.queue import KEPT, email_headers, queue_email
from typography import set_text


def queue_text(
    *,
    to: list[str],
    subject: str,
    text: str,
    language: str,
    kind: str,
    reply_to: str = "",
    reference: str = "",
    kept: timedelta = KEPT,
    not_before: datetime | None = None,
) -> None:
    """Let an email go to each of `to` after this transaction; mail/queue.py says what the last four are."""
    message = EmailMessage(
        set_text(" ".join(subject.split()), language),
        text,
        to=to,
        headers=email_headers(language),
        reply_to=[reply_to] if reply_to else None,
    )
    queue_email(message, kind=kind, reference=reference, kept=kept, not_before=not_before)
