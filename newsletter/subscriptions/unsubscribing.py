"""Ending a subscription: unsubscribing, refusing, erasure, bounces, complaints.

Each is one transaction that locks the row. What stays of an address is a keyed hash (Suppression), never the address.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from mail.queue import drop_emails

from ..keys import get_keys
from ..models import ConsentEvent, Subscriber, Suppression, make_imprint
from .mail import subscriber_reference

UNCONFIRMED_KEPT = timedelta(days=7)

Status = Subscriber.Status
Reason = Suppression.Reason
Kind = ConsentEvent.Kind

STATUS_AFTER = {
    Reason.UNSUBSCRIBED: Status.UNSUBSCRIBED,
    Reason.REFUSED: Status.UNSUBSCRIBED,
    Reason.UNDELIVERABLE: Status.UNDELIVERABLE,
    Reason.COMPLAINED: Status.COMPLAINED,
}


def unsubscribe(*, subscriber: Subscriber, form_language: str) -> None:
    """End a subscription and erase its address and topics, once and for ever."""
    with transaction.atomic(durable=True):
        locked = lock_subscriber(subscriber)
        if locked is not None and locked.email:  # only ended ones have none
            record_withdrawal(locked, form_language)
            end(locked, Reason.UNSUBSCRIBED)


def refuse_subscription(*, subscriber: Subscriber, form_language: str) -> None:
    """Record that the owner of the mailbox never asked: nobody can subscribe this address again.

    Who was never subscribed leaves no row: there is no consent to prove.
    """
    with transaction.atomic(durable=True):
        locked = lock_subscriber(subscriber)
        if locked is None or not locked.email:
            return
        suppress(locked, Reason.REFUSED)
        if locked.confirmed_at is None:
            locked.delete()
        else:
            record_withdrawal(locked, form_language)
            end(locked, Reason.REFUSED)


def erase_subscriber(*, subscriber: Subscriber) -> None:
    """Erase the person (GDPR article 17): the row, the choices and the record of consent. The hash stays."""
    with transaction.atomic(durable=True):
        locked = lock_subscriber(subscriber)
        if locked is None:
            return
        if locked.email:
            suppress(locked, Reason.UNSUBSCRIBED)
        locked.delete()


def record_complaint(*, subscriber: Subscriber) -> None:
    """End the subscription of somebody who told their provider that our mail is unwanted."""
    with transaction.atomic(durable=True):
        locked = lock_subscriber(subscriber)
        if locked is not None and locked.email:
            record_withdrawal(locked, locked.language)
            end(locked, Reason.COMPLAINED)


def lock_subscriber(subscriber: Subscriber) -> Subscriber | None:
    return Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()


def record_withdrawal(subscriber: Subscriber, form_language: str) -> None:
    subscriber.consent_events.create(kind=Kind.WITHDRAWN, language=form_language, choices={})


def end(subscriber: Subscriber, reason: Suppression.Reason) -> None:
    """Leave of a locked `subscriber` a row that cannot be written to."""
    if subscriber.email:
        suppress(subscriber, reason)
    subscriber.email = None
    subscriber.status = STATUS_AFTER[reason]
    subscriber.ended_at = timezone.now()
    subscriber.mail_again_at = subscriber.renew_by = subscriber.bounced_at = subscriber.paused_until = None
    subscriber.bounce_score = subscriber.hard_score = 0
    subscriber.save(
        update_fields=[
            "email", "status", "ended_at", "mail_again_at", "renew_by", "bounce_score", "hard_score", "bounced_at",
            "paused_until",
        ],
    )  # fmt: skip
    subscriber.topics.clear()


def suppress(subscriber: Subscriber, reason: Suppression.Reason) -> None:
    """Forbid writing to the address of `subscriber`, and drop what waits to go there.

    A stronger reason takes the place of "unsubscribed".
    """
    address = subscriber.email or ""
    drop_emails(subscriber_reference(subscriber))
    suppressions = Suppression.objects.of(address)
    if reason != Reason.UNSUBSCRIBED:
        suppressions.filter(reason=Reason.UNSUBSCRIBED).update(reason=reason, subscriber=subscriber)
    if not suppressions.exists():
        imprint = make_imprint(address, get_keys()[0])
        Suppression.objects.create(imprint=imprint, reason=reason, subscriber=subscriber)


def delete_unconfirmed() -> int:
    """Erase who did not confirm within UNCONFIRMED_KEPT, and return how many they were.

    Somebody who had been subscribed before is ended again instead, so that old links go on working.
    """
    with transaction.atomic(durable=True):
        too_old = {"status": Status.PENDING, "asked_at__lt": timezone.now() - UNCONFIRMED_KEPT}
        unconfirmed = list(Subscriber.objects.select_for_update().filter(**too_old))
        for subscriber in unconfirmed:
            if subscriber.ended_at:
                end(subscriber, Reason.UNSUBSCRIBED)
            else:
                subscriber.delete()
    return len(unconfirmed)
