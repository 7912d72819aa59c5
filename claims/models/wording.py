"""Each wording of a claim that was ever published, so that a citation on paper can be checked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from translations.models import Withholdable

from .append_only import AppendOnly, AppendOnlyQuerySet


class WordingQuerySet(AppendOnlyQuerySet):
    def public(self) -> WordingQuerySet:
        """Wordings that everybody could read once: those of a claim that needed a login then are nobody's business."""
        return self.filter(public_since__isnull=False)


class Wording(Withholdable, AppendOnly):
    """A claim's statement as it was published. What it says in a language is never changed.

    A translation that was still missing may be added to it: it is the same wording, now in one more language.
    """

    translated_fields = ["statement"]
    withheld_fields = ["statement"]

    claim = models.ForeignKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField(_("figure in the series"))
    published_at = models.DateTimeField(pgettext_lazy("claims", "published on"), default=timezone.now)
    public_since = models.DateTimeField(null=True, editable=False)  # when everybody could read it; None for never
    statement = models.TextField(pgettext_lazy("claims", "text"))

    objects: ClassVar[Any] = WordingQuerySet.as_manager()
    claim_id: int

    class Meta:
        verbose_name = pgettext_lazy("claims", "version")
        verbose_name_plural = pgettext_lazy("claims", "versions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="wording_numbered_once")]

    def __str__(self) -> str:
        return str(self.number)

    def describe_place(self) -> str:
        return gettext("Version %(number)s") % {"number": self.number}
