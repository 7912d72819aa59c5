"""Mail servers that fail. Settings name them: EMAIL_BACKEND = "tests.newsletter.mailservers.Down"."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
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
