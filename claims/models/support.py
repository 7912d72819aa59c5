"""What others say to a claim and sign with their name: support, reservations, minority positions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from translations.admin.panels import side_by_side
from translations.models import TranslatedInline

from .organisation import Organisation


class Support(TranslatedInline):
    """An organisation that carries a claim, as one of those who put it forward, or supports it."""

    class Role(models.TextChoices):
        CARRIES = "carries", _("Carries it")
        SUPPORTS = "supports", _("Supports it")

    translated_fields = ["note"]

    page = ParentalKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="supports", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.CARRIES)
    since = models.DateField(_("since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("What it did or said"))
    url = models.URLField(_("where it says so"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("url")]),
        side_by_side("note"),
    ]


class Reservation(TranslatedInline):
    """What some who adopted a claim, or did not, want to be read with it."""

    class Kind(models.TextChoices):
        RESERVATION = "reservation", _("Reservation")
        MINORITY = "minority", _("Minority position")

    translated_fields = ["text", "who"]

    page = ParentalKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="reservations")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.RESERVATION)
    text = models.TextField(_("text"))
    who = models.CharField(_("whose it is"), max_length=160, blank=True, help_text=_("“Three of twenty-six”"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="reservations",
        verbose_name=_("organisation"),
    )  # fmt: skip
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)

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
            raise ValidationError(_("Say whose reservation it is: in words, or by naming the organisation."))
