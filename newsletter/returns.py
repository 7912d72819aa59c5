"""Mails that mail servers send back: what they say, and whom they are about.

The envelope sender of each mail names its delivery, signed (VERP). Only a return to such an address counts: whoever
forges a bounce would have to guess the signature. What the text claims about recipients is not believed.
"""

import re
from collections.abc import Callable, Iterator
from email.message import Message
from email.utils import getaddresses
from enum import Enum

from flufl.bounce import all_failures

from . import ending
from .bounces import HARD, SOFT, note_bounce
from .deliveries import Delivery
from .verp import parse_verp

# Where the address a mail came in for stands, by mail server; the one it was sent to last, as aliases can change it.
SENT_TO = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To"]
STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")  # RFC 3463, 2
NOT_THE_MAILBOX_S_FAULT = {("2", "2"), ("7", None)}  # it is full; somebody's policy refuses (RFC 3463, 3.3 and 3.8)

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
        ending.note_complaint(subscriber=delivery.subscriber)
    else:
        note_bounce(subscriber=delivery.subscriber, weight=verdict.value)
        note_return(delivery)
    return verdict


def note_return(delivery: Delivery) -> None:
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
        return next((verdict for verdict in reports if verdict), None)
    try:
        temporary, permanent = all_failures(message)
    except (LookupError, TypeError, UnicodeError, ValueError):  # it reads what anybody may have sent
        return None
    if permanent:
        return Verdict.HARD
    return Verdict.SOFT if temporary else None


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
                yield read_recipient(block)


def read_recipient(block: Message) -> Verdict | None:
    if not str(block["Action"]).strip().lower().startswith(("failed", "error")):  # OpenSMTPD writes "error"
        return None
    status = STATUS.match(str(block.get("Status", "")))
    if status is None:
        return Verdict.HARD
    category, subject, detail = status.groups()
    passing = category != "5" or {(subject, detail), (subject, None)} & NOT_THE_MAILBOX_S_FAULT
    return Verdict.SOFT if passing else Verdict.HARD


def find_delivery(message: Message, named: Named) -> Delivery | None:
    deliveries = (named(address) for address in list_addresses(message))
    return next((delivery for delivery in deliveries if delivery is not None), None)


def list_addresses(message: Message) -> Iterator[str]:
    """Yield the addresses of which one may name a delivery: where the mail went, then whom a complaint names."""
    for name in SENT_TO:
        for _name, address in getaddresses([str(value) for value in message.get_all(name, [])]):
            yield address
    for line in read_feedback(message):
        name, _colon, value = line.partition(":")
        if name.strip().lower() == "original-mail-from":
            yield value.strip().strip("<>")
