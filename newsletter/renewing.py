"""Consent that nobody has spoken of for long: asked for anew once, with a last day, and ended after it.

The CNIL asks to renew consent after about 24 months of silence. Nobody counts who opens what, so what counts as a sign
of life is what stands in the record of consent: a confirmation, a change.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from . import consent
from .ending import end, lock
from .mail import MailUnavailable, hand_over, write_renewal
from .models import ConsentEvent, Subscriber, Suppression
from .subscribing import MAIL_INTERVAL, MAIL_LEASE, set_mail_again_at

AT_ONCE = 50  # mails of one tick, so that it ends soon

Kind = ConsentEvent.Kind
Status = Subscriber.Status
log = logging.getLogger(__name__)


def silent(now: datetime) -> QuerySet[Subscriber]:
    """Return active subscribers who said nothing for settings.RENEW_AFTER days, and were not asked yet."""
    since = now - timedelta(days=settings.RENEW_AFTER)
    spoke = ConsentEvent.objects.filter(subscriber=OuterRef("pk"), at__gt=since)
    active = Subscriber.objects.filter(status=Status.ACTIVE, email__isnull=False, renew_by__isnull=True)
    return active.filter(~Exists(spoke), free_to_mail(now), confirmed_at__lte=since).order_by("confirmed_at", "pk")


def free_to_mail(now: datetime) -> Q:
    """Tell who may be mailed; a time later than any that is set was set by a clock that ran ahead."""
    held = Q(mail_again_at__gt=now, mail_again_at__lte=now + MAIL_INTERVAL)
    return Q(mail_again_at__isnull=True) | ~held


def ask_to_renew(now: datetime) -> int:
    """Ask some of the silent to confirm anew; return how many were. settings.RENEW_AFTER of 0 asks nobody.

    Two at once ask nobody twice: who is asked is claimed first. Only once the mail has left is the last day set, so a
    process that dies in between ends no subscription of somebody who was not asked; it may ask them twice.
    """
    if not settings.RENEW_AFTER:
        return 0
    asked = 0
    for subscriber in silent(now)[:AT_ONCE]:
        claimed = Subscriber.objects.filter(free_to_mail(now), pk=subscriber.pk, renew_by__isnull=True)
        if not claimed.update(mail_again_at=now + MAIL_LEASE):
            continue
        subscriber.renew_by = now + timedelta(days=settings.RENEW_WITHIN)
        try:
            hand_over(write_renewal(subscriber))
        except MailUnavailable as error:
            set_mail_again_at(subscriber, None)
            log.error("A mail to renew consent could not be sent: %s", error)
            break
        mine = Subscriber.objects.filter(pk=subscriber.pk, status=Status.ACTIVE)
        asked += mine.update(renew_by=subscriber.renew_by, mail_again_at=None)
    return asked


def end_unrenewed(now: datetime) -> int:
    """End the subscriptions whose last day has passed; return how many were."""
    ended = 0
    for subscriber in Subscriber.objects.filter(status=Status.ACTIVE, renew_by__lt=now)[:AT_ONCE]:
        with transaction.atomic():
            locked = lock(subscriber)
            if locked is None or locked.renew_by is None or locked.renew_by >= now or locked.status != Status.ACTIVE:
                continue
            locked.consent_events.create(kind=Kind.LAPSED, language=locked.language, choices={})
            end(locked, Suppression.Reason.UNSUBSCRIBED)
            ended += 1
    return ended


def renew(*, subscriber: Subscriber, form_language: str) -> None:
    """Note that somebody who was asked wants it still. Whoever was not asked is left alone."""
    with transaction.atomic(durable=True):
        locked = lock(subscriber)
        if locked is None or locked.status != Status.ACTIVE or locked.renew_by is None:
            return
        locked.renew_by, locked.confirmed_at = None, timezone.now()
        locked.save(update_fields=["renew_by", "confirmed_at"])
        locked.consent_events.create(
            kind=Kind.CONFIRMED, language=form_language, text_version=consent.VERSION, choices=locked.get_choices()
        )
