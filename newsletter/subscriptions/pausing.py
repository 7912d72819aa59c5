"""A pause of a subscription: where it is in doubt whether letters arrive, none are sent for a while."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from public_forms.rate_limit import SKEW
from translations.sql_names import name_column

from ..models import Subscriber

PAUSE = timedelta(days=30)
RESUMED = ["bounce_score", "hard_score", "bounced_at", "paused_until"]


def paused(now: datetime) -> Q:
    """Tell who gets no letters now; a pause much longer than any was set by a clock that ran ahead."""
    return Q(paused_until__gt=now, paused_until__lte=now + PAUSE + SKEW)


def write_paused(subscriber: str, now: datetime) -> tuple[str, list[Any]]:
    """Return the same in SQL of what is called `subscriber` in a statement, and its parameters."""
    until = name_column(Subscriber, "paused_until", subscriber)
    bounds = [connection.ops.adapt_datetimefield_value(moment) for moment in (now, now + PAUSE + SKEW)]
    return f"({until} IS NOT NULL AND {until} > %s AND {until} <= %s)", bounds


def resume_mail(subscriber: Subscriber) -> None:
    """Let a locked `subscriber`, who used a link that we mailed, get letters again. The caller saves RESUMED."""
    subscriber.bounce_score = subscriber.hard_score = 0
    subscriber.bounced_at = subscriber.paused_until = None
