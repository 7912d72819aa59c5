"""Handing over the mails that forms of the directory make."""

from contextlib import suppress
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from translations.typography import set_text


class MailUnavailable(Exception):
    """Raised when the mail server takes no mail now. Trying again later makes sense."""


def send(*, to: list[str], subject: str, text: str, language: str, reply_to: str = "") -> None:
    """Send a mail of plain text. Raises MailUnavailable; its text names no address, as it may be logged."""
    headers = {
        "Auto-Submitted": "auto-generated",  # RFC 3834, 5: no absence notice answers it
        "Content-Language": language,
        "Message-ID": make_msgid(domain=urlsplit(settings.BASE_URL).hostname),  # Django would look up this machine's
    }
    message = EmailMessage(
        set_text(" ".join(subject.split()), language),
        text,
        to=to,
        headers=headers,
        reply_to=[reply_to] if reply_to else None,
    )
    try:
        message.send()
    except OSError as error:  # SMTPException is one
        raise MailUnavailable(type(error).__name__) from None


def see_that_it_answers() -> None:
    """Open the mail server's door and go. Raises MailUnavailable.

    For whoever gets no mail now: a server that is down must tell nothing about the address that somebody typed.
    """
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise MailUnavailable(type(error).__name__) from None
    finally:
        with suppress(OSError):
            connection.close()
