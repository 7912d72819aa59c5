"""Passing a visitor's message on to somebody in the directory, whose address the visitor need not know."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from public_forms.shared_limits import admit

from ..models import Person
from .mail import queue_text
from .sender_form import SenderForm

LONGEST_MESSAGE = 5000  # characters


class WriteForm(SenderForm):
    message = forms.CharField(
        label=pgettext_lazy("contacts", "Message"),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def queue_message(
    *, person: Person, networks: dict[str, str], name: str, email: str, message: str, language: str
) -> datetime | None:
    """Queue `message` for `person` as an email that they can answer. Nothing of it is kept once it is handed over.

    :param networks: where it came from, see public_forms/network.py
    :return: when it may leave, None for at once

    Raises LimitExceeded.
    """
    shared = {"recipient": person.key.hex, "all": ""}
    not_before = admit("writing", settings.WRITING_RATE_LIMITS, networks=networks, shared=shared)
    context = {"person": person, "name": name, "email": email, "message": message}
    queue_text(
        to=[person.email],
        subject=gettext("Message from %(name)s, via Cahier") % {"name": name},
        text=render_to_string("contacts/mail/message.txt", context),
        language=language,
        kind="message",
        reply_to=email,
        not_before=not_before,
    )
    return not_before
