"""Absolute addresses that mails carry: each names a subscriber by a signed token, never by the mailbox."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from ..models import Subscriber
from .tokens import (
    make_confirmation_token,
    make_manage_token,
    make_refusal_token,
    make_renewal_token,
    make_unsubscribe_token,
)


def unsubscribe_url(subscriber: Subscriber) -> str:
    """Return the one address of List-Unsubscribe (RFC 8058): POST ends the subscription, GET leads to the button.

    It is short and has no language, since mail programs call it and signers of mails dislike folded headers.
    """
    return settings.BASE_URL + reverse("one_click", args=[make_unsubscribe_token(subscriber)])


def manage_url(subscriber: Subscriber) -> str:
    """Return where a subscriber chooses anew, takes their data along or has them erased."""
    return in_own_language("manage", subscriber, make_manage_token(subscriber))


def confirmation_url(subscriber: Subscriber, at: datetime | None = None) -> str:
    return in_own_language("confirm", subscriber, make_confirmation_token(subscriber, at))


def renewal_url(subscriber: Subscriber) -> str:
    return in_own_language("renew", subscriber, make_renewal_token(subscriber))


def refusal_url(subscriber: Subscriber) -> str:
    """Return where somebody says that they never asked."""
    return in_own_language("refuse", subscriber, make_refusal_token(subscriber))


def in_own_language(view: str, subscriber: Subscriber, token: str) -> str:
    with override(subscriber.language):
        return settings.BASE_URL + reverse(view, args=[token])
