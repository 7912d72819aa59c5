"""The emails that an application makes, each in the language of who reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.models import Application, JoinPage
from contacts.coordinators import Coordination, find_coordination
from contacts.messages.mail import queue_text
from translations.languages import LANGUAGES

from .tokens import make_token

LINK, APPLICATION = "application link", "application"  # kinds of emails
TRIED = timedelta(days=3)  # how long those to coordinators are


def queue_link(application: Application, page: JoinPage, not_before: datetime | None = None) -> None:
    """Send the author, after `not_before`, a link which confirms, or withdraws what was confirmed."""
    with override(application.language):
        url = settings.BASE_URL + reverse("application", args=[make_token(application, not_before)])
        context = {"page": page, "application": application, "url": url, "hours": settings.CONFIRMATION_MAX_AGE}
        queue_text(
            to=[application.email],
            subject=_("Confirm your application: %(title)s") % {"title": page.title},
            text=render_to_string("campaigns/joining/mail/link.txt", context),
            language=application.language,
            kind=LINK,
            reference=application_reference(application),
            not_before=not_before,
        )


def queue_application(application: Application, page: JoinPage) -> None:
    """Send a confirmed application to who coordinates its region, or to the call's address."""
    coordination = find_coordination(application.region)
    with override(choose_letter_language(coordination, application)):
        context = {"page": page, "application": application, "data": application.get_data()}
        queue_text(
            to=list_recipients(coordination, page),
            subject=_("Application from %(region)s: %(title)s")
            % {"region": application.region.name, "title": page.title},
            text=render_to_string("campaigns/joining/mail/application.txt", {**context, "coordination": coordination}),
            language=choose_letter_language(coordination, application),
            reply_to=application.email,
            kind=APPLICATION,
            reference=application_reference(application),
            kept=TRIED,
        )


def queue_withdrawal(application: Application, page: JoinPage) -> None:
    """Tell who had an application that it is withdrawn and to be erased."""
    coordination = find_coordination(application.region)
    language = choose_letter_language(coordination, application)
    with override(language):
        queue_text(
            to=list_recipients(coordination, page),
            subject=_("Application withdrawn: %(title)s") % {"title": page.title},
            text=render_to_string("campaigns/joining/mail/withdrawal.txt", {"application": application}),
            language=language,
            kind="withdrawal",
            kept=TRIED,
        )


def list_recipients(coordination: Coordination, page: JoinPage) -> list[str]:
    return list(dict.fromkeys(person.email for person in coordination.people)) or [page.fallback_email]


def application_reference(application: Application) -> str:
    """Return what the queue of emails knows as being about `application`."""
    return f"application {application.pk}"


def choose_letter_language(coordination: Coordination, application: Application) -> str:
    """Return the first language of the site that a coordinator reads the admin in; else the application's."""
    profiles = [getattr(person, "wagtail_userprofile", None) for person in coordination.people]
    spoken = [profile.preferred_language for profile in profiles if profile and profile.preferred_language in LANGUAGES]
    return (spoken or [application.language])[0]
