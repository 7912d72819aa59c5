"""Bounce scores: each bounce adds to a score that fades with time; above a limit, nothing more is sent.

One bad day of a mail server must not cost anybody their subscription, and a mailbox that is gone must not be written
to for ever: large receivers judge senders by that. What is sure ends a subscription and erases the address; what is in
doubt pauses it, which undoes itself.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from ..models import Subscriber
from ..models.delivery import Delivery, delivery_rejected
from ..subscriptions.pausing import PAUSE
from ..subscriptions.unsubscribing import Reason, end, lock_subscriber
from .diagnoses import is_gone

HARD = 1.0  # there is no such mailbox
SOFT = 0.5  # anything else, and whatever is in doubt
SCORE_LIMIT = 2.5
HALF_LIFE = timedelta(days=60)
INTERVAL = timedelta(days=1)  # what comes back within this time after the last return adds nothing

log = logging.getLogger(__name__)


def record_bounce(*, subscriber: Subscriber, weight: float) -> None:
    """Add `weight`, HARD or SOFT, to the score of `subscriber`.

    The subscription ends when hard returns alone reach SCORE_LIMIT; where soft ones are needed for it, it pauses.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = lock_subscriber(subscriber)
        if locked is None or not locked.email:
            return
        if locked.bounced_at and abs(now - locked.bounced_at) < INTERVAL:
            return
        locked.bounce_score = fade(locked.bounce_score, locked.bounced_at, now) + weight
        locked.hard_score = fade(locked.hard_score, locked.bounced_at, now) + (weight if weight == HARD else 0)
        locked.bounced_at = now
        if locked.hard_score >= SCORE_LIMIT:
            end(locked, Reason.UNDELIVERABLE)
            log.info("A subscription ended: its mail kept coming back.")
            return
        if locked.bounce_score >= SCORE_LIMIT:
            locked.paused_until = now + PAUSE
            locked.renew_by = None  # the question may not have arrived: it is asked again after the pause
            log.info("A subscription is paused: its mail kept coming back.")
        locked.save(update_fields=["bounce_score", "hard_score", "bounced_at", "paused_until", "renew_by"])


def fade(score: float, since: datetime | None, now: datetime) -> float:
    """Return what is left of `score`, given at `since`: half after each HALF_LIFE. A clock set back takes none off."""
    if since is None:
        return 0.0
    return float(score * 0.5 ** max(0.0, (now - since) / HALF_LIFE))


@receiver(delivery_rejected)
def record_rejection(sender: type[Delivery], delivery: Delivery, **kwargs: object) -> None:
    """Score a recipient whom the mail server refused at once: that is a return too, only a quick one."""
    gone = is_gone("", f"{delivery.code or ''} {delivery.answer}")
    record_bounce(subscriber=delivery.subscriber, weight=HARD if gone else SOFT)
