"""What remains of a numbered claim after it was deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .append_only import AppendOnly, AppendOnlyQuerySet
from .ledger import GivenMark


class Tombstone(AppendOnly):
    """When and why a claim was deleted, and which claims it stood between: by their marks, which outlive them."""

    translated_fields = ["reason"]

    given_mark = models.OneToOneField(GivenMark, on_delete=models.PROTECT, related_name="tombstone")
    deleted_on = models.DateField(_("deleted on"), default=timezone.localdate)
    reason = models.TextField(_("reason"))
    predecessors = models.ManyToManyField(GivenMark, related_name="deleted_successors")
    successors = models.ManyToManyField(GivenMark, related_name="deleted_predecessors")

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deleted claim")
        verbose_name_plural = _("deleted claims")

    def __str__(self) -> str:
        return str(self.given_mark)
