"""A workshop's report: what was found, what stays open, and the text. Its claims are its child pages."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from content.fields import BodyField
from content.models import CahierDocument
from content.sections import collect_sections
from translations.admin.panels import side_by_side
from translations.models import BasePage, TranslatedInline
from translations.visibility import VisiblePageQuerySet

from ..codes import LONGEST, validate_code
from ..forms import WorkshopReportForm
from ..numbering import number_rows
from ..widgets import RowNumber


class WorkshopReportQuerySet(VisiblePageQuerySet):
    def with_counts(self) -> "WorkshopReportQuerySet":
        """For lists: how many findings, questions and visible claims, without the long texts."""
        claims = BasePage.objects.visible().filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
        return self.defer_streamfields().annotate(
            finding_count=count_of(Finding.objects.filter(page=OuterRef("pk"))),
            question_count=count_of(OpenQuestion.objects.filter(page=OuterRef("pk"))),
            claim_count=count_of(claims),
        )


def count_of(rows: models.QuerySet[Any]) -> Coalesce:
    """Count `rows` in a subquery: joined and counted, they would group every report by all of its long texts."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class WorkshopReportPage(BasePage):
    translated_fields = ["lead", "session_note", "body"]
    summary = "lead"
    mark_field = "code"
    kept_fields = ["last_finding", "last_question"]

    code = models.CharField(
        _("code"),
        max_length=LONGEST,
        unique=True,
        validators=[validate_code],
        error_messages={"unique": _("Another report has this code: each workshop has a code of its own.")},
        help_text=_("2 to 4 capital letters: the marks of the claims begin with them. Fixed at publication."),
    )
    lead = models.TextField(_("lead"), blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    session_note = models.TextField(_("about the session"), blank=True, help_text=_("Who sat with whom, when"))
    body = BodyField(verbose_name=_("body"), blank=True)
    first_published_at: datetime | None
    last_finding = models.PositiveSmallIntegerField(default=0, editable=False)
    last_question = models.PositiveSmallIntegerField(default=0, editable=False)

    objects: ClassVar[Any] = PageManager.from_queryset(WorkshopReportQuerySet)()

    api_fields = ["code", "held_on"]
    base_form_class = WorkshopReportForm
    parent_page_types = ["workshops.ConventionPage"]
    subpage_types = ["claims.ClaimPage"]
    template = "workshops/workshop_report_page.html"

    search_fields = [*BasePage.search_fields, index.FilterField("code"), index.SearchField("code", boost=4)]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("held_on")]),
        FieldPanel("session_note"),
        InlinePanel("findings", label=_("Finding")),
        InlinePanel("questions", label=_("Open question")),
        FieldPanel("body"),
        InlinePanel("attachments", label=_("Attachment")),
    ]

    class Meta:
        verbose_name = _("workshop report")
        verbose_name_plural = _("workshop reports")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        sections = collect_sections("report_section", self, request)
        syntheses = self.syntheses.visible().defer_streamfields()
        convention = self.get_parent().specific
        return {
            **context,
            "convention": convention,
            "findings": list(self.findings.all()),
            "sections": sections,
            "questions": list(self.questions.all()),
            "attachments": list(self.attachments.all().select_related("document")),
            "syntheses": list(syntheses),
        }

    def clean(self) -> None:
        super().clean()
        stored = WorkshopReportPage.objects.filter(pk=self.pk).only("code", "live", "first_published_at").first()
        if stored and stored.is_code_fixed and self.code != stored.code:
            message = _("The code %(code)s has been published: it stays, as marks on paper carry it.")
            raise ValidationError({"code": ValidationError(message, params={"code": stored.code})})

    @property
    def is_code_fixed(self) -> bool:
        return bool(self.live or self.first_published_at)

    def with_content_json(self, content: dict[str, Any]) -> "WorkshopReportPage":
        """Keep a published code: a draft from before publication may hold another."""
        report = super().with_content_json(content)
        if self.is_code_fixed:
            report.code = self.code
        return report

    def get_known_findings(self) -> set[int]:
        """Numbers of the findings that readers see, and of those in the latest draft."""
        draft = self.get_latest_revision_as_object()
        return {row.number for report in (self, draft) for row in report.findings.all() if row.number}

    def number_rows(self) -> None:
        """Give findings and open questions that have none their number: the next one never used here."""
        self.last_finding = number_rows(self.findings.all(), last=self.last_finding)
        self.last_question = number_rows(self.questions.all(), last=self.last_question)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_rows()
        if self.live and not self.first_published_at:
            self.first_published_at = timezone.now()  # which Wagtail sets for pages published from a revision only
        super().save(*args, **kwargs)

    def serializable_data(self) -> dict[str, Any]:
        self.number_rows()  # so that a draft's numbers are those it will be published with
        return super().serializable_data()


class NumberedRow(TranslatedInline):
    """A row cited by a number of its own, which neither reordering nor deleting others changes."""

    letter = ""
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)

    class Meta(TranslatedInline.Meta):
        abstract = True

    @property
    def mark(self) -> str:
        """As cited within the report: C2, Q1."""
        return f"{self.letter}{self.number or ''}"


class Finding(NumberedRow):
    """What the workshop found (*constat*)."""

    letter = "C"
    translated_fields = ["title", "text"]

    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="findings")
    title = models.CharField(_("finding"), max_length=200)
    text = models.TextField(_("explanation"), blank=True)

    panels = [FieldPanel("number", widget=RowNumber(letter)), side_by_side("title"), side_by_side("text")]


class OpenQuestion(NumberedRow):
    letter = "Q"
    translated_fields = ["text"]

    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"))

    panels = [FieldPanel("number", widget=RowNumber(letter)), side_by_side("text")]


class Attachment(Orderable):
    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(CahierDocument, on_delete=models.CASCADE, related_name="+", verbose_name=_("document"))

    panels = [FieldPanel("document")]
