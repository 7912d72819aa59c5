"""Mail that did not arrive: each return adds to a score, which fades with time; past a limit, no more is sent.

One bad day of a mail server must not cost anybody their subscription, and a mailbox that is gone must not be written
to for ever: large receivers judge senders by that.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from ..models import Subscriber
from ..models.delivery import Delivery, delivery_rejected
from ..subscriptions.unsubscribing import Reason, end, lock
from .diagnoses import is_gone

HARD = 1.0  # there is no such mailbox
SOFT = 0.5  # anything else, and whatever is in doubt
LIMIT = 2.5
HALF_LIFE = timedelta(days=60)
INTERVAL = timedelta(days=1)  # what comes back within this time after the last return adds nothing

log = logging.getLogger(__name__)


def note_bounce(*, subscriber: Subscriber, weight: float) -> None:
    """Add `weight`, HARD or SOFT, to the score of `subscriber`, and end the subscription when it reaches LIMIT."""
    now = timezone.now()
    with transaction.atomic():
        locked = lock(subscriber)
        if locked is None or not locked.email:
            return
        if locked.bounced_at and abs(now - locked.bounced_at) < INTERVAL:
            return
        locked.bounce_score = fade(locked.bounce_score, locked.bounced_at, now) + weight
        locked.bounced_at = now
        if locked.bounce_score >= LIMIT:
            end(locked, Reason.UNDELIVERABLE)
            log.info("A subscription ended: its mail kept coming back.")
        else:
            locked.save(update_fields=["bounce_score", "bounced_at"])


def fade(score: float, since: datetime | None, now: datetime) -> float:
    """Return what is left of `score`, given at `since`: half after each HALF_LIFE. A clock set back takes none off."""
    if since is None:
        return 0.0
    return float(score * 0.5 ** max(0.0, (now - since) / HALF_LIFE))


@receiver(delivery_rejected)
def note_rejection(sender: type[Delivery], delivery: Delivery, **kwargs: object) -> None:
    """Score a recipient whom the mail server refused at once: that is a return too, only a quick one."""
    gone = is_gone("", f"{delivery.code or ''} {delivery.answer}")
    note_bounce(subscriber=delivery.subscriber, weight=HARD if gone else SOFT)
