"""Handing one message to a mail server or a provider, and what came of it.

What concerns one recipient and what concerns the server are told apart here: only the former may count against the
recipient.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from smtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected
from typing import Any, Protocol

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from mail.queue import server_backend
from mail.results import Outcome, Result, discreet, error_in_words, outcome_of, read_error

from .prepared_mail import rebuild

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT = 60  # seconds; RFC 5321, 4.5.3.2 allows minutes, but a worker's lease is no longer than that


class MailConnection(Protocol):
    """One connection to send over. Not for several threads at once."""

    def send(self, sender: str, to: str, data: bytes) -> Outcome: ...

    def close(self) -> None: ...


def open_connection() -> MailConnection:
    return SmtpConnection() if server_backend() == SMTP else BackendConnection()


def connect() -> Any:
    return get_connection(server_backend())


Answer = tuple[int, bytes]


def pipelined(smtp: smtplib.SMTP, commands: Sequence[str]) -> Iterator[Answer]:
    """Send `commands` at once, as RFC 2920 allows up to DATA, and give the answers one by one."""
    smtp.send("".join(f"{command}\r\n" for command in commands))
    for _command in commands:
        yield smtp.getreply()


class SmtpConnection:
    """Speaks SMTP with the means of smtplib, over a connection that Django's backend opens as EMAIL_URL says."""

    def __init__(self) -> None:
        self.backend = EmailBackend(timeout=TIMEOUT)
        self.sent = 0  # over the connection that is open

    def send(self, sender: str, to: str, data: bytes) -> Outcome:
        """Hand over `data`, which has CRLF at the end of each line and no line that begins with a dot."""
        outcome = self.try_to_send(sender, to, data)
        if outcome.result is Result.DOWN and outcome.at_once and self.sent:
            # Many servers end a connection after some time or number of messages. That is no trouble yet.
            self.close()
            outcome = self.try_to_send(sender, to, data)
        if outcome.result is Result.DOWN:
            self.close()
        return outcome

    def try_to_send(self, sender: str, to: str, data: bytes) -> Outcome:
        begun = False
        commands = f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA"
        try:
            smtp = self.open()
            at_once = smtp.has_extn("pipelining")
            answers = pipelined(smtp, commands) if at_once else map(smtp.docmd, commands)
            code, answer = next(answers)
            if code >= 300:  # about us, whoever the recipient is
                return Outcome(Result.DOWN, code, discreet(answer), at_once=code == 421)
            begun = True
            for code, answer in answers:
                if code >= 400:
                    self.call_off(smtp, answers if at_once else ())
                    return outcome_of(code, answer)
            smtp.send(data + b".\r\n")
            code, answer = smtp.getreply()
        except SMTPResponseException as error:  # refused at the greeting or at the login
            return Outcome(Result.DOWN, error.smtp_code, discreet(error.smtp_error))
        except (OSError, SMTPException) as error:
            lost = isinstance(error, (SMTPServerDisconnected, ConnectionError))
            return Outcome(Result.DOWN, None, error_in_words(error), at_once=lost and not begun)
        outcome = outcome_of(code, answer)
        if outcome.result is not Result.DOWN:
            self.sent += 1
        return outcome

    def open(self) -> smtplib.SMTP:
        """Return the connection, a new one where there is none. Raises OSError, which SMTPException is."""
        new = self.backend.open()
        smtp = self.backend.connection
        if smtp is None:
            raise SMTPServerDisconnected("no connection")
        if new:
            self.sent = 0
            smtp.ehlo_or_helo_if_needed()
        return smtp

    def call_off(self, smtp: smtplib.SMTP, to_come: Iterable[Answer]) -> None:
        """Begin anew after a refusal; a connection that is lost by now is opened again for the next message."""
        with suppress(OSError, SMTPException):
            for code, _answer in to_come:
                if code == 354:  # it waits for a message to nobody (RFC 2920, 3.1)
                    smtp.docmd(".")
            self.open().rset()
        self.sent += 1

    def close(self) -> None:
        with suppress(OSError, SMTPException):
            self.backend.close()
        self.backend.connection = None


class BackendConnection:
    """Hands over through any e-mail backend of Django: the console, a folder, or a provider by django-anymail."""

    def __init__(self, connect: Callable[[], Any] = connect) -> None:
        self.connection = connect()

    def send(self, sender: str, to: str, data: bytes) -> Outcome:
        message = rebuild(data, to=to, sender=sender)
        try:
            self.connection.open()
            if not self.connection.send_messages([message]):
                return Outcome(Result.REJECTED, None, "")
        except Exception as error:
            return read_error(error)
        return Outcome(Result.ACCEPTED)

    def close(self) -> None:
        with suppress(OSError, SMTPException):
            self.connection.close()
