"""The acts of an application: sending it, confirming it, passing it on, withdrawing it, erasing it in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from campaigns.models import Application, JoinPage
from contacts.coordinators import find_coordination
from contacts.models import Region
from mail.queue import OutgoingEmail, drop_emails, email_failed
from mail.results import Outcome
from public_forms.rate_limit import RateLimit, count_once, forget_past, one_mailbox, take_back

from . import consent, letters
from .answers import Answers, add_answers, choose_answers

MAIL_INTERVAL = timedelta(days=1)  # an application makes at most one mail with a link in this time
MAILS_A_MONTH = RateLimit("applying", "mails", most=3, period=timedelta(days=30))  # to one address


def submit_application(
    *,
    page: JoinPage,
    email: str,
    region: Region,
    language: str,
    answers: dict[str, Any],
    not_before: datetime | None = None,
) -> None:
    """Keep what somebody wrote, and mail a link to confirm it: once a day at most, and three times a month.

    What was sent before stays as it was sent, as the sender may be anybody who knows the address: the link shows every
    version. Once one is confirmed, nothing is added: the mail says that it is there, as the page cannot.

    :param not_before: when the mail may leave, None for at once
    """
    with transaction.atomic():
        JoinPage.objects.select_for_update().get(pk=page.pk)  # one after the other, so that an address applies once
        application = Application.objects.filter(page=page, email__iexact=email).first()
        if application is None:
            application = Application(page=page, email=email, region=region, language=language, form_data=answers)
            application.text_version = consent.VERSION
            application.save()
        elif application.confirmed_at is None:
            add_answers(application, Answers(region, language, consent.VERSION, answers))
            application.save(update_fields=["later"])
        now = timezone.now()
        if may_be_mailed(application, now):
            letters.queue_link(application, page, not_before)
            Application.objects.filter(pk=application.pk).update(mailed_at=now)


def may_be_mailed(application: Application, now: datetime) -> bool:
    """Tell whether this address may get a mail with a link now, and count it. It is remembered by its hash alone."""
    if application.mailed_at and abs(now - application.mailed_at) < MAIL_INTERVAL:  # a clock may have run ahead
        return False
    return count_once([(MAILS_A_MONTH, one_mailbox(application.email))]) is None


@receiver(email_failed, sender=OutgoingEmail)
def take_application_mail_back(sender: type[OutgoingEmail], email: OutgoingEmail, **kwargs: object) -> None:
    """Let an email that was given up be none of the month's: nobody has had it."""
    if email.kind == letters.LINK:
        take_back(MAILS_A_MONTH, one_mailbox(email.to))


def confirm_application(*, application: Application, digest: str) -> bool:
    """Note that its author confirmed the answers named `digest`, and pass them on; other versions are erased.

    :param digest: names the answers that the author was shown
    :return: whether the application is confirmed, now or since before; if not, it has no such answers
    """
    with transaction.atomic():
        locked = Application.objects.select_for_update(of=["self"]).select_related("region").get(pk=application.pk)
        if locked.confirmed_at:
            return True
        if not choose_answers(locked, digest):
            return False
        locked.confirmed_at = timezone.now()
        locked.save()
        forward(locked)
    return True


def forward(application: Application) -> None:
    """Leave a confirmed application to the queue of emails, for its coordinators."""
    with transaction.atomic():
        letters.queue_application(application, JoinPage.objects.get(pk=application.page_id))
        Application.objects.filter(pk=application.pk).update(forwarded_at=timezone.now())


@receiver(email_failed, sender=OutgoingEmail)
def forward_again(sender: type[OutgoingEmail], email: OutgoingEmail, outcome: Outcome | None, **kwargs: object) -> None:
    """Let the daily command pass an application on anew that reached nobody.

    Where one of several coordinators is refused, the others have it: they get it once.
    """
    if email.kind != letters.APPLICATION:
        return
    application = Application.objects.filter(pk=email.reference.rpartition(" ")[2]).select_related("region").first()
    if application is None:
        return
    page = JoinPage.objects.get(pk=application.page_id)
    alone = len(letters.list_recipients(find_coordination(application.region), page)) == 1
    if outcome is None or alone:
        Application.objects.filter(pk=application.pk).update(forwarded_at=None)


def withdraw_application(*, application: Application) -> None:
    """Erase an application at its author's wish, with what waits to be sent, and tell the coordinators who had it."""
    with transaction.atomic():
        drop_emails(letters.application_reference(application))
        if application.forwarded_at:
            letters.queue_withdrawal(application, JoinPage.objects.get(pk=application.page_id))
        application.delete()


def process_applications() -> tuple[int, int]:
    """Pass on what waits, erase what may be kept no longer; return how many of each."""
    waiting = list(Application.objects.confirmed().filter(forwarded_at=None).select_related("region"))
    for application in waiting:
        forward(application)
    forget_past()
    erased, _by_model = Application.objects.expired().delete()
    return len(waiting), erased
