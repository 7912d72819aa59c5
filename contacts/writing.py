"""Passing a visitor's message on to somebody in the directory, whose address the visitor need not know."""

from __future__ import annotations

import logging
from datetime import timedelta

from django import forms
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .mail import MailUnavailable, send
from .models import PassedMessage, Person
from .models.person import check_single_line
from .origin import GuardedForm

LONGEST_MESSAGE = 5000  # characters
MOST_FOR_ONE = 20  # messages that one person gets in a day
MOST_OF_ALL = 60  # messages that the site passes on in an hour

log = logging.getLogger(__name__)


class TooManyMessages(Exception):
    """Raised when as many messages were passed on as may be."""


class WriteForm(GuardedForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        validators=[check_single_line],
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        error_messages={
            "required": _("Write your email address."),
            "invalid": _("This is not an email address. Write for example name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def pass_on(*, person: Person, name: str, email: str, message: str, language: str) -> None:
    """Send `message` to `person` as a mail that they can answer. Nothing of it is kept.

    Raises TooManyMessages, and MailUnavailable when the mail server is down; in neither case does the message count.
    """
    passed = claim(person)
    context = {"person": person, "name": name, "email": email, "message": message}
    try:
        send(
            to=[person.email],
            subject=gettext("Message from %(name)s, by way of Cahier") % {"name": name},
            text=render_to_string("contacts/mail/message.txt", context),
            language=language,
            reply_to=email,
        )
    except MailUnavailable as error:
        passed.delete()
        log.error("A message could not be passed on: %s", error)
        raise


def claim(person: Person) -> PassedMessage:
    """Take the right to send `person` one message more. Forgets those of more than a day ago."""
    now = timezone.now()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        PassedMessage.objects.filter(at__lt=now - timedelta(days=1)).delete()
        for_one = PassedMessage.objects.filter(person=person).count()
        of_all = PassedMessage.objects.filter(at__gte=now - timedelta(hours=1)).count()
        if for_one >= MOST_FOR_ONE or of_all >= MOST_OF_ALL:
            raise TooManyMessages
        return PassedMessage.objects.create(person=person)
