"""What remains of a numbered claim after it was deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from .append_only import AppendOnly, AppendOnlyQuerySet
from .ledger import GivenMark


class Tombstone(AppendOnly):
    """When and why a claim was deleted, and which claims it stood between: by their marks, which outlive them."""

    translated_fields = ["reason"]

    given_mark = models.OneToOneField(GivenMark, on_delete=models.PROTECT, related_name="tombstone")
    deleted_on = models.DateField(pgettext_lazy("claims", "deleted on"), default=timezone.localdate)
    reason = models.TextField(pgettext_lazy("claims", "reason"))
    predecessors = models.ManyToManyField(GivenMark, related_name="deleted_successors")
    successors = models.ManyToManyField(GivenMark, related_name="deleted_predecessors")

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("claims", "deleted claim")
        verbose_name_plural = pgettext_lazy("claims", "deleted claims")

    def __str__(self) -> str:
        return str(self.given_mark)
