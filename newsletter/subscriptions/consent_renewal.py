"""Renewing consent after two years: subscribers are asked once, and unsubscribed if they do not answer by a deadline.

The CNIL asks to renew consent after about 24 months of silence. Nobody counts who opens what, so what counts as a sign
of life is what stands in the record of consent: a confirmation, a change.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import receiver
from django.utils import timezone

from mail.queue import OutgoingEmail, email_failed
from public_forms.rate_limit import SKEW

from ..models import ConsentEvent, Subscriber, Suppression
from . import consent
from .mail import queue_letter, write_renewal
from .pausing import RESUMED, paused, resume_mail
from .subscribing import MAIL_INTERVAL
from .unsubscribing import end, lock_subscriber

AT_ONCE = 50  # emails of one tick, so that it ends soon
KIND = "renewal"

Kind = ConsentEvent.Kind
Status = Subscriber.Status


def silent(now: datetime) -> QuerySet[Subscriber]:
    """Return active subscribers who said nothing for settings.RENEW_AFTER days, and were not asked yet."""
    since = now - timedelta(days=settings.RENEW_AFTER)
    spoke = ConsentEvent.objects.filter(subscriber=OuterRef("pk"), at__gt=since)
    active = Subscriber.objects.filter(status=Status.ACTIVE, email__isnull=False, renew_by__isnull=True)
    asked = active.filter(~Exists(spoke), free_to_mail(now), confirmed_at__lte=since).exclude(paused(now))
    return asked.order_by("confirmed_at", "pk")


def free_to_mail(now: datetime) -> Q:
    """Tell who may be mailed; a time much later than any that is set was set by a clock that ran ahead."""
    held = Q(mail_again_at__gt=now, mail_again_at__lte=now + MAIL_INTERVAL + SKEW)
    return Q(mail_again_at__isnull=True) | ~held


def ask_to_renew(now: datetime) -> int:
    """Ask some of the silent to confirm anew; return how many were. settings.RENEW_AFTER of 0 asks nobody.

    The last day and the email that names it are stored together, so two ticks at once ask nobody twice.
    """
    if not settings.RENEW_AFTER:
        return 0
    asked = 0
    for subscriber in silent(now)[:AT_ONCE]:
        with transaction.atomic():
            locked = lock_subscriber(subscriber)
            if locked is None or not silent(now).filter(pk=locked.pk).exists():  # somebody else was faster
                continue
            locked.renew_by = now + timedelta(days=settings.RENEW_WITHIN)
            locked.save(update_fields=["renew_by"])
            queue_letter(write_renewal(locked), kind=KIND, subscriber=locked)
        asked += 1
    return asked


@receiver(email_failed, sender=OutgoingEmail)
def ask_again(sender: type[OutgoingEmail], email: OutgoingEmail, **kwargs: object) -> None:
    """Let nobody's subscription end whom our question did not reach: it is asked again another day."""
    if email.kind == KIND:
        unasked = Subscriber.objects.filter(email=email.to, status=Status.ACTIVE, renew_by__isnull=False)
        unasked.update(renew_by=None, mail_again_at=timezone.now() + MAIL_INTERVAL)


def end_unrenewed(now: datetime) -> int:
    """End the subscriptions whose last day has passed; return how many were."""
    ended = 0
    for subscriber in Subscriber.objects.filter(status=Status.ACTIVE, renew_by__lt=now)[:AT_ONCE]:
        with transaction.atomic():
            locked = lock_subscriber(subscriber)
            if locked is None or locked.renew_by is None or locked.renew_by >= now or locked.status != Status.ACTIVE:
                continue
            locked.consent_events.create(kind=Kind.LAPSED, language=locked.language, choices={})
            end(locked, Suppression.Reason.UNSUBSCRIBED)
            ended += 1
    return ended


def renew_consent(*, subscriber: Subscriber, form_language: str) -> None:
    """Note that somebody who was asked wants it still. Whoever was not asked is left alone."""
    with transaction.atomic(durable=True):
        locked = lock_subscriber(subscriber)
        if locked is None or locked.status != Status.ACTIVE or locked.renew_by is None:
            return
        locked.renew_by, locked.confirmed_at = None, timezone.now()
        resume_mail(locked)
        locked.save(update_fields=["renew_by", "confirmed_at", *RESUMED])
        locked.consent_events.create(
            kind=Kind.CONFIRMED, language=form_language, text_version=consent.VERSION, choices=locked.get_choices()
        )
