"""What came of handing an email to a mail server or a provider.

What concerns one recipient or message and what concerns the server are told apart here: only the former may count
against the recipient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import BadHeaderError

ANSWER_LENGTH = 200
ADDRESS = re.compile(r"(?<![^\s<>@])[^\s<>@]++@[^\s<>@]+")


class Result(Enum):
    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # this recipient or message, not now
    REJECTED = "rejected"  # this recipient or message, never
    DOWN = "down"  # the server takes nothing from us now


@dataclass(frozen=True)
class Outcome:
    result: Result
    code: int | None = None  # of RFC 5321, 4.2
    answer: str = ""  # what the server said, without addresses
    at_once: bool = False  # the connection failed before this message was begun, so that trying it anew repeats nothing


def discreet(answer: bytes | str) -> str:
    """Return on one line what a server said, without the addresses in it: it is kept, and shown."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return ADDRESS.sub("…", " ".join(text.replace("\0", "").split()))[:ANSWER_LENGTH]


def error_in_words(error: Exception) -> str:
    return discreet(f"{type(error).__name__}: {error}")


def outcome_of(code: int, answer: bytes | str) -> Outcome:
    """Read an answer about one message. 421 is about the connection, whenever it comes (RFC 5321, 3.8)."""
    if code == 421:
        return Outcome(Result.DOWN, code, discreet(answer))
    result = Result.ACCEPTED if code < 300 else Result.DEFERRED if code < 500 else Result.REJECTED
    return Outcome(result, code, discreet(answer))


def read_error(error: Exception) -> Outcome:
    """Tell what an error of a backend of Django's is about; one that nobody expects is never the recipient's."""
    if isinstance(error, SMTPRecipientsRefused):
        return outcome_of(*next(iter(error.recipients.values())))
    if isinstance(error, SMTPDataError):
        return outcome_of(error.smtp_code, error.smtp_error)
    if isinstance(error, SMTPResponseException):  # refused at the greeting, at the login, or as a sender
        return Outcome(Result.DOWN, error.smtp_code, discreet(error.smtp_error))
    if isinstance(error, BadHeaderError):
        return Outcome(Result.REJECTED, None, "This address cannot be written to.")
    if isinstance(error, (ImproperlyConfigured, ImportError)):  # it names the setting
        return Outcome(Result.DOWN, None, error_in_words(error))
    if isinstance(error, AnymailError):
        return read_provider_error(error)
    if isinstance(error, (OSError, SMTPException)):
        return Outcome(Result.DOWN, None, error_in_words(error))
    return Outcome(Result.DOWN, None, type(error).__name__)


def read_provider_error(error: AnymailError) -> Outcome:
    """Tell what a provider's refusal is about, by the status of its answer (RFC 9110, 15.5)."""
    status = error.status_code
    said = type(error).__name__
    if status is None or status in (401, 402, 403, 408, 429) or status >= 500:
        refused = said in ("AnymailRecipientsRefused", "AnymailInvalidAddress")
        return Outcome(Result.REJECTED if refused else Result.DOWN, status, said)
    return Outcome(Result.REJECTED, status, said)
