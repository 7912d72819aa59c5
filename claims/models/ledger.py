"""The ledger of marks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from ..marks import Mark


class GivenMarkQuerySet(models.QuerySet["GivenMark"]):
    def find(self, mark: Mark) -> GivenMark | None:
        return self.filter(code=mark.code, number=mark.number).first()


class GivenMark(models.Model):
    """A mark given once. The row is never deleted, so that a number is never given twice.

    Nor is the claim that has it: it is withdrawn. decisions/deleting.py is the one exception, and leaves a tombstone.
    """

    code = models.CharField(max_length=4)
    number = models.PositiveIntegerField()
    claim = models.OneToOneField("claims.ClaimPage", null=True, on_delete=models.PROTECT, related_name="given_mark")
    given_at = models.DateTimeField(auto_now_add=True)

    objects = GivenMarkQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("claims", "issued number")
        verbose_name_plural = pgettext_lazy("claims", "issued numbers")
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="mark_given_once")]

    def __str__(self) -> str:
        return str(Mark(self.code, self.number))
