"""A workshop's report: what was found, what stays open, and the text. Its claims are its child pages."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Left, Length
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail.search import index

from content.dates.words import days_in_words
from content.fields import BodyField
from content.lead_picture import CAPTION, PICTURE_PANELS, LeadPictureMixin
from content.models import CahierDocument
from content.sections import collect_sections
from search.facets import SearchFacet
from translations.admin.panels import side_by_side
from translations.admin.row_panels import RowsPanel
from translations.languages import column
from translations.models import LINK_FIELDS, BasePage, TranslatedInline
from translations.search_texts import SearchPart

from ..codes import LONGEST, validate_code
from ..forms import WorkshopReportForm
from ..numbering import number_rows
from ..sharing import share_report
from ..structured_data import describe_report
from ..widgets import RowNumber

FINDINGS = SearchFacet("finding", pgettext_lazy("kind", "Findings"), pgettext_lazy("workshops", "Finding"))
OPEN_QUESTIONS = SearchFacet(
    "question", pgettext_lazy("kind", "Open questions"), pgettext_lazy("workshops", "Open question")
)


def list_counted_reports(convention: BasePage) -> list[Any]:
    """Return the visible reports of `convention`, with what a list of them tells: `finding_count` and so on.

    Claims are counted for all reports at once: asked for each report, they would all be looked at each time.
    """
    reports = list(
        WorkshopReportPage.objects.visible()
        .child_of(convention)
        .annotate(
            finding_count=count_of(Finding.objects.filter(page=OuterRef("pk"))),
            question_count=count_of(OpenQuestion.objects.filter(page=OuterRef("pk"))),
        )
        .only(*LINK_FIELDS, "code")
        .order_by("path")
    )
    below = BasePage.objects.visible().filter(path__startswith=convention.path, depth=convention.depth + 2).order_by()
    above = Left("path", Length("path") - BasePage.steplen)
    counts = dict(below.values_list(above).annotate(Count("pk"))) if reports else {}
    for report in reports:
        report.claim_count = counts.get(report.path, 0)
    return reports


def count_of(rows: models.QuerySet[Any]) -> Coalesce:
    """Count `rows` in a subquery: joined and counted, they would group every report by all of its long texts."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class WorkshopReportPage(LeadPictureMixin, BasePage):
    translated_fields = ["lead", CAPTION, "session_note", "body"]
    summary = "lead"
    mark_field = "code"
    part_facets = [FINDINGS, OPEN_QUESTIONS]
    kept_fields = ["last_finding", "last_question"]

    code = models.CharField(
        pgettext_lazy("workshops", "code"),
        max_length=LONGEST,
        unique=True,
        validators=[validate_code],
        error_messages={"unique": _("Another report already uses this code: each workshop needs its own.")},
        help_text=_(
            "2 to 4 capital letters: the numbers of the claims begin with them. Cannot be changed once published."
        ),
    )
    lead = models.TextField(pgettext_lazy("workshops", "lead"), blank=True)
    held_on = models.DateField(pgettext_lazy("workshops", "held on"), null=True, blank=True)
    session_note = models.TextField(_("about the session"), blank=True, help_text=_("Who took part, and when"))
    body = BodyField(verbose_name=pgettext_lazy("workshops", "body"), blank=True)
    first_published_at: datetime | None
    last_finding = models.PositiveSmallIntegerField(default=0, editable=False)
    last_question = models.PositiveSmallIntegerField(default=0, editable=False)

    api_fields = ["code", "held_on"]
    base_form_class = WorkshopReportForm
    parent_page_types = ["workshops.ConventionPage"]
    subpage_types = ["claims.ClaimPage"]
    template = "workshops/workshop_report_page.html"

    search_fields = [*BasePage.search_fields, index.FilterField("code"), index.SearchField("code", boost=4)]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        *PICTURE_PANELS,
        FieldRowPanel([FieldPanel("code"), FieldPanel("held_on")]),
        FieldPanel("session_note"),
        RowsPanel("findings", label=pgettext_lazy("workshops", "Finding")),
        RowsPanel("questions", label=pgettext_lazy("workshops", "Open question")),
        FieldPanel("body"),
        RowsPanel("attachments", label=pgettext_lazy("workshops", "Attachment")),
    ]

    class Meta:
        verbose_name = pgettext_lazy("workshops", "workshop report")
        verbose_name_plural = pgettext_lazy("workshops", "workshop reports")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        sections = collect_sections("report_section", self, request)
        syntheses = self.syntheses.visible().only(*LINK_FIELDS, "date")
        convention = self.get_parent().specific
        return {
            **context,
            "convention": convention,
            "findings": self.list_rows("findings"),
            "sections": sections,
            "questions": self.list_rows("questions"),
            "attachments": list(self.attachments.all().select_related("document")),
            "syntheses": list(syntheses),
            "share": share_report(self, convention),
            "structured_data": describe_report(self, convention),
        }

    def get_search_keywords(self, language: str) -> list[str]:
        return [*days_in_words(language, self.held_on), self.code]

    def list_rows(self, name: str) -> list[Any]:
        """Return the rows of relation `name`, which know their page without a query."""
        rows = list(getattr(self, name).all())
        for row in rows:
            row.page = self
        return rows

    def get_search_parts(self, language: str) -> list[SearchPart]:
        """Return its findings and open questions: each is found, and cited, by itself."""
        parts = []
        for row in [*self.findings.all(), *self.questions.all()]:
            title, *texts = (getattr(row, column(name, language)) or "" for name in row.translated_fields)
            if title and row.number:
                parts.append(SearchPart(row.mark, row.search_facet, f"{self.code}-{row.mark}", title, texts))
        return parts

    def clean(self) -> None:
        super().clean()
        stored = WorkshopReportPage.objects.filter(pk=self.pk).only("code", "live", "first_published_at").first()
        if stored and stored.is_code_fixed and self.code != stored.code:
            message = _(
                "The code %(code)s has been published and cannot be changed: claim numbers on paper contain it."
            )
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
    search_facet: ClassVar[SearchFacet]
    number = models.PositiveSmallIntegerField(pgettext_lazy("workshops", "number"), null=True, blank=True)

    class Meta(TranslatedInline.Meta):
        abstract = True

    @property
    def mark(self) -> str:
        """As cited within the report: C2, Q1."""
        return f"{self.letter}{self.number or ''}"

    @property
    def full_mark(self) -> str:
        """As cited anywhere: TR-C2."""
        return f"{self.page.code}-{self.mark}"

    def get_url(self, request: HttpRequest | None = None) -> str:
        return reverse("numbered_row", args=[self.full_mark])


class Finding(NumberedRow):
    """What the workshop found (*constat*)."""

    letter = "C"
    search_facet = FINDINGS
    translated_fields = ["title", "text"]

    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="findings")
    title = models.CharField(pgettext_lazy("workshops", "finding"), max_length=200)
    text = models.TextField(pgettext_lazy("workshops", "explanation"), blank=True)

    panels = [FieldPanel("number", widget=RowNumber(letter)), side_by_side("title"), side_by_side("text")]


class OpenQuestion(NumberedRow):
    letter = "Q"
    search_facet = OPEN_QUESTIONS
    translated_fields = ["text"]

    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(pgettext_lazy("workshops", "question"))

    panels = [FieldPanel("number", widget=RowNumber(letter)), side_by_side("text")]


class Attachment(Orderable):
    page = ParentalKey(WorkshopReportPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        CahierDocument, on_delete=models.CASCADE, related_name="+", verbose_name=pgettext_lazy("workshops", "document")
    )

    panels = [FieldPanel("document")]
