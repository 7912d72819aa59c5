"""Publishes what is due at a date and unpublishes what has expired, called again and again by whatever is there.

Each page is done in a transaction of its own, under the page's lock, and only if it is still due then: an editor may
have published it anew meanwhile, and two may be at it at once. What raises is noted and tried again later; it keeps
nothing else from going out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Revision

from .languages import SOURCE, column, in_each_language
from .models import BasePage, ScheduleFailure
from .publishing.locking import lock_pages

RETRY_AFTER = timedelta(minutes=10)  # until what failed is tried again
LATE = timedelta(minutes=5)  # after its time, editors are told of what is still due

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Late:
    """A page that should have been published, or unpublished, some time ago."""

    page: Any
    since: datetime
    expires: bool
    failure: ScheduleFailure | None


def publish_due(now: datetime | None = None, retry_after: timedelta = RETRY_AFTER) -> None:
    """Unpublish the pages whose time is over, then publish the drafts whose time has come, the oldest first.

    :param retry_after: how long what failed is left alone
    """
    now = now or timezone.now()
    waiting = set(
        ScheduleFailure.objects.filter(failed_at__range=(now - retry_after, now)).values_list("page", flat=True)
    )
    for page in list(expired_pages(now).values_list("pk", flat=True)):
        if page not in waiting:
            attempt(page, now, partial(unpublish_expired, page, now))
    for revision, page in list(due_revisions(now).values_list("pk", "page_key")):
        if page not in waiting:
            attempt(page, now, partial(publish_revision, revision, now))
    if ScheduleFailure.objects.exists():
        due = [*expired_pages(now).values_list("pk", flat=True), *due_revisions(now).values_list("page_key", flat=True)]
        ScheduleFailure.objects.exclude(page__in=due).delete()


def expired_pages(now: datetime) -> Any:
    return BasePage.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")


def due_revisions(now: datetime) -> Any:
    """Return the drafts that are to be published by `now`, each with the key of its page."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
    return due.annotate(page_key=Cast("object_id", models.BigIntegerField())).order_by("approved_go_live_at", "pk")


def attempt(page: int, now: datetime, act: Callable[[], None]) -> None:
    """Do `act` to the page with this key while nobody else changes it, or note why that failed."""
    try:
        with transaction.atomic(), override(SOURCE):
            lock_pages(page)
            act()
    except Exception as error:
        log.exception("Page %s could not be published or unpublished at its date.", page)
        reasons = (
            in_each_language(partial(describe_publication_error, error, page))
            if isinstance(error, ValidationError)
            else {}
        )
        ScheduleFailure.objects.update_or_create(page_id=page, defaults={"failed_at": now, "reasons": reasons})


def describe_publication_error(error: ValidationError, key: int) -> str:
    """Return what `error` says in the active language, each message with the field of the page that it is about.

    So what is raised when a page is published is translated late: `gettext_lazy`, with what it names as `params`.
    """
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    page = BasePage.objects.get(pk=key).specific_deferred
    labels = {
        field.name: str(field.verbose_name) for field in page._meta.get_fields() if hasattr(field, "verbose_name")
    }
    told = error.message_dict
    names = [name for name in told if column(name, SOURCE) not in told]  # the column without a suffix is the source's
    return " ".join(
        f"{labels[name]}: {' '.join(told[name])}" if name in labels else " ".join(told[name]) for name in names
    )


def unpublish_expired(key: int, now: datetime) -> None:
    """Unpublish the page unless it has been given more time meanwhile.

    Wagtail calls off what is to be published later with it, as if an editor had withdrawn the page: that is kept.
    """
    page = expired_pages(now).filter(pk=key).first()
    if page is None:
        return
    planned = list(page.revisions.filter(approved_go_live_at__isnull=False))
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    Revision.objects.bulk_update(planned, ["approved_go_live_at"])


def publish_revision(key: int, now: datetime) -> None:
    """Publish the draft unless it has been called off, or another one published in its place, meanwhile."""
    revision = Revision.page_revisions.filter(pk=key, approved_go_live_at__lte=now).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")


def find_late(pages: Any, now: datetime | None = None) -> Iterator[Late]:
    """Yield those of `pages`, a queryset, that are still not published or unpublished though it is time."""
    before = (now or timezone.now()) - LATE
    times = {page.pk: (page.expire_at, True) for page in expired_pages(before)}
    times |= {page: (due, False) for page, due in due_revisions(before).values_list("page_key", "approved_go_live_at")}
    found = pages.filter(pk__in=times).select_related("schedule_failure")
    for page in sorted(found, key=lambda page: times[page.pk]):
        yield Late(page, *times[page.pk], getattr(page, "schedule_failure", None))
