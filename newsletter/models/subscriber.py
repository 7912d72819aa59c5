"""Who asked for the newsletter, and the proof that they did (GDPR article 7.1)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Topic
from translations.languages import NAMES

from ..addresses import LONGEST_ADDRESS
from ..keys import get_keys


class Subscriber(models.Model):
    """Somebody who gave us an address. Only an ACTIVE one is ever written to, but for its confirmation.

    Whoever unsubscribes keeps a row without address, so that old links still work and the consent can be proved;
    the Suppression that names the row finds it again, should the same person come back.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for confirmation")
        ACTIVE = "active", pgettext_lazy("newsletter", "Active")
        UNSUBSCRIBED = "unsubscribed", pgettext_lazy("newsletter", "Unsubscribed")
        UNDELIVERABLE = "undeliverable", pgettext_lazy("newsletter", "Unreachable")
        COMPLAINED = "complained", pgettext_lazy("newsletter", "Complained")

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", pgettext_lazy("newsletter", "Weekly")
        EACH = "each", _("With every new article")

    class Source(models.TextChoices):
        WEB = "web", _("Form on this site")
        PAPER = "paper", pgettext_lazy("newsletter", "On paper")
        IMPORT = "import", pgettext_lazy("newsletter", "Imported list")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what tokens name, never the address
    email = models.EmailField(
        pgettext_lazy("newsletter", "email address"), max_length=LONGEST_ADDRESS, unique=True, null=True, blank=True
    )
    language = models.CharField(
        pgettext_lazy("newsletter", "language"),
        max_length=8,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=pgettext_lazy("newsletter", "topics"), blank=True, related_name="+"
    )
    rhythm = models.CharField(
        pgettext_lazy("newsletter", "frequency"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY
    )
    status = models.CharField(
        pgettext_lazy("newsletter", "status"), max_length=16, choices=Status.choices, default=Status.PENDING
    )
    source = models.CharField(
        pgettext_lazy("newsletter", "origin"), max_length=8, choices=Source.choices, default=Source.WEB
    )
    asked_at = models.DateTimeField(pgettext_lazy("newsletter", "requested on"), default=timezone.now)
    confirmed_at = models.DateTimeField(pgettext_lazy("newsletter", "confirmed on"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("newsletter", "ended on"), null=True, blank=True)
    mail_again_at = models.DateTimeField(null=True, blank=True, editable=False)  # no confirmation mail before
    renew_by = models.DateTimeField(_("asked to renew by"), null=True, blank=True, editable=False)
    bounce_score = models.FloatField(default=0, editable=False)  # as of bounced_at; see bounces.py
    hard_score = models.FloatField(default=0, editable=False)  # what of it hard returns gave
    paused_until = models.DateTimeField(
        pgettext_lazy("newsletter", "paused until"), null=True, blank=True, editable=False
    )
    bounced_at = models.DateTimeField(pgettext_lazy("newsletter", "last bounce"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("newsletter", "subscriber")
        verbose_name_plural = pgettext_lazy("newsletter", "subscribers")
        ordering = ["-asked_at", "-pk"]
        permissions = [
            ("enter_subscriber", _("Can enter paper sign-ups")),
            ("import_subscriber", _("Can import subscribers")),
            ("export_subscriber", _("Can export subscribers")),
            ("release_subscriber", _("Can unblock addresses blocked by mistake")),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_in_lower_case")]

    def __str__(self) -> str:
        return str(self.address())

    @admin.display(description=pgettext_lazy("newsletter", "email address"), ordering="email")
    def address(self) -> Any:
        """Return the address, or words that say it was erased."""
        return self.email or pgettext_lazy("newsletter", "deleted")

    def get_choices(self, topics: Iterable[Topic] | None = None) -> dict[str, Any]:
        """Return what was chosen, as a ConsentEvent records it: with the slugs of topics, which outlive their rows.

        :param topics: where they are known already
        """
        return {
            "language": self.language,
            "topics": sorted(topic.slug for topic in (self.topics.all() if topics is None else topics)),
            "rhythm": self.rhythm,
        }

    def get_choices_digest(self, text_version: str) -> str:
        """Name what is chosen, and under which text of consent, in the form that confirms it."""
        content = json.dumps([text_version, self.get_choices()], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:32]


class AppendOnlyError(Exception):
    """Raised where code would change or delete what must stay as it was written."""


class ConsentEventQuerySet(models.QuerySet["ConsentEvent"]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError("A consent event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("A consent event goes only with its subscriber.")


class ConsentEvent(models.Model):
    """Something a subscriber said about being written to. Never changed, never with an IP address.

    Deleting the Subscriber, that is erasing the person (GDPR article 17), is the one act that deletes events.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", pgettext_lazy("newsletter", "Requested")
        CONFIRMED = "confirmed", pgettext_lazy("newsletter", "Confirmed")
        CHANGED = "changed", pgettext_lazy("newsletter", "Changed")
        WITHDRAWN = "withdrawn", pgettext_lazy("newsletter", "Consent withdrawn")
        LAPSED = "lapsed", _("Not renewed in time")
        IMPORTED = "imported", _("Given elsewhere, and imported")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consent_events")
    kind = models.CharField(pgettext_lazy("newsletter", "event"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(pgettext_lazy("newsletter", "date"), auto_now_add=True)
    language = models.CharField(_("language of the form"), max_length=8)
    text_version = models.CharField(_("version of the text agreed to"), max_length=32, blank=True)
    choices = models.JSONField(pgettext_lazy("newsletter", "choices made"), default=dict)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("newsletter", "consent record")
        verbose_name_plural = pgettext_lazy("newsletter", "consent records")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"

    def save(self, **kwargs: Any) -> None:
        """Add the event. Raises AppendOnlyError for one that was added before."""
        if not self._state.adding:
            raise AppendOnlyError("A consent event is never changed.")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("A consent event goes only with its subscriber.")

    def get_words(self) -> list[str]:
        """Return what was chosen in words, and for what was not said on the web, where and when."""
        chosen = self.choices
        rhythms = dict(Subscriber.Rhythm.choices)
        words = [NAMES.get(chosen.get("language"), ""), str(rhythms.get(chosen.get("rhythm"), ""))]
        words += [", ".join(chosen.get("topics", [])), chosen.get("place", ""), chosen.get("date", "")]
        return [word for word in words if word]


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def of(self, address: str) -> SuppressionQuerySet:
        """Return what forbids writing to a normalised `address`, under whichever of our keys it was made."""
        return self.filter(imprint__in=[make_imprint(address, key) for key in get_keys()])


class Suppression(models.Model):
    """An address not to write to, known only by a keyed hash: nobody can read from it who it was."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = (
            "unsubscribed",
            pgettext_lazy("newsletter", "Unsubscribed"),
        )  # the only one that asking and confirming again lifts
        REFUSED = "refused", _("Did not sign up")
        UNDELIVERABLE = "undeliverable", pgettext_lazy("newsletter", "Unreachable")
        COMPLAINED = "complained", pgettext_lazy("newsletter", "Complained")

    imprint = models.CharField(pgettext_lazy("newsletter", "hashed address"), max_length=64, unique=True)
    reason = models.CharField(pgettext_lazy("newsletter", "reason"), max_length=16, choices=Reason.choices)
    at = models.DateTimeField(pgettext_lazy("newsletter", "date"), auto_now_add=True)
    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=pgettext_lazy("newsletter", "subscriber"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="suppressions",
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("newsletter", "blocked address")
        verbose_name_plural = pgettext_lazy("newsletter", "blocked addresses")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.at:%Y-%m-%d}"


def make_imprint(address: str, key: str | bytes) -> str:
    """Return the hash of a normalised address under `key` (HMAC-SHA256, 64 hexadecimal digits)."""
    return salted_hmac("newsletter.suppression", address, secret=key, algorithm="sha256").hexdigest()
