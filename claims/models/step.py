"""The record of what became of a claim: dated, sourced steps. The claim's follow-up is read from it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import CahierDocument
from translations.languages import SOURCE, column
from translations.models import Withholdable

from .append_only import AppendOnly, AppendOnlyQuerySet


class FollowUp(models.TextChoices):
    """How far a claim has come with those it is addressed to."""

    NOT_PUT = "none", _("Not yet put")
    PUT = "put", _("Put to the addressee")
    ANSWERED = "answered", _("Answered")
    PART = "part", _("Partly won")
    WON = "won", _("Won")
    REFUSED = "refused", _("Refused")


class StepKind(models.TextChoices):
    PUT = "put", _("Put to the addressee")
    ANSWERED = "answered", _("Answer of the addressee")
    REFUSED = "refused", _("Refused by the addressee")
    PART = "part", _("Partly won")
    WON = "won", _("Won")
    ADDRESSEE_SAYS = "addressee", _("The addressee says")
    WE_SAY = "we", _("We say")
    THIRD_PARTY_SAYS = "third", _("A third party says")
    RETRACTED = "retracted", _("Recorded by mistake")

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
    kind = models.CharField(_("what happened"), max_length=10, choices=StepKind.choices)
    on = models.DateField(_("on"), default=timezone.localdate)
    organisation = models.ForeignKey(
        "claims.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="steps",
        verbose_name=_("organisation"), help_text=_("To whom the claim was put, or who answered or spoke"),
    )  # fmt: skip
    means = models.CharField(
        _("by what means"), max_length=160, blank=True, help_text=_("A registered letter, a delegation, a petition…")
    )
    text = models.TextField(_("what was said or done"), blank=True)
    evidence_title = models.CharField(_("title of the evidence"), max_length=255, blank=True)
    evidence_url = models.URLField(_("address of the evidence"), blank=True)
    evidence_document = models.ForeignKey(
        CahierDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("document as evidence"),
    )  # fmt: skip
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="correction", verbose_name=_("corrects")
    )
    entered_at = models.DateTimeField(_("entered on"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip

    objects: ClassVar[Any] = StepQuerySet.as_manager()
    claim_id: int
    organisation_id: int | None
    evidence_document_id: int | None
    corrects_id: int | None

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
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
        return gettext("Step: %(step)s") % {"step": self}

    def clean(self) -> None:
        """Refuse what a reader could not trust.

        :raises ValidationError: on the fields that are wrong
        """
        errors: dict[str, Any] = {}
        if self.on and self.on > timezone.localdate():
            errors["on"] = _("This day has not come yet: a step is recorded once it has happened.")
        if self.look_again_on and self.on and self.look_again_on <= self.on:
            errors["look_again_on"] = _("The date to look again must be after the step.")
        needs_evidence = self.kind in StepKind.values and self.kind not in WITHOUT_EVIDENCE
        if needs_evidence and not self.evidence_url and not self.evidence_document_id:
            errors["evidence_url"] = _("Give evidence, a link or a document: without it this cannot be claimed.")
        if self.kind in VOICES and not getattr(self, column("text", SOURCE)):
            errors[column("text", SOURCE)] = _("Write down what was said.")
        if self.kind == StepKind.PUT and not self.organisation_id:
            errors["organisation"] = _("Say to whom the claim was put.")
        errors |= self.check_correction()
        if errors:
            raise ValidationError(errors)

    def check_correction(self) -> dict[str, Any]:
        if self.kind == StepKind.RETRACTED and not self.corrects_id:
            return {"kind": _("Only a step that was recorded before can have been recorded by mistake.")}
        if self.corrects is None:
            return {}
        if self.corrects.claim_id != self.claim_id:
            return {"corrects": _("A step corrects one of the same claim.")}
        if Step.objects.filter(corrects=self.corrects_id).exclude(pk=self.pk).exists():  # `corrects` may be an old copy
            return {"corrects": _("This step has been corrected already: correct its correction.")}
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
