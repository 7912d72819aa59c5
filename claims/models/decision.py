"""What an assembly decided on a claim that had been numbered, and which claims came after it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from translations.models import Withholdable

from .append_only import AppendOnly, AppendOnlyQuerySet


class Deliberation(models.TextChoices):
    """What the assembly has made of a claim."""

    ADOPTED = "adopted", pgettext_lazy("claims", "Adopted")
    CONTESTED = "contested", pgettext_lazy("claims", "Contested")
    WITHDRAWN = "withdrawn", pgettext_lazy("claims", "Withdrawn")
    MERGED = "merged", pgettext_lazy("claims", "Merged")
    SPLIT = "split", pgettext_lazy("claims", "Split")

    @property
    def is_final(self) -> bool:
        """Whether the claim is no longer put to anybody; its successors are, if it has any."""
        return self in (self.WITHDRAWN, self.MERGED, self.SPLIT)


class Decision(Withholdable, AppendOnly):
    """A change of a claim's deliberation, with its reason. The latest one is the claim's state."""

    translated_fields = ["reason", "mandate"]
    withheld_fields = [*translated_fields, "rapporteur"]

    claim = models.ForeignKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="decisions")
    deliberation = models.CharField(pgettext_lazy("claims", "decision"), max_length=10, choices=Deliberation.choices)
    on = models.DateField(_("date of the decision"), default=timezone.localdate)
    reason = models.TextField(pgettext_lazy("claims", "reason"), blank=True)
    present = models.PositiveSmallIntegerField(pgettext_lazy("claims", "people present"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(pgettext_lazy("votes", "for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(pgettext_lazy("votes", "against"), null=True, blank=True)
    votes_abstaining = models.PositiveSmallIntegerField(pgettext_lazy("votes", "abstaining"), null=True, blank=True)
    mandate = models.CharField(pgettext_lazy("claims", "mandate"), max_length=160, blank=True)
    rapporteur = models.CharField(pgettext_lazy("claims", "rapporteur"), max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=pgettext_lazy("claims", "entered by"),
    )  # fmt: skip

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()
    claim_id: int

    class Meta:
        verbose_name = pgettext_lazy("claims", "decision")
        verbose_name_plural = pgettext_lazy("claims", "decisions")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_deliberation_display()} {self.on}"

    @property
    def has_votes(self) -> bool:
        return None not in (self.votes_for, self.votes_against, self.votes_abstaining)

    def describe_place(self) -> str:
        return gettext("Reason of a decision: %(decision)s") % {"decision": self}


class Succession(AppendOnly):
    """That `successor` took the place of `predecessor`, which was withdrawn, merged or split."""

    predecessor = models.ForeignKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="precessions")

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()
    predecessor_id: int
    successor_id: int

    class Meta:
        verbose_name = pgettext_lazy("claims", "replacement")
        verbose_name_plural = pgettext_lazy("claims", "replacements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succeeds_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="no_claim_succeeds_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


def follow_successors(claim_id: int) -> set[int]:
    """Return the keys of all claims that came after claim `claim_id`, however many steps on, itself excluded."""
    links: dict[int, list[Any]] = {}
    for before, after in Succession.objects.values_list("predecessor", "successor"):
        links.setdefault(before, []).append(after)
    found: set[int] = set()
    pending = list(links.get(claim_id, []))
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending += links.get(key, [])
    return found
