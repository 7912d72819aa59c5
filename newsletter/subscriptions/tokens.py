"""Signed tokens that identify subscribers in emailed links. A token holds a key, never an address.

A token is good for one purpose only, since each purpose has its salt. What is signed is followed by 132 bits of
HMAC-SHA256, half of what Django writes: links stay short enough for mail programs that break long lines, and
RFC 2104, 5 asks for no less than 80 bits and half of the hash.
"""

import binascii
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer

from mail.dated_signing import DatedSigner

from ..keys import get_keys
from ..models import Subscriber

RENEWAL_KEPT = timedelta(days=365)  # how long its link can be opened after RENEW_WITHIN: it then says what became of it
SIGNATURE_LENGTH = 22  # characters of 6 bits
MANAGE_MAX_AGE = timedelta(days=180)


class ShortSigner(Signer):
    def __init__(self, *, purpose: str) -> None:
        first, *others = get_keys()
        super().__init__(key=first, fallback_keys=[*others], salt=f"newsletter.{purpose}", algorithm="sha256")

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:SIGNATURE_LENGTH]


class ShortTimestampSigner(ShortSigner, DatedSigner):
    """Signs the time of signing too."""

    def __init__(self, *, purpose: str, at: datetime | None = None) -> None:
        super().__init__(purpose=purpose)
        self.at = at


def make_confirmation_token(subscriber: Subscriber, at: datetime | None = None) -> str:
    """Return a token that can be used for settings.CONFIRMATION_MAX_AGE hours from `at` on, None for now."""
    return get_confirmation_signer(subscriber, at).sign(encode_key(subscriber.key))


def read_confirmation_token(token: str) -> Subscriber:
    """Return the subscriber that `token` may confirm, or who has confirmed with it already.

    Raises BadSignature, or SignatureExpired after settings.CONFIRMATION_MAX_AGE hours.
    """
    subscriber = Subscriber.objects.filter(key=lengthen(token.partition(":")[0])).first()
    if subscriber is None:
        raise BadSignature("Nobody has this key.")
    get_confirmation_signer(subscriber).unsign(token, max_age=timedelta(hours=settings.CONFIRMATION_MAX_AGE))
    return subscriber


def get_confirmation_signer(subscriber: Subscriber, at: datetime | None = None) -> ShortTimestampSigner:
    """Return a signer whose tokens die with the subscription: none confirms what was asked for after an ending."""
    ended = subscriber.ended_at.timestamp() if subscriber.ended_at else ""
    return ShortTimestampSigner(purpose=f"confirm.{ended}", at=at)


def make_renewal_token(subscriber: Subscriber) -> str:
    return ShortTimestampSigner(purpose="renew").sign(encode_key(subscriber.key))


def read_renewal_token(token: str) -> Subscriber | None:
    """Return who was asked to confirm anew, None for one who was erased since. Raises BadSignature."""
    max_age = timedelta(days=settings.RENEW_WITHIN) + RENEWAL_KEPT
    return find_subscriber(ShortTimestampSigner(purpose="renew").unsign(token, max_age=max_age))


def make_unsubscribe_token(subscriber: Subscriber) -> str:
    return ShortSigner(purpose="unsubscribe").sign(encode_key(subscriber.key))


def read_unsubscribe_token(token: str) -> Subscriber | None:
    """Return the subscriber that `token` names, None for one who was erased since. It never expires.

    Raises BadSignature.
    """
    return find_subscriber(ShortSigner(purpose="unsubscribe").unsign(token))


def make_refusal_token(subscriber: Subscriber) -> str:
    return ShortSigner(purpose="refuse").sign(encode_key(subscriber.key))


def read_refusal_token(token: str) -> Subscriber | None:
    """Return who never asked, or None where nothing is kept of them any more. It never expires.

    Raises BadSignature.
    """
    return find_subscriber(ShortSigner(purpose="refuse").unsign(token))


def make_manage_token(subscriber: Subscriber) -> str:
    return ShortTimestampSigner(purpose="manage").sign(encode_key(subscriber.key))


def read_manage_token(token: str) -> Subscriber | None:
    """Return the subscriber whose choices and data `token` opens, None for one who was erased since.

    Raises BadSignature, or SignatureExpired after MANAGE_MAX_AGE: letters are kept and passed on for years.
    """
    return find_subscriber(ShortTimestampSigner(purpose="manage").unsign(token, max_age=MANAGE_MAX_AGE))


def find_subscriber(key: str) -> Subscriber | None:
    return Subscriber.objects.filter(key=lengthen(key)).first()


def encode_key(key: uuid.UUID) -> str:
    return urlsafe_b64encode(key.bytes).rstrip(b"=").decode("ascii")


def lengthen(text: str) -> uuid.UUID:
    """Return the key that `encode_key` wrote as `text`. Raises BadSignature for anything else."""
    try:
        key = uuid.UUID(bytes=urlsafe_b64decode(text.encode("ascii") + b"=="))
    except (ValueError, binascii.Error):
        raise BadSignature("No key can be written so.") from None
    if encode_key(key) != text:
        raise BadSignature("No key is written so.")
    return key
