"""Claims (*revendications*): what a workshop demands, of whom, and on what ground."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from content.fields import BodyField
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.models import BasePage, TranslatedInline
from workshops.models import Finding, WorkshopReportPage

from .claim_form import ClaimPageForm
from .claim_panel import StandingPanel
from .decision import Deliberation
from .grounds import check_findings, read_findings
from .organisation import Organisation
from .step import FollowUp, Step

# What its records say, stored on the claim for lists: by follow_up/steps.py, decisions/acts.py and publication.py
RECORDED = ["follow_up", "last_step_on", "put_on", "wording", "worded_at", "has_predecessors"]


class ClaimPage(BasePage):
    translated_fields = ["statement", "reasons"]
    summary = "statement"
    mark_field = "mark"
    kept_fields = ["mark", "number", *RECORDED]
    exclude_fields_in_copy = ["mark", "number", "deliberation", *RECORDED]

    mark = models.CharField(pgettext_lazy("claims", "number"), max_length=16, unique=True, null=True, editable=False)
    number = models.PositiveIntegerField(_("figure in the series"), null=True, editable=False)
    statement = models.TextField(
        pgettext_lazy("claims", "text"), help_text=_("The claim itself, in one sentence that can be read aloud")
    )
    reasons = BodyField(verbose_name=pgettext_lazy("claims", "reasons"), blank=True)
    deliberation = models.CharField(
        pgettext_lazy("claims", "decision"), max_length=10, choices=Deliberation.choices, default=Deliberation.ADOPTED
    )  # of a numbered claim, changed by claims/decisions/acts.py only
    follow_up = models.CharField(
        pgettext_lazy("claims", "progress"),
        max_length=10,
        choices=FollowUp.choices,
        default=FollowUp.NOT_PUT,
        editable=False,
    )
    last_step_on = models.DateField(pgettext_lazy("claims", "last update"), null=True, editable=False)
    put_on = models.DateField(_("waiting for a reply since"), null=True, editable=False)
    wording = models.PositiveSmallIntegerField(
        pgettext_lazy("claims", "version"), default=0, editable=False
    )  # number of the one published
    worded_at = models.DateTimeField(null=True, editable=False)
    has_predecessors = models.BooleanField(default=False, editable=False)
    cache_version = models.PositiveIntegerField(
        default=0, editable=False
    )  # anew at each save: see claims/register/listing.py
    addressees = ParentalManyToManyField(
        Organisation, verbose_name=pgettext_lazy("claims", "addressed to"), blank=True, related_name="claims_addressed"
    )
    findings = models.CharField(
        _("findings it is based on"),
        max_length=80,
        blank=True,
        validators=[RegexValidator(r"^\s*C[0-9]+(\s*,\s*C[0-9]+)*\s*$", _("Enter the findings like this: C2, C5"))],
        help_text=_("Findings of this report, for example C2, C5"),
    )

    api_fields = ["mark", "number", "deliberation", "findings", *RECORDED]
    base_form_class = ClaimPageForm
    parent_page_types = ["workshops.WorkshopReportPage"]
    subpage_types: list[str] = []
    template = "claims/claim_page.html"

    search_fields = [*BasePage.search_fields, index.SearchField("mark", boost=5), index.FilterField("deliberation")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("statement"),
        FieldPanel("reasons"),
        StandingPanel(heading=pgettext_lazy("claims", "Progress")),
        FieldPanel("deliberation"),
        FieldPanel("findings"),
        FieldPanel("addressees", widget=CheckboxSelectMultiple),
        RowsPanel("supports", label=_("Organisation that leads on it or supports it")),
        RowsPanel("reservations", label=_("Reservation or minority view")),
        RowsPanel("sources", label=pgettext_lazy("claims", "Source")),
    ]

    class Meta:
        verbose_name = pgettext_lazy("claims", "claim")
        verbose_name_plural = pgettext_lazy("claims", "claims")
        indexes = [  # what the register adds up for each answer, by itself: rows are wide
            models.Index(
                fields=["basepage_ptr", "cache_version"],
                condition=models.Q(mark__isnull=False),
                name="claims_with_marks",
            )
        ]

    publication: Any = None  # what is still to be written with this row, see claims/publication.py

    def __str__(self) -> str:
        return f"{self.mark} {self.title}" if self.mark else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        from ..publication import forget_new_mark

        try:
            super().save(*args, **kwargs)
        except BaseException:
            forget_new_mark(self)
            raise

    def before_row(self, update_fields: Any) -> Any:
        """Give the mark at first publication; keep it, and what is recorded, ever after."""
        from ..publication import prepare_row

        return prepare_row(self, super().before_row(update_fields))

    def after_row(self) -> None:
        from ..publication import finish_row

        super().after_row()
        finish_row(self)

    def with_content_json(self, content: dict[str, Any]) -> ClaimPage:
        """Keep what the assembly decided since a draft was made."""
        claim = super().with_content_json(content)
        if self.mark:
            claim.deliberation = self.deliberation
        return claim

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
    def is_final(self) -> bool:
        """Whether it is no longer put to anybody: its mark is struck through."""
        return Deliberation(self.deliberation).is_final

    @property
    def state(self) -> Deliberation | FollowUp:
        """What lists say of a claim in a word: how far it has come, or why it does not go on as it was adopted."""
        if self.deliberation == Deliberation.ADOPTED:
            return FollowUp(self.follow_up)
        return Deliberation(self.deliberation)

    @property
    def finding_numbers(self) -> list[int]:
        return read_findings(self.findings)

    def get_grounds(self) -> list[Finding]:
        """Return the findings it rests on, each with its report: in one query, or none."""
        named = Finding.objects.filter(page=self.get_parent().pk, number__in=self.finding_numbers)
        return list(named.select_related("page")) if self.finding_numbers else []

    def record_public(self) -> None:
        from ..decisions.wordings import record_public_wording

        super().record_public()
        record_public_wording(self)

    record_public.alters_data = True  # type: ignore[attr-defined]

    def list_earlier_texts(self) -> list[Any]:
        """Return besides the wordings that readers do not have now, steps corrected since, and words of decisions.

        What was decided is never corrected: its reason, its mandate and a name can be withheld while it stands.
        """
        wordings = self.wordings.exclude(number=self.wording if self.live else 0).order_by("number")
        steps = Step.objects.filter(claim=self).exclude(correction=None).in_order()
        records = [*wordings, *steps, *self.decisions.order_by("on", "pk")]
        records = [row for row in records if not row.withholding_id and row.get_words()]
        return [*records, *super().list_earlier_texts()]

    def tell_change(self) -> None:
        from ..follow_up.record import hold_record

        with hold_record(self):
            super().tell_change()

    def get_search_texts(self, language: str) -> list[str]:
        """Let a claim be found by what stands in its record, too: what was decided, happened, answered."""
        from ..follow_up.record import read_record_texts

        return [*super().get_search_texts(language), *read_record_texts(self, language)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..page_context import describe_claim

        return {**super().get_context(request, *args, **kwargs), **describe_claim(self)}


class Source(TranslatedInline):
    """Where a claim, or a fact it states, can be looked up."""

    translated_fields = ["title"]

    page = ParentalKey(ClaimPage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(pgettext_lazy("claims", "title"), max_length=255)
    url = models.URLField(pgettext_lazy("claims", "address"), blank=True)

    panels = [side_by_side("title"), FieldPanel("url")]
