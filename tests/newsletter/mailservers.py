"""Mail servers that fail. Settings name them: EMAIL_BACKEND = "tests.newsletter.mailservers.Down"."""

from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.core.mail.backends.locmem import EmailBackend


class Down(EmailBackend):
    def open(self) -> bool | None:
        raise ConnectionRefusedError("Connection refused")


class HangsUp(EmailBackend):
    """Takes the connection, then drops it, with the address in what it says."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected(f"lost while sending to {messages[0].to[0]}")


class KnowsNobody(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


class Greylisting(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({messages[0].to[0]: (450, b"4.2.0 greylisted, come back later")})


class Busy(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPDataError(451, b"4.3.0 try again later")


class Untouchable(EmailBackend):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise AssertionError("A visitor would wait for the mail server.")
