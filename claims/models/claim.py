"""Claims (*revendications*): what a workshop demands, of whom, and on what ground."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.search import index

from body.fields import BodyField
from translations.models import BasePage, TranslatedInline
from translations.panels import side_by_side
from workshops.models import WorkshopReportPage

from ..forms import ClaimPageForm
from ..grounds import check_findings, read_findings
from ..numbering import restore_mark, save_with_mark
from .organisation import Organisation


class Deliberation(models.TextChoices):
    """What the assembly has made of a claim."""

    ADOPTED = "adopted", _("Adopted")
    CONTESTED = "contested", _("Contested")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")


class ClaimPage(BasePage):
    translated_fields = ["statement", "reasons"]
    summary = "statement"
    kept_fields = ["mark", "number"]
    exclude_fields_in_copy = ["mark", "number"]

    mark = models.CharField(_("mark"), max_length=16, unique=True, null=True, editable=False)
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    statement = models.TextField(
        _("statement"), help_text=_("The claim itself, in one sentence that can be read aloud")
    )
    reasons = BodyField(verbose_name=_("reasons"), blank=True)
    deliberation = models.CharField(
        _("deliberation"), max_length=10, choices=Deliberation.choices, default=Deliberation.ADOPTED
    )
    addressees = ParentalManyToManyField(
        Organisation, verbose_name=_("addressed to"), blank=True, related_name="claims_addressed"
    )
    findings = models.CharField(
        _("findings it rests on"),
        max_length=80,
        blank=True,
        validators=[RegexValidator(r"^\s*C[0-9]+(\s*,\s*C[0-9]+)*\s*$", _("Write the findings like this: C2, C5"))],
        help_text=_("Findings of this report, as in: C2, C5"),
    )

    base_form_class = ClaimPageForm
    parent_page_types = ["workshops.WorkshopReportPage"]
    subpage_types: list[str] = []
    template = "claims/claim_page.html"

    search_fields = [*BasePage.search_fields, index.SearchField("mark", boost=5), index.FilterField("deliberation")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("statement"),
        FieldPanel("reasons"),
        FieldPanel("deliberation"),
        FieldPanel("findings"),
        FieldPanel("addressees", widget=CheckboxSelectMultiple),
        InlinePanel("carriers", label=_("Organisation that carries it")),
        InlinePanel("sources", label=_("Source")),
    ]

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.mark} {self.title}" if self.mark else self.title

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Give the mark at first publication, in the same transaction; keep it ever after."""

        def save() -> None:
            names = update_fields and [*update_fields, *self.kept_fields]
            super(ClaimPage, self).save(*args, update_fields=names, **kwargs)

        scheduled = self.go_live_at and self.go_live_at > timezone.now()  # Wagtail saves such a new page as live first
        if self.live and not scheduled and not self.alias_of_id:
            save_with_mark(self, save)
        else:
            restore_mark(self)
            save()

    def clean(self) -> None:
        super().clean()
        if self.path and self.findings:
            report = self.report  # a finding deleted since may stay named; the form refuses to name it anew
            check_findings(self.finding_numbers, {*range(1, report.last_finding + 1), *report.get_known_findings()})

    @property
    def report(self) -> WorkshopReportPage:
        """The report this claim came from."""
        return self.get_parent().specific

    @property
    def short_address(self) -> str:
        return reverse("mark", args=[self.mark]) if self.mark else ""

    @property
    def finding_numbers(self) -> list[int]:
        return read_findings(self.findings)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        report = self.report
        named = set(self.finding_numbers)
        grounds = [finding for finding in report.findings.all() if finding.number in named] if named else []
        return {
            **context,
            "report": report,
            "convention": self.get_parent().get_parent().specific,
            "grounds": grounds,
            "addressees": list(self.addressees.all()),
            "carriers": list(self.carriers.all().select_related("organisation")),
            "sources": list(self.sources.all()),
        }


class Carrier(TranslatedInline):
    """An organisation that carries a claim, and what it did or said."""

    translated_fields = ["note"]

    page = ParentalKey(ClaimPage, on_delete=models.CASCADE, related_name="carriers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="claims_carried", verbose_name=_("organisation")
    )
    note = models.TextField(_("note"), blank=True)

    panels = [FieldPanel("organisation"), side_by_side("note")]


class Source(TranslatedInline):
    """Where a claim, or a fact it states, can be looked up."""

    translated_fields = ["title"]

    page = ParentalKey(ClaimPage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=255)
    url = models.URLField(_("address"), blank=True)

    panels = [side_by_side("title"), FieldPanel("url")]
