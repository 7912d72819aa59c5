"""The acts of a subscription: asking, confirming, choosing anew. Each is one transaction; emails leave after it.

docs/newsletter.md draws the states and says who may see what.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from campaigns.models import Topic
from mail.queue import OutgoingEmail, email_failed
from public_forms.rate_limit import SKEW, RateLimit, count_once, one_mailbox, take_back

from ..models import ConsentEvent, Subscriber, Suppression
from . import consent
from .mail import Letter, queue_letter, write_confirmation, write_reminder
from .pausing import RESUMED, resume_mail

KIND = "confirmation"  # of email
MAIL_INTERVAL = timedelta(days=1)  # an address gets at most one confirmation mail in this time
MAILS_A_MONTH = RateLimit("subscribing", "mails", most=3, period=timedelta(days=30))

ASKING = ["email", "status", "mail_again_at", "asked_at", "language", "rhythm", "source"]  # what asking writes

Status = Subscriber.Status
Kind = ConsentEvent.Kind


class SubscribeOutcome(Enum):
    """What became of asking. For the eyes of editors only: a visitor could tell addresses apart by it."""

    MAILED = "mailed"
    WAITS = "waits"  # it got its mail of the day, or its three of the month
    ACTIVE = "active"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Origin:
    """Where somebody asked. `evidence` goes into the record of consent: for paper, the place and the day."""

    source: Subscriber.Source = Subscriber.Source.WEB
    evidence: dict[str, str] = field(default_factory=dict)


def subscribe(
    *,
    address: str,
    language: str,
    topics: Iterable[Topic],
    rhythm: str,
    form_language: str,
    text_version: str,
    origin: Origin = Origin(),
    not_before: datetime | None = None,
) -> SubscribeOutcome:
    """Note that somebody asked for the newsletter at a normalised `address`, and queue an email to confirm it.

    Does the same for the caller's eyes whatever we know of the address: an active one is told by email that it is
    active, a suppressed one gets nothing, and nobody gets a second email within MAIL_INTERVAL or a fourth in a month.

    :param not_before: when the email may leave, None for at once
    """
    with transaction.atomic(durable=True):
        subscriber = find_or_add(address)
        if subscriber is None:
            return SubscribeOutcome.SUPPRESSED
        due = claim_mail(subscriber, not_before)
        if subscriber.status == Status.PENDING:
            subscriber.language, subscriber.rhythm, subscriber.source = language, rhythm, origin.source
        if due or subscriber.status == Status.PENDING:
            subscriber.save(update_fields=ASKING)
        if subscriber.status == Status.PENDING:
            record_choices(subscriber, list(topics), form_language, text_version, origin.evidence)
        if not due:
            return SubscribeOutcome.WAITS
        letter = write_confirmation_letter(subscriber, not_before)
        queue_letter(letter, kind=KIND, subscriber=subscriber, not_before=not_before)
        return SubscribeOutcome.ACTIVE if subscriber.status == Status.ACTIVE else SubscribeOutcome.MAILED


def find_or_add(address: str) -> Subscriber | None:
    """Return the locked row of `address`, PENDING if it was ended or new; None for one that may not be written to.

    The caller saves ASKING.
    """
    subscribers = Subscriber.objects.select_for_update()
    subscriber = subscribers.filter(email=address).first()
    if subscriber is None:
        suppression = Suppression.objects.select_for_update().of(address).first()
        if suppression and suppression.reason != Suppression.Reason.UNSUBSCRIBED:
            return None
        if suppression and suppression.subscriber_id:
            subscriber = subscribers.get(pk=suppression.subscriber_id)
        else:
            Subscriber.objects.bulk_create([Subscriber(email=address)], ignore_conflicts=True)  # added meanwhile
            subscriber = subscribers.get(email=address)
    if subscriber.status in (Status.UNDELIVERABLE, Status.COMPLAINED):
        return None
    if subscriber.status == Status.UNSUBSCRIBED:
        subscriber.email = address
        subscriber.status = Status.PENDING
    return subscriber


def claim_mail(subscriber: Subscriber, not_before: datetime | None) -> bool:
    """Take the right to send the one email of the day to a locked `subscriber`; tell whether it was there to take.

    A month's mails are counted apart from the row, which may be deleted and made anew meanwhile.
    The caller saves ASKING.
    """
    now = timezone.now()
    again_at = subscriber.mail_again_at
    if again_at and now < again_at <= now + MAIL_INTERVAL + SKEW:  # later than that, a clock ran ahead
        return False
    if count_once([(MAILS_A_MONTH, one_mailbox(subscriber.email or ""))]):
        return False
    subscriber.mail_again_at = now + MAIL_INTERVAL
    if subscriber.status == Status.PENDING:
        subscriber.asked_at = not_before or now  # the days to confirm begin with the email
    return True


@receiver(email_failed, sender=OutgoingEmail)
def take_confirmation_mail_back(sender: type[OutgoingEmail], email: OutgoingEmail, **kwargs: object) -> None:
    """Let an email that was given up be none of the month's: nobody has had it."""
    if email.kind == KIND:
        take_back(MAILS_A_MONTH, one_mailbox(email.to))


def record_choices(
    subscriber: Subscriber, topics: Collection[Topic], form_language: str, text_version: str, evidence: dict[str, str]
) -> None:
    """Keep what a pending subscriber asked for last: the page that confirms shows it."""
    subscriber.topics.set(topics)
    choices = {**subscriber.get_choices(topics), **evidence}
    last = subscriber.consent_events.last()
    if last is None or (last.kind, last.choices) != (Kind.ASKED, choices):
        subscriber.consent_events.create(
            kind=Kind.ASKED, language=form_language, text_version=text_version, choices=choices
        )


def write_confirmation_letter(subscriber: Subscriber, at: datetime | None) -> Letter:
    return write_reminder(subscriber) if subscriber.status == Status.ACTIVE else write_confirmation(subscriber, at)


def confirm_subscription(*, subscriber: Subscriber, form_language: str, choices: str) -> bool:
    """Make a pending subscription active. Whoever is in another state stays in it: a second press does no harm.

    :param choices: the digest of the choices that were shown: anybody who knows the address may have sent others since
    :return: whether nothing else was chosen meanwhile; if not, nothing is confirmed
    """
    with transaction.atomic(durable=True):
        locked = Subscriber.objects.select_for_update().prefetch_related("topics").filter(pk=subscriber.pk).first()
        if locked is None or locked.status != Status.PENDING or not locked.email:
            return True
        if locked.get_choices_digest(consent.VERSION) != choices:
            return False
        locked.status = Status.ACTIVE
        locked.confirmed_at = timezone.now()
        locked.mail_again_at = None
        locked.save(update_fields=["status", "confirmed_at", "mail_again_at"])
        Suppression.objects.of(locked.email).filter(reason=Suppression.Reason.UNSUBSCRIBED).delete()
        locked.consent_events.create(
            kind=Kind.CONFIRMED,
            language=form_language,
            text_version=consent.VERSION,
            choices=locked.get_choices(),
        )
    return True


def choose_anew(
    *, subscriber: Subscriber, language: str, topics: Iterable[Topic], rhythm: str, form_language: str
) -> None:
    """Change what an active subscriber receives, and record it. Whoever is in another state is left alone."""
    with transaction.atomic(durable=True):
        locked = Subscriber.objects.select_for_update().filter(pk=subscriber.pk, status=Status.ACTIVE).first()
        if locked is None:
            return
        topics, before = list(topics), locked.get_choices()
        was_asked = locked.renew_by is not None
        locked.language, locked.rhythm, locked.renew_by = language, rhythm, None
        resume_mail(locked)
        locked.save(update_fields=["language", "rhythm", "renew_by", *RESUMED])
        locked.topics.set(topics)
        choices = locked.get_choices(topics)
        if choices != before or was_asked:
            kind = Kind.CHANGED if choices != before else Kind.CONFIRMED
            locked.consent_events.create(
                kind=kind, language=form_language, text_version=consent.VERSION, choices=choices
            )
