"""Emails about a subscription: what they say, and leaving them to the queue of outgoing emails."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from mail.queue import QUOTED_PRINTABLE, email_headers, queue_email

from ..models import Subscriber
from .links import confirmation_url, manage_url, refusal_url, renewal_url


@dataclass(frozen=True)
class Letter:
    """A short email with one thing to do. Both its parts, text and HTML, are made from these same sentences.

    `button` is what the HTML part's button says; `other`, a named link further down, is the way out. Only the text part
    writes their addresses out: one cannot tell two long ones apart.
    """

    to: str
    language: str
    subject: str
    heading: str
    paragraphs: list[str]
    button: str
    url: str
    closing: list[str] = field(default_factory=list)
    other: str = ""
    other_url: str = ""

    def build(self) -> EmailMultiAlternatives:
        with override(self.language):
            context = {"letter": self, "home": f"{settings.BASE_URL}/{self.language}/"}
            text = render_to_string("newsletter/mail/letter.txt", context)
            html = render_to_string("newsletter/mail/letter.html", context)
        message = EmailMultiAlternatives(self.subject, text, to=[self.to], headers=email_headers(self.language))
        message.attach_alternative(html, "text/html")
        message.encoding = QUOTED_PRINTABLE
        return message


def write_confirmation(subscriber: Subscriber, at: datetime | None = None) -> Letter:
    """Ask somebody to confirm.

    :param at: when the email may leave, None for at once: from then on the link can be used
    """
    with override(subscriber.language):
        hours = settings.CONFIRMATION_MAX_AGE
        return Letter(
            to=subscriber.email or "",
            language=subscriber.language,
            subject=_("Confirm your subscription to Cahier’s newsletter"),
            heading=_("One step left"),
            paragraphs=[
                _("Someone, we hope you, asked us to send Cahier’s newsletter to this address."),
                pgettext("newsletter", "If it was you, confirm it:"),
            ],
            button=pgettext("newsletter", "Confirm my subscription"),
            url=confirmation_url(subscriber, at),
            closing=[
                ngettext("The link works for %(hours)s hour.", "The link works for %(hours)s hours.", hours)
                % {"hours": hours},
                _(
                    "If it was not you, do nothing: you will not receive the newsletter, and we delete "
                    "your address after seven days."
                ),
            ],
            other=pgettext("newsletter", "I did not ask for this"),
            other_url=refusal_url(subscriber),
        )


def write_reminder(subscriber: Subscriber) -> Letter:
    """Write to somebody who asks for what they receive already. The page they asked on cannot tell them so."""
    with override(subscriber.language):
        return Letter(
            to=subscriber.email or "",
            language=subscriber.language,
            subject=_("You already receive Cahier’s newsletter"),
            heading=_("You already receive it"),
            paragraphs=[
                _("Someone, perhaps you, asked us to send Cahier’s newsletter to this address."),
                _("You are already subscribed: nothing has changed, and there is nothing to do."),
                pgettext("newsletter", "You can change your preferences, see your data, or unsubscribe:"),
            ],
            button=pgettext("newsletter", "My preferences"),
            url=manage_url(subscriber),
            closing=[_("We send this email at most once a day.")],
        )


def write_renewal(subscriber: Subscriber) -> Letter:
    """Ask somebody whether they want it still, by the day in `renew_by`."""
    assert subscriber.renew_by  # noqa: S101
    with override(subscriber.language):
        day = date_format(localtime(subscriber.renew_by), "DATE_FORMAT")
        return Letter(
            to=subscriber.email or "",
            language=subscriber.language,
            subject=_("Do you still want to receive Cahier’s newsletter?"),
            heading=_("Do you still want it?"),
            paragraphs=[
                _(
                    "You have been receiving Cahier’s newsletter for more than two years. Consent does "
                    "not last for ever."
                ),
                pgettext("newsletter", "Confirm by %(day)s to stay subscribed:") % {"day": day},
            ],
            button=pgettext("newsletter", "Stay subscribed"),
            url=renewal_url(subscriber),
            closing=[
                _("Otherwise the newsletter stops after that day and we delete your address. We ask this only once."),
            ],
            other=pgettext("newsletter", "Change my preferences or unsubscribe"),
            other_url=manage_url(subscriber),
        )


def queue_letter(letter: Letter, *, kind: str, subscriber: Subscriber, not_before: datetime | None = None) -> None:
    """Let a letter go to `subscriber` within minutes after this transaction, or after `not_before`."""
    queue_email(letter.build(), kind=kind, reference=subscriber_reference(subscriber), not_before=not_before)


def subscriber_reference(subscriber: Subscriber) -> str:
    """Return what the queue knows as being about `subscriber`."""
    return f"subscriber {subscriber.pk}"
