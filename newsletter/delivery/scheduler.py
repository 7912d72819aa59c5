"""The newsletter's scheduler: cron, a worker or the web server calls `tick` at short intervals.

Every step looks at what is stored and does what is missing. Run twice, or by two at once, it does no more.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from public_forms.rate_limit import SKEW

from ..issues.digests import make_digests
from ..models import Issue
from ..models.delivery import Delivery
from ..subscriptions.consent_renewal import ask_to_renew, end_unrenewed
from . import ledger
from .issuing import PAUSES, finish, lock_issue, resume_by_itself, start
from .pacing import forget_paces
from .queue import count_waiting, forget_dead
from .sending import LASTS

TASKS_READY = 2  # for each issue, so that two workers can begin at once

State = Issue.State
log = logging.getLogger(__name__)


def tick(now: datetime | None = None) -> None:
    """Return expired leases, make digests, start, resume and finish issues, see that tasks are there for them.

    Last, as it speaks to the mail server: end and ask for consent that is two years old.
    """
    now = now or timezone.now()
    Site.clear_site_root_paths_cache()  # another process may have renamed a home page
    ledger.return_expired(now)
    ledger.catch_up(now)
    make_digests(now)
    for issue in Issue.objects.filter(state=State.SCHEDULED, send_at__lte=now):
        start(issue, now)
    for issue in paused_long_enough(now):
        resume_by_itself(issue)
    for issue in Issue.objects.filter(state=State.SENDING):
        finish(issue, now)
    forget_dead(now, timedelta(seconds=LASTS))  # the ledger knows what is left to do
    for issue in Issue.objects.filter(state=State.SENDING):
        see_to_tasks(issue, now)
    forget_paces(now)
    end_unrenewed(now)
    ask_to_renew(now)


def paused_long_enough(now: datetime) -> list[Issue]:
    """Return the issues whose pause is over, or so long that a clock which ran ahead must have set it."""
    paused = Issue.objects.filter(state=State.PAUSED, paused_until__isnull=False)
    return [issue for issue in paused if not now < issue.paused_until <= now + PAUSES[-1] + SKEW]  # type: ignore[operator]


def see_to_tasks(issue: Issue, now: datetime) -> None:
    """Enqueue what sends `issue`, unless it is enqueued or nothing is due.

    Tasks that run are not counted: those of workers that died look the same, and a worker that is free must not wait
    until their time is over. One too many finds nothing to claim.
    """
    from .tasks import send_issue

    with transaction.atomic():
        locked = lock_issue(issue)
        if locked.state != State.SENDING or not Delivery.objects.due(issue.pk, now).exists():
            return
        for _number in range(TASKS_READY - count_waiting(issue.pk)):
            send_issue.enqueue(issue.pk)
