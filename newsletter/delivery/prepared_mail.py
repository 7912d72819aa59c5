"""An issue's mail for one reader: what is prepared once, by language and by the articles a reader asked for."""

from __future__ import annotations

import email
import email.policy
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mail.queue import QUOTED_PRINTABLE, email_headers

from ..issues.letters import for_topics, test_links, write_issue_letter
from ..models import Issue, subject_of
from .mime import Marks, PreparedMail
from .verp import mail_host


def list_headers(issue: Issue) -> list[tuple[str, str]]:
    """Return the headers that name the list (RFC 2919, RFC 2369), but for the personal one."""
    with override(issue.language):
        form, archive = (settings.BASE_URL + reverse(name) for name in ("subscribe", "newsletter_archive"))
    owner = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return [
        ("List-Id", f"Cahier <newsletter-{issue.language}.{mail_host()}>"),
        ("List-Help", f"<{form}>"),
        ("List-Subscribe", f"<{form}>"),
        ("List-Archive", f"<{archive}>"),
        ("List-Owner", f"<mailto:{owner}>"),
        ("List-Post", "NO"),
        ("Content-Language", issue.language),
    ]


class PreparedIssue:
    """Makes the mails of one issue. Holds one prepared mail for each choice of articles, so memory stays flat."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self.has_topics = any(item["topics"] for item in issue.content)
        self.variants: dict[tuple[int, ...], PreparedMail] = {}

    def for_topics(self, topics: set[int]) -> PreparedMail | None:
        """Return the mail for a reader of `topics`; None where nothing in the issue is for them."""
        content = for_topics(self.issue.content, topics)
        if not content:
            return None
        variant = tuple(item["page"] for item in content)
        if variant not in self.variants:
            self.variants[variant] = self.prepare(content)
        return self.variants[variant]

    def prepare(self, content: list[dict[str, Any]]) -> PreparedMail:
        marks = Marks()
        text, html = write_issue_letter(self.issue, content, marks.links)
        headers = [
            ("From", settings.DEFAULT_FROM_EMAIL),
            ("Subject", subject_of(content, self.issue.language)),
            *list_headers(self.issue),
        ]
        return PreparedMail(headers=headers, text=text, html=html, marks=marks)


def rebuild(data: bytes, *, to: str, sender: str) -> EmailMultiAlternatives:
    """Return the message `data` as Django builds one, for backends that are not SMTP."""
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    own = {"from", "to", "subject", "date", "mime-version", "content-type"}
    headers = {name: str(value) for name, value in parsed.items() if name.lower() not in own}
    text, html = (part.get_content() for part in parsed.iter_parts())
    message = EmailMultiAlternatives(str(parsed["Subject"]), text, str(parsed["From"]), [to], headers=headers)
    message.attach_alternative(html, "text/html")
    message.encoding = QUOTED_PRINTABLE
    message.envelope_sender = sender  # type: ignore[attr-defined]  # django-anymail's name for it
    return message


def build_test(issue: Issue, to: str) -> EmailMultiAlternatives:
    """Return the issue as a test for an editor: its links to leave lead to the form, and it says that it is a test."""
    text, html = write_issue_letter(issue, issue.content, test_links(issue.language), test=True)
    with override(issue.language):
        subject = _("[Test] %(subject)s") % {"subject": issue.subject}
    message = EmailMultiAlternatives(subject, text, to=[to], headers=email_headers(issue.language))
    message.attach_alternative(html, "text/html")
    message.encoding = QUOTED_PRINTABLE
    return message
