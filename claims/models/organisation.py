"""Organisations that claims are addressed to, or that carry them."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from translations.admin.panels import side_by_side
from translations.snippets import TranslatedSnippet
from translations.sorting import ALPHABETICAL


class Organisation(TranslatedSnippet):
    """Who is addressed by claims, or carries them."""

    translated_fields = ["name", "note"]

    name = models.CharField(pgettext_lazy("claims", "name"), max_length=160, db_collation=ALPHABETICAL)
    note = models.CharField(_("what kind of organisation it is"), max_length=255, blank=True)
    url = models.URLField(pgettext_lazy("claims", "address"), blank=True)

    claims_addressed: Any  # by ClaimPage
    supports: Any  # by Support
    reservations: Any  # by Reservation
    steps: Any  # by Step
    snippet_viewset: ClassVar[Any]  # by Wagtail

    panels = [side_by_side("name"), side_by_side("note"), FieldPanel("url")]

    class Meta:
        verbose_name = pgettext_lazy("claims", "organisation")
        verbose_name_plural = pgettext_lazy("claims", "organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_claims(self) -> bool:
        """Whether a claim is addressed to it, is carried or supported by it, or names it in its record."""
        related = (self.claims_addressed, self.supports, self.steps, self.reservations)
        return any(claims.exists() for claims in related)
