"""Django's way of sending, led into the queue: what Wagtail and Django send by themselves keeps no request waiting.

That is notices to editors about comments and workflows, and links to set a new password. What speaks to the mail server
is `settings.MAIL_SERVER_BACKEND`, and only mail/queue.py and the newsletter's transport call it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from .queue import queue_email, server_backend


class QueueBackend(BaseEmailBackend):
    """Queues each message. One with a file, which the queue does not take, is handed over at once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                get_connection(server_backend(), fail_silently=self.fail_silently).send_messages([message])
            else:
                queue_email(message, kind="notice")
        return len(email_messages)
