"""What we keep about a subscriber, for their own eyes (GDPR articles 15 and 20)."""

from typing import Any

from ..addresses import mask_address
from ..models import Subscriber


def gather_own_data(subscriber: Subscriber) -> dict[str, Any]:
    """Return everything kept about `subscriber`, in an order made for reading, as JSON can hold it.

    The address is shortened: every letter carries the link to it, and letters are passed on.
    Dates are in UTC (ISO 8601). The random key is left out: links are made from it, and it tells nothing.
    """
    suppressions = subscriber.suppressions.order_by("at")
    return {
        "email": mask_address(subscriber.email) if subscriber.email else None,
        "status": subscriber.status,
        "language": subscriber.language,
        "rhythm": subscriber.rhythm,
        "topics": subscriber.get_choices()["topics"],
        "source": subscriber.source,
        "asked_at": subscriber.asked_at,
        "confirmed_at": subscriber.confirmed_at,
        "ended_at": subscriber.ended_at,
        "asked_to_renew_by": subscriber.renew_by,
        "returned_mail": {
            "score": subscriber.bounce_score,
            "score_of_hard_ones": subscriber.hard_score,
            "last": subscriber.bounced_at,
            "paused_until": subscriber.paused_until,
        },
        "consent": [
            {
                "at": event.at,
                "what": event.kind,
                "language": event.language,
                "text_version": event.text_version,
                "choices": event.choices,
            }
            for event in subscriber.consent_events.all()
        ],
        "letters": [
            {"letter": delivery.issue_id, "state": delivery.state, "at": delivery.done_at}
            for delivery in subscriber.deliveries.order_by("pk")
        ],
        "keyed_hashes": [{"hash": entry.imprint, "reason": entry.reason, "at": entry.at} for entry in suppressions],
    }
