"""What others say to a claim and sign with their name: support, reservations, minority positions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from translations.admin.panels import side_by_side
from translations.models import TranslatedInline

from .organisation import Organisation


class Support(TranslatedInline):
    """An organisation that carries a claim, as one of those who put it forward, or supports it."""

    class Role(models.TextChoices):
        CARRIES = "carries", _("Leads on it")
        SUPPORTS = "supports", pgettext_lazy("claims", "Supports it")

    translated_fields = ["note"]

    page = ParentalKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="supports",
        verbose_name=pgettext_lazy("claims", "organisation"),
    )
    role = models.CharField(pgettext_lazy("claims", "role"), max_length=8, choices=Role.choices, default=Role.CARRIES)
    since = models.DateField(pgettext_lazy("claims", "since"), null=True, blank=True)
    note = models.TextField(pgettext_lazy("claims", "note"), blank=True, help_text=_("What it did or said"))
    url = models.URLField(_("link to its statement"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("url")]),
        side_by_side("note"),
    ]


class Reservation(TranslatedInline):
    """What some who adopted a claim, or did not, want to be read with it."""

    class Kind(models.TextChoices):
        RESERVATION = "reservation", pgettext_lazy("claims", "Reservation")
        MINORITY = "minority", pgettext_lazy("claims", "Minority view")

    translated_fields = ["text", "who"]

    page = ParentalKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="reservations")
    kind = models.CharField(
        pgettext_lazy("claims", "type"), max_length=12, choices=Kind.choices, default=Kind.RESERVATION
    )
    text = models.TextField(pgettext_lazy("claims", "text"))
    who = models.CharField(
        pgettext_lazy("claims", "held by"), max_length=160, blank=True, help_text=_("“Three of twenty-six”")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reservations",
        verbose_name=pgettext_lazy("claims", "organisation"),
    )
    recorded_on = models.DateField(pgettext_lazy("claims", "entered on"), null=True, blank=True)

    organisation_id: int | None

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("recorded_on")]),
        side_by_side("text"),
        side_by_side("who"),
        FieldPanel("organisation"),
    ]

    def clean(self) -> None:
        super().clean()
        if not self.who and not self.organisation_id:
            raise ValidationError(_("Say whose reservation it is: in words, or by choosing the organisation."))
