"""Emails about a subscription: what they say, and leaving them to the queue of outgoing emails."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mail.queue import QUOTED_PRINTABLE, email_headers, queue_email

from ..models import Subscriber
from .links import confirmation_url, manage_url, refusal_url, renewal_url


@dataclass(frozen=True)
class Letter:
    """A short mail with an address to open. Both its parts, text and HTML, are made from these same sentences.

    `other_url`, introduced by the last sentence of `closing`, is the way out.
    """

    to: str
    language: str
    subject: str
    heading: str
    paragraphs: list[str]
    url: str
    closing: list[str] = field(default_factory=list)
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
            heading=_("One step is left"),
            paragraphs=[
                _("Somebody, we hope you, asked for Cahier’s newsletter to be sent to this address."),
                _("If it was you, open this page and press its button:"),
            ],
            url=confirmation_url(subscriber, at),
            closing=[
                ngettext("The link can be used for %(hours)s hour.", "The link can be used for %(hours)s hours.", hours)
                % {"hours": hours},
                _("If it was not you, do nothing: no letter will come, and the address is erased after seven days."),
                _("So that nobody can ask in your place again, open this page and press its button:"),
            ],
            other_url=refusal_url(subscriber),
        )


def write_reminder(subscriber: Subscriber) -> Letter:
    """Write to somebody who asks for what they receive already. The page they asked on cannot tell them so."""
    with override(subscriber.language):
        return Letter(
            to=subscriber.email or "",
            language=subscriber.language,
            subject=_("You receive Cahier’s newsletter already"),
            heading=_("You receive it already"),
            paragraphs=[
                _("Somebody, perhaps you, asked for Cahier’s newsletter to be sent to this address."),
                _("Its subscription is active: nothing was changed, and there is nothing to do."),
                _("To choose anew, see what we keep about you, or stop, open this page:"),
            ],
            url=manage_url(subscriber),
            closing=[_("This mail is sent at most once a day.")],
        )


def write_renewal(subscriber: Subscriber) -> Letter:
    """Ask somebody whether they want it still, by the day in `renew_by`."""
    assert subscriber.renew_by  # noqa: S101
    with override(subscriber.language):
        day = date_format(localtime(subscriber.renew_by), "DATE_FORMAT")
        return Letter(
            to=subscriber.email or "",
            language=subscriber.language,
            subject=_("Do you want to go on receiving Cahier’s newsletter?"),
            heading=_("Do you want it still?"),
            paragraphs=[
                _("You have received Cahier’s newsletter for two years and more. Consent does not last for ever."),
                _("To go on receiving it, open this page by %(day)s and press its button:") % {"day": day},
            ],
            url=renewal_url(subscriber),
            closing=[
                _("Without it, the letters stop after that day and your address is erased. We ask this only once."),
                _("To choose anew or stop now, open this page:"),
            ],
            other_url=manage_url(subscriber),
        )


def queue_letter(letter: Letter, *, kind: str, subscriber: Subscriber, not_before: datetime | None = None) -> None:
    """Let a letter go to `subscriber` within minutes after this transaction, or after `not_before`."""
    queue_email(letter.build(), kind=kind, reference=subscriber_reference(subscriber), not_before=not_before)


def subscriber_reference(subscriber: Subscriber) -> str:
    """Return what the queue knows as being about `subscriber`."""
    return f"subscriber {subscriber.pk}"
