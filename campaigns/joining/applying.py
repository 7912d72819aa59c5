"""The acts of an application: sending it, confirming it, passing it on, withdrawing it, erasing it in time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from body.limits import Cap, count_once, forget_past, take_back
from campaigns.models import Application, JoinPage
from contacts.mail import MailUnavailable, see_that_it_answers
from contacts.models import Region

from . import consent, letters

MAIL_INTERVAL = timedelta(days=1)  # an application makes at most one mail with a link in this time
MAILS_A_MONTH = Cap("applying", "mails", most=3, period=timedelta(days=30))  # to one address

log = logging.getLogger(__name__)


def apply(*, page: JoinPage, email: str, region: Region, language: str, answers: dict[str, Any]) -> None:
    """Keep what somebody wrote, and mail a link to confirm it: once a day at most, and three times a month.

    What was confirmed before is not changed: the mail says that it is there, as the page cannot.

    Raises MailUnavailable: what was written is kept then, and asking again sends the mail.
    """
    with transaction.atomic():
        JoinPage.objects.select_for_update().get(pk=page.pk)  # one after the other, so that an address applies once
        application = Application.objects.filter(page=page, email__iexact=email).first()
        if application is None:
            application = Application(page=page, email=email)
        if application.confirmed_at is None:
            application.region, application.language, application.form_data = region, language, answers
            application.text_version = consent.VERSION
            application.save()
    now = timezone.now()
    if not may_be_mailed(application, now):
        see_that_it_answers()
        return
    try:
        letters.send_link(application, page)
    except MailUnavailable as error:
        take_back(MAILS_A_MONTH, application.email.lower())
        log.error("A link to confirm an application could not be sent: %s", error)
        raise
    Application.objects.filter(pk=application.pk).update(mailed_at=now)


def may_be_mailed(application: Application, now: datetime) -> bool:
    """Tell whether this address may get a mail with a link now, and count it. It is remembered by its hash alone."""
    if application.mailed_at and abs(now - application.mailed_at) < MAIL_INTERVAL:  # a clock may have run ahead
        return False
    return count_once([(MAILS_A_MONTH, application.email.lower())]) is None


def confirm(*, application: Application) -> None:
    """Note that its author confirmed it, and pass it on. If the mail server is down, the daily command passes it on."""
    with transaction.atomic():
        locked = Application.objects.select_for_update().filter(pk=application.pk, confirmed_at=None)
        if not locked.update(confirmed_at=timezone.now()):
            return
    try:
        forward(application)
    except MailUnavailable as error:
        log.error("An application waits to be passed on: %s", error)


def forward(application: Application) -> None:
    """Mail a confirmed application to its coordinators. Raises MailUnavailable."""
    letters.send_application(application, JoinPage.objects.get(pk=application.page_id))
    Application.objects.filter(pk=application.pk).update(forwarded_at=timezone.now())


def withdraw(*, application: Application) -> None:
    """Erase an application at its author's wish, and tell the coordinators who had it. Raises MailUnavailable."""
    if application.forwarded_at:
        letters.send_withdrawal(application, JoinPage.objects.get(pk=application.page_id))
    application.delete()


def tend() -> tuple[int, int]:
    """Pass on what waits, erase what may be kept no longer; return how many of each."""
    forwarded = 0
    for application in Application.objects.confirmed().filter(forwarded_at=None).select_related("region"):
        try:
            forward(application)
        except MailUnavailable as error:
            log.error("An application waits to be passed on: %s", error)
            break
        forwarded += 1
    forget_past()
    erased, _by_model = Application.objects.expired().delete()
    return forwarded, erased
