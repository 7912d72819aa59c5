"""Mails that mail servers send back: what they say, and whom they are about.

The envelope sender of each mail names its delivery, signed (VERP). Only a return to such an address counts: whoever
forges a bounce would have to guess the signature. What the text claims about recipients is not believed. A complaint
may name the letter's Message-ID instead, which is signed too. What a failure means, diagnoses.py says.
"""

from collections.abc import Callable, Iterator
from email import message_from_string
from email.message import Message
from email.utils import getaddresses
from enum import Enum

from flufl.bounce import all_failures

from ..delivery.verp import parse_message_id, parse_verp
from ..models.delivery import Delivery
from ..subscriptions import unsubscribing as ending
from .diagnoses import is_gone
from .score import HARD, SOFT, record_bounce
from .server_text import read_field, read_server_text

# Where the address a mail came in for stands, by mail server; the one it was sent to last, as aliases can change it.
SENT_TO = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To"]
Named = Callable[[str], Delivery | None]  # tells which delivery an address names


class Verdict(Enum):
    HARD = HARD
    SOFT = SOFT
    COMPLAINT = "complaint"


def take_return(message: Message, named: Named = parse_verp) -> Verdict | None:
    """Act on a mail that came back; None if it is no return, or to no delivery of ours: then nothing is changed."""
    verdict = judge(message)
    delivery = find_delivery(message, named) if verdict else None
    if verdict is None or delivery is None:
        return None
    if verdict is Verdict.COMPLAINT:
        ending.record_complaint(subscriber=delivery.subscriber)
    else:
        record_bounce(subscriber=delivery.subscriber, weight=verdict.value)
        record_return(delivery)
    return verdict


def record_return(delivery: Delivery) -> None:
    """Say in the ledger that what the mail server had accepted came back."""
    accepted = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.ACCEPTED)
    accepted.update(state=Delivery.State.RETURNED)


def judge(message: Message) -> Verdict | None:
    """Tell what a mail that came in means; None for one that is neither a failure nor a complaint.

    Reports of delivery (RFC 3464) are read by their fields; what else mail servers write, by flufl.bounce.
    """
    if is_complaint(message):
        return Verdict.COMPLAINT
    reports = list(read_delivery_status(message))
    if reports:
        failures = [verdict for verdict in reports if verdict]
        return Verdict.SOFT if Verdict.SOFT in failures else next(iter(failures), None)
    try:
        temporary, permanent = all_failures(message)
    except (LookupError, TypeError, UnicodeError, ValueError):  # it reads what anybody may have sent
        return None
    if permanent:
        return weigh("", read_server_text(message))
    return Verdict.SOFT if temporary else None


def weigh(status: str, words: str) -> Verdict:
    return Verdict.HARD if is_gone(status, words) else Verdict.SOFT


def is_complaint(message: Message) -> bool:
    """Tell whether this is a report of abuse (RFC 5965), as large receivers send when somebody marks a mail as spam."""
    return any(
        field.partition(":")[0].strip().lower() == "feedback-type"
        and field.partition(":")[2].strip().lower() == "abuse"
        for field in read_feedback(message)
    )


def read_feedback(message: Message) -> Iterator[str]:
    """Yield the lines of the machine-readable part of a report of abuse."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            payload = part.get_payload()
            blocks = payload if isinstance(payload, list) else [payload]
            for block in blocks:
                yield from str(block).splitlines()


def read_delivery_status(message: Message) -> Iterator[Verdict | None]:
    """Yield for each recipient in a report of delivery what it means; None for what was delivered or waits still."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and block.get("Action"):
                yield read_recipient(block, message)


def read_recipient(block: Message, message: Message) -> Verdict | None:
    """Tell what became of one recipient: by status and diagnostic; without one, by what is written for people."""
    if not str(block["Action"]).strip().lower().startswith(("failed", "error")):  # OpenSMTPD writes "error"
        return None
    words = read_field(block, "Diagnostic-Code") or read_server_text(message)
    return weigh(read_field(block, "Status"), words)


def find_delivery(message: Message, named: Named) -> Delivery | None:
    deliveries = (named(address) for address in list_addresses(message))
    found = next((delivery for delivery in deliveries if delivery is not None), None)
    return found or find_by_message_id(message) if is_complaint(message) else found


def find_by_message_id(message: Message) -> Delivery | None:
    """Return the delivery of the letter that a complaint gives back: some receivers take all addresses out of it."""
    for part in message.walk():
        quoted = part.get_payload() if part.get_content_type() == "text/rfc822-headers" else ""
        headers = message_from_string(quoted) if isinstance(quoted, str) and quoted else part
        named = str(headers["Message-ID"]) if headers is not message else ""
        if delivery := parse_message_id(named):
            return delivery
    return None


def list_addresses(message: Message) -> Iterator[str]:
    """Yield the addresses of which one may name a delivery: where the mail went, then whom a complaint names."""
    for name in SENT_TO:
        for _name, address in getaddresses([str(value) for value in message.get_all(name, [])]):
            yield address
    for line in read_feedback(message):
        name, _colon, value = line.partition(":")
        if name.strip().lower() == "original-mail-from":
            yield value.strip().strip("<>")
