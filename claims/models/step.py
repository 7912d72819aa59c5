"""The record of what became of a claim: dated, sourced steps. The claim's follow-up is read from it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from content.models import CahierDocument
from translations.languages import SOURCE, column
from translations.models import Withholdable

from .append_only import AppendOnly, AppendOnlyQuerySet


class FollowUp(models.TextChoices):
    """How far a claim has come with those it is addressed to."""

    NOT_PUT = "none", _("Not yet submitted")
    PUT = "put", pgettext_lazy("claims", "Submitted")
    ANSWERED = "answered", pgettext_lazy("claims", "Reply received")
    PART = "part", pgettext_lazy("claims", "Partly won")
    WON = "won", pgettext_lazy("claims", "Won")
    REFUSED = "refused", pgettext_lazy("claims", "Refused")


class StepKind(models.TextChoices):
    PUT = "put", pgettext_lazy("claims", "Submitted")
    ANSWERED = "answered", pgettext_lazy("claims", "Reply received")
    REFUSED = "refused", pgettext_lazy("claims", "Refused")
    PART = "part", pgettext_lazy("claims", "Partly won")
    WON = "won", pgettext_lazy("claims", "Won")
    ADDRESSEE_SAYS = "addressee", pgettext_lazy("claims", "Their position")
    WE_SAY = "we", pgettext_lazy("claims", "Our position")
    THIRD_PARTY_SAYS = "third", pgettext_lazy("claims", "Other voices")
    RETRACTED = "retracted", _("Added by mistake")

    @property
    def follow_up(self) -> FollowUp | None:
        """What the claim has come to by such a step; None for words, which change nothing."""
        return FollowUp(self.value) if self.value in FollowUp.values else None


VOICES = [StepKind.ADDRESSEE_SAYS, StepKind.WE_SAY, StepKind.THIRD_PARTY_SAYS]
WITHOUT_EVIDENCE = [StepKind.PUT, *VOICES, StepKind.RETRACTED]


class StepQuerySet(AppendOnlyQuerySet):
    def standing(self) -> StepQuerySet:
        """Steps that no later one has corrected, nor are themselves only the retraction of one."""
        return self.filter(correction=None).exclude(kind=StepKind.RETRACTED)

    def in_order(self) -> StepQuerySet:
        """By the day they happened; of one day, as they were entered."""
        return self.order_by("on", "pk")


class Step(Withholdable, AppendOnly):
    """One thing that happened to a claim, or was said of it. A mistake is corrected by a later step, in the open."""

    translated_fields = ["text", "means", "evidence_title"]
    withheld_fields = translated_fields

    claim = models.ForeignKey("claims.ClaimPage", on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(pgettext_lazy("claims", "what happened"), max_length=10, choices=StepKind.choices)
    on = models.DateField(pgettext_lazy("claims", "date"), default=timezone.localdate)
    organisation = models.ForeignKey(
        "claims.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=pgettext_lazy("claims", "organisation"),
        help_text=_("Who the claim was submitted to, or who replied or spoke"),
    )
    means = models.CharField(
        pgettext_lazy("claims", "how"),
        max_length=160,
        blank=True,
        help_text=_("A registered letter, a delegation, a petition…"),
    )
    text = models.TextField(_("what was said or done"), blank=True)
    evidence_title = models.CharField(_("title of the evidence"), max_length=255, blank=True)
    evidence_url = models.URLField(_("link to the evidence"), blank=True)
    evidence_document = models.ForeignKey(
        CahierDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("document as evidence"),
    )  # fmt: skip
    look_again_on = models.DateField(pgettext_lazy("claims", "review on"), null=True, blank=True)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=pgettext_lazy("claims", "corrects"),
    )
    entered_at = models.DateTimeField(pgettext_lazy("claims", "entered on"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=pgettext_lazy("claims", "entered by"),
    )

    objects: ClassVar[Any] = StepQuerySet.as_manager()
    claim_id: int
    organisation_id: int | None
    evidence_document_id: int | None
    corrects_id: int | None

    class Meta:
        verbose_name = pgettext_lazy("claims", "update")
        verbose_name_plural = pgettext_lazy("claims", "updates")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=WITHOUT_EVIDENCE) | ~Q(evidence_url="") | Q(evidence_document__isnull=False),
                name="no_success_without_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.RETRACTED) | Q(corrects__isnull=False), name="retraction_names_its_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    def describe_place(self) -> str:
        return gettext("Update: %(step)s") % {"step": self}

    def clean(self) -> None:
        """Refuse what a reader could not trust.

        :raises ValidationError: on the fields that are wrong
        """
        errors: dict[str, Any] = {}
        if self.on and self.on > timezone.localdate():
            errors["on"] = _("This date is in the future. Add an update once it has happened.")
        if self.look_again_on and self.on and self.look_again_on <= self.on:
            errors["look_again_on"] = _("The review date must be after the update.")
        needs_evidence = self.kind in StepKind.values and self.kind not in WITHOUT_EVIDENCE
        if needs_evidence and not self.evidence_url and not self.evidence_document_id:
            errors["evidence_url"] = _("Add evidence, a link or a document: an update cannot be published without it.")
        if self.kind in VOICES and not getattr(self, column("text", SOURCE)):
            errors[column("text", SOURCE)] = _("Enter what was said.")
        if self.kind == StepKind.PUT and not self.organisation_id:
            errors["organisation"] = _("Say who the claim was submitted to.")
        errors |= self.check_correction()
        if errors:
            raise ValidationError(errors)

    def check_correction(self) -> dict[str, Any]:
        if self.kind == StepKind.RETRACTED and not self.corrects_id:
            return {"kind": _("Only an update that was added earlier can have been added by mistake.")}
        if self.corrects is None:
            return {}
        if self.corrects.claim_id != self.claim_id:
            return {"corrects": _("An update can only correct another update of the same claim.")}
        if Step.objects.filter(corrects=self.corrects_id).exclude(pk=self.pk).exists():  # `corrects` may be an old copy
            return {"corrects": _("This update has already been corrected. Correct the later one.")}
        return {}

    @property
    def is_corrected(self) -> bool:
        return hasattr(self, "correction")

    @property
    def is_voice(self) -> bool:
        return self.kind in VOICES

    @property
    def anchor(self) -> str:
        """Name of the step within its claim's page."""
        return f"step-{self.pk}"
