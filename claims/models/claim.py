"""Claims (*revendications*): what a workshop demands, of whom, and on what ground."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.search import index

from content.fields import BodyField
from translations.admin.panels import side_by_side
from translations.models import DRAFT_FIELDS, BasePage, TranslatedInline
from translations.publishing.locking import lock_pages
from workshops.models import Finding, WorkshopReportPage

from ..admin.forms import ClaimPageForm
from ..admin.panels import StandingPanel
from ..decisions.wordings import find_wording, note_public_wording, record_wording
from ..follow_up.record import hold_record, read_history, read_record, read_record_texts
from ..grounds import check_findings, read_findings
from ..register.numbering import restore_mark, save_with_mark
from .decision import Deliberation
from .organisation import Organisation
from .step import FollowUp, Step
from .support import Support

# What its records say, stored on the claim for lists: by claims/follow_up/steps.py, deliberating.py and wordings.py
RECORDED = ["follow_up", "last_step_on", "put_on", "wording", "worded_at", "has_predecessors"]
SEAL_BITS = 31


class ClaimPage(BasePage):
    translated_fields = ["statement", "reasons"]
    summary = "statement"
    mark_field = "mark"
    kept_fields = ["mark", "number", *RECORDED]
    exclude_fields_in_copy = ["mark", "number", "deliberation", *RECORDED]

    mark = models.CharField(_("mark"), max_length=16, unique=True, null=True, editable=False)
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    statement = models.TextField(
        _("statement"), help_text=_("The claim itself, in one sentence that can be read aloud")
    )
    reasons = BodyField(verbose_name=_("reasons"), blank=True)
    deliberation = models.CharField(
        _("deliberation"), max_length=10, choices=Deliberation.choices, default=Deliberation.ADOPTED
    )  # of a numbered claim, changed by claims/decisions/acts.py only
    follow_up = models.CharField(
        _("follow-up"), max_length=10, choices=FollowUp.choices, default=FollowUp.NOT_PUT, editable=False
    )
    last_step_on = models.DateField(_("last step"), null=True, editable=False)
    put_on = models.DateField(_("waiting for an answer since"), null=True, editable=False)
    wording = models.PositiveSmallIntegerField(_("wording"), default=0, editable=False)  # number of the one published
    worded_at = models.DateTimeField(null=True, editable=False)
    has_predecessors = models.BooleanField(default=False, editable=False)
    seal = models.PositiveIntegerField(default=0, editable=False)  # anew at each save: see claims/register/listing.py
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
        StandingPanel(heading=_("Where it stands")),
        FieldPanel("deliberation"),
        FieldPanel("findings"),
        FieldPanel("addressees", widget=CheckboxSelectMultiple),
        InlinePanel("supports", label=_("Organisation that carries or supports it")),
        InlinePanel("reservations", label=_("Reservation or minority position")),
        InlinePanel("sources", label=_("Source")),
    ]

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [  # what the register adds up for each answer, by itself: rows are wide
            models.Index(
                fields=["basepage_ptr", "seal"], condition=models.Q(mark__isnull=False), name="claims_with_marks"
            )
        ]

    unrecorded_wording: Any = None  # the one that this object has, between its row and the wording's own

    def __str__(self) -> str:
        return f"{self.mark} {self.title}" if self.mark else self.title

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Give the mark at first publication, in the same transaction; keep it, and what is recorded, ever after."""
        if update_fields and DRAFT_FIELDS.issuperset(update_fields):
            return self.save_draft_fields(update_fields)  # readers see nothing of it, nor does the register

        def save() -> None:
            had_mark = self.keep_recorded(but=update_fields or [])
            self.seal = secrets.randbits(SEAL_BITS)
            names = update_fields and [*update_fields, "mark", "number", "seal", "wording", "worded_at"]
            # what is saved in part may be a draft that says this, but for a claim that gets its mark now
            wording = find_wording(self) if published and (update_fields is None or not had_mark) else None
            self.unrecorded_wording = wording
            super(ClaimPage, self).save(*args, update_fields=names, **kwargs)
            self.store_wording()

        scheduled = self.go_live_at and self.go_live_at > timezone.now()  # Wagtail saves such a new page as live first
        published = self.live and not scheduled and not self.alias_of_id
        with transaction.atomic(savepoint=False):
            if self.pk:
                lock_pages(self.pk)
            if published:
                save_with_mark(self, save)
            else:
                restore_mark(self)
                save()
        return None

    def keep_recorded(self, *, but: Collection[str]) -> bool:
        """Take from the database what other acts may have recorded since this object was read.

        :param but: fields that are being recorded right now
        :returns: whether the claim had a mark when it was last saved
        """
        stored = ClaimPage.objects.filter(pk=self.pk).values("mark", "deliberation", *RECORDED).first() or {}
        for name in [*RECORDED, *(["deliberation"] if stored.get("mark") else [])]:
            if name in stored and name not in but:
                setattr(self, name, stored[name])
        return bool(stored.get("mark"))

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

    def note_public(self) -> None:
        super().note_public()
        note_public_wording(self)

    note_public.alters_data = True  # type: ignore[attr-defined]

    def list_earlier_texts(self) -> list[Any]:
        """Return besides the wordings that readers do not have now, steps corrected since, and reasons of decisions.

        What was decided is never corrected: its reason can be withheld while it stands.
        """
        wordings = self.wordings.exclude(number=self.wording if self.live else 0).order_by("number")
        steps = Step.objects.filter(claim=self).exclude(correction=None).in_order()
        records = [*wordings, *steps, *self.decisions.order_by("on", "pk")]
        records = [row for row in records if not row.withholding_id and row.get_words()]
        return [*records, *super().list_earlier_texts()]

    def store_wording(self) -> None:
        wording, self.unrecorded_wording = self.unrecorded_wording, None
        if wording:
            record_wording(self, wording)

    def tell_change(self) -> None:
        self.store_wording()  # before it is noted whether everybody can read it
        with hold_record(self):
            super().tell_change()

    def get_search_texts(self, language: str) -> list[str]:
        """Let a claim be found by what stands in its record, too: what was decided, happened, answered."""
        return [*super().get_search_texts(language), *read_record_texts(self, language)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..citations.queries import list_citing_pages  # which reads texts of claims too

        context = super().get_context(request, *args, **kwargs)
        grounds = self.get_grounds()
        report = grounds[0].page if grounds else self.report
        supports = list(self.supports.all().select_related("organisation"))
        return {
            **context,
            "report": report,
            "convention": self.get_parent().get_parent().specific,
            "grounds": grounds,
            "addressees": list(self.addressees.all()),
            "carriers": [support for support in supports if support.role == Support.Role.CARRIES],
            "supporters": [support for support in supports if support.role == Support.Role.SUPPORTS],
            "reservations": list(self.reservations.all().select_related("organisation")),
            "sources": list(self.sources.all()),
            "record": read_record(self),
            "history": read_history(self),
            "citing_pages": list(list_citing_pages(self)),
        }


class Source(TranslatedInline):
    """Where a claim, or a fact it states, can be looked up."""

    translated_fields = ["title"]

    page = ParentalKey(ClaimPage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=255)
    url = models.URLField(_("address"), blank=True)

    panels = [side_by_side("title"), FieldPanel("url")]
