"""Names that a delivery has in the mail system: its sender on the envelope (VERP), and its Message-ID.

A mail that cannot be delivered comes back to the envelope's sender, which so tells whose delivery it was. Mail servers
may write a local part in lower case: it is made of letters and digits that bear it.
"""

from __future__ import annotations

import re
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from ..keys import get_keys
from ..models.delivery import Delivery

SIGNATURE_LENGTH = 16  # hexadecimal digits: 64 bits, tried against a mail server at most once a message
MESSAGE_ID = re.compile(
    r"<cahier\.(?P<issue>[0-9]{1,18})\.(?P<delivery>[0-9]{1,18})\.(?P<signature>[0-9a-f]{8})@(?P<host>[^\s<>@]+)>"
)
TAG = re.compile(rf"([0-9]{{1,18}})-([0-9a-f]{{{SIGNATURE_LENGTH}}})")


def bounce_address() -> tuple[str, str]:
    """Return the local part and the domain that mails come back to."""
    return split_address(settings.NEWSLETTER_BOUNCES or settings.DEFAULT_FROM_EMAIL)


@cache
def split_address(mailbox: str) -> tuple[str, str]:
    local_part, _at, domain = parseaddr(mailbox)[1].rpartition("@")
    return local_part, domain


def sign(delivery_pk: int, key: str | bytes) -> str:
    return salted_hmac("newsletter.delivery.verp", str(delivery_pk), secret=key, algorithm="sha256").hexdigest()[
        :SIGNATURE_LENGTH
    ]


def make_verp(delivery_pk: int) -> str:
    """Return the envelope's sender of a delivery, `cahier+12-0123456789abcdef@example.org`."""
    local_part, domain = bounce_address()
    return f"{local_part}+{delivery_pk}-{sign(delivery_pk, get_keys()[0])}@{domain}"


def parse_verp(address: str) -> Delivery | None:
    """Return the delivery that we signed `address` for; None for any other address."""
    local_part, _at, domain = address.strip().strip("<>").lower().rpartition("@")
    name, _plus, tag = local_part.rpartition("+")
    match = TAG.fullmatch(tag)
    if not match or (name, domain) != tuple(part.lower() for part in bounce_address()):
        return None
    pk, signature = int(match[1]), match[2]
    if not any(constant_time_compare(sign(pk, key), signature) for key in get_keys()):
        return None
    return Delivery.objects.filter(pk=pk).select_related("issue", "subscriber").first()


def make_message_id(issue_pk: int, delivery_pk: int) -> str:
    """Return the same Message-ID at each try of a delivery: who gets a mail twice can tell, and so can programs."""
    return f"<cahier.{issue_pk}.{delivery_pk}.{sign(delivery_pk, get_keys()[0])[:8]}@{mail_host()}>"


def parse_message_id(message_id: str) -> Delivery | None:
    """Return the delivery that we signed a Message-ID for; None for any other."""
    match = MESSAGE_ID.fullmatch(message_id.strip().lower())
    if not match or match["host"] != mail_host().lower():
        return None
    pk = int(match["delivery"])
    if not any(constant_time_compare(sign(pk, key)[:8], match["signature"]) for key in get_keys()):
        return None
    found = Delivery.objects.filter(pk=pk, issue=int(match["issue"]))
    return found.select_related("issue", "subscriber").first()


def mail_host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
