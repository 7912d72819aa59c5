"""Who asked for the newsletter, and the proof that they did (GDPR article 7.1)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Topic


class Subscriber(models.Model):
    """An address that was given to us. Only an ACTIVE one is ever written to, but for its confirmation."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for confirmation")
        ACTIVE = "active", _("Active")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        UNDELIVERABLE = "undeliverable", _("Undeliverable")
        COMPLAINED = "complained", _("Complained")

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Once a week")
        EACH = "each", _("At each article")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what tokens name, never the address
    email = models.EmailField(_("email address"), unique=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.PENDING)
    asked_at = models.DateTimeField(_("asked on"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.email


class ConsentEvent(models.Model):
    """Something a subscriber said about being written to. Never changed, never with an IP address."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("Asked")
        CONFIRMED = "confirmed", _("Confirmed")
        CHANGED = "changed", _("Changed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consent_events")
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    language = models.CharField(_("language of the form"), max_length=8)
    text_version = models.CharField(_("version of the text agreed to"), max_length=32)
    choices = models.JSONField(_("choices made"), default=dict)

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
