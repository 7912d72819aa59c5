"""The call to join a campaign: a form, a deadline for each region, and the applications that come in."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormSubmission, FormMixin
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from campaigns.call_form import CallForm
from contacts.models import Region
from content.blocks import TEXT_FEATURES
from translations.admin.row_panels import RowsPanel
from translations.models import BasePage


@dataclass(frozen=True)
class Term:
    """Until when a region's people may apply; without a day, until further notice."""

    region: Region
    closes_on: datetime.date | None

    @property
    def is_open(self) -> bool:
        return self.closes_on is None or timezone.localdate() <= self.closes_on


class JoinPage(FormMixin, BasePage):
    """The form is the same for every call, as the text of consent names what it asks; see campaigns/joining."""

    translated_fields = ["lead", "asks"]
    summary = "lead"

    lead = models.TextField(pgettext_lazy("campaigns", "lead"), blank=True)
    asks = RichTextField(_("what is expected"), features=TEXT_FEATURES, blank=True)
    fallback_email = models.EmailField(
        _("fallback email address"),
        help_text=_(
            "Applications go to the region’s coordinators or, if it has none, to those of the "
            "region it is part of. If there are none either, they go to this address."
        ),
    )
    kept_days = models.PositiveSmallIntegerField(
        _("days before applications are deleted"),
        default=180,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
    )

    deadlines: Any  # by JoinDeadline
    base_form_class = CallForm
    landing_page_template = "campaigns/joining/sent.html"

    parent_page_types = ["campaigns.CampaignPage"]
    subpage_types: list[str] = []
    template = "campaigns/join_page.html"

    preview_modes = BasePage.preview_modes

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("asks"),
        FieldRowPanel([FieldPanel("fallback_email"), FieldPanel("kept_days")]),
        RowsPanel("deadlines", label=_("Region covered by the call"), min_num=1),
    ]

    class Meta:
        verbose_name = _("call for applicants")
        verbose_name_plural = _("calls for applicants")

    # Terms

    @cached_property
    def terms(self) -> dict[int, Term]:
        """Map each region that may apply to its term: its own, or that of the nearest region around it. Two queries."""
        return self.find_terms({region.pk: region for region in Region.objects.all()})

    def find_terms(self, regions: dict[int, Region]) -> dict[int, Term]:
        own = {deadline.region_id: deadline.closes_on for deadline in self.deadlines.all()}
        terms = {}
        for key, region in regions.items():
            above: list[int] = []
            place: int | None = key
            while place in regions and place not in own and place not in above:
                above.append(place)
                place = regions[place].parent_id
            if place in own:
                terms[key] = Term(region, own[place])
        return terms

    @property
    def stated_terms(self) -> list[Term]:
        """The terms that editors stated, in the order they gave."""
        return [self.terms[deadline.region_id] for deadline in self.deadlines.all()]

    @property
    def is_open(self) -> bool:
        return any(term.is_open for term in self.terms.values())

    # Wagtail's form

    def get_form_class(self) -> Any:
        from campaigns.joining.forms import JoinForm

        return JoinForm

    def get_submission_class(self) -> type[Application]:
        return Application

    def get_submissions(self) -> models.QuerySet[Application]:
        """Return none to what Wagtail lists or deletes without asking whose they are; ApplicationsView asks."""
        return Application.objects.none()

    def get_submissions_list_view_class(self) -> Any:
        from campaigns.joining.listing import ApplicationsView

        return ApplicationsView

    def get_data_fields(self) -> list[tuple[str, Any]]:
        return [
            ("confirmed_at", pgettext_lazy("campaigns", "Confirmed on")),
            ("region", pgettext_lazy("campaigns", "Region")),
            ("name", pgettext_lazy("campaigns", "Name")),
            ("email", pgettext_lazy("campaigns", "Email address")),
            ("organisation", _("Union or organisation")),
            ("languages", pgettext_lazy("campaigns", "Languages")),
            ("message", pgettext_lazy("campaigns", "Message")),
        ]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the page; what is sent goes to an address of its own, as this one would need a cookie."""
        return BasePage.serve(self, request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        return BasePage.serve_preview(self, request, mode_name)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return self.get_context(request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        form = kwargs.get("form") or self.get_form(page=self)
        return {**context, "form": form, "campaign": self.get_parent()}


class JoinDeadline(Orderable):
    """That a region, and all within it that has no row of its own, may apply, and until when."""

    page = ParentalKey(JoinPage, on_delete=models.CASCADE, related_name="deadlines")
    region = models.ForeignKey(
        Region, verbose_name=pgettext_lazy("campaigns", "region"), on_delete=models.PROTECT, related_name="+"
    )
    closes_on = models.DateField(
        pgettext_lazy("campaigns", "last day"),
        null=True,
        blank=True,
        help_text=_("Leave empty if there is no deadline."),
    )

    panels = [FieldRowPanel([FieldPanel("region"), FieldPanel("closes_on")])]

    class Meta(Orderable.Meta):
        verbose_name = _("region covered by the call")
        unique_together = [("page", "region")]  # what forms of rows check, as they do no constraint

    def __str__(self) -> str:
        return f"{self.region}, {self.closes_on or '–'}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def confirmed(self) -> ApplicationQuerySet:
        return self.exclude(confirmed_at=None)

    def expired(self) -> ApplicationQuerySet:
        """What may be kept no longer: unconfirmed ones after a week, all after the days that their call states."""
        now = timezone.now()
        unconfirmed = models.Q(confirmed_at=None, submit_time__lt=now - UNCONFIRMED_KEPT)
        old = models.Q(pk__in=[])
        for page, days in JoinPage.objects.values_list("pk", "kept_days"):
            old |= models.Q(page=page, submit_time__lt=now - datetime.timedelta(days=days))
        return self.filter(unconfirmed | old)


UNCONFIRMED_KEPT = datetime.timedelta(days=7)


class Application(AbstractFormSubmission):
    """Somebody's wish to join. Only a confirmed one is read by anybody, and only by their region's coordinators."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what the link in the mail names
    email = models.EmailField(pgettext_lazy("campaigns", "email address"))
    region = models.ForeignKey(
        Region, verbose_name=pgettext_lazy("campaigns", "region"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(pgettext_lazy("campaigns", "language"), max_length=8, choices=settings.LANGUAGES)
    text_version = models.CharField(_("version of the text agreed to"), max_length=32)
    later = models.JSONField(default=list, editable=False)  # sent again before it was confirmed: joining/answers.py
    mailed_at = models.DateTimeField(null=True, blank=True)  # the link to confirm, the last time
    confirmed_at = models.DateTimeField(pgettext_lazy("campaigns", "confirmed on"), null=True, blank=True)
    forwarded_at = models.DateTimeField(_("passed on to the coordinators on"), null=True, blank=True)

    objects: ClassVar[Any] = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("campaigns", "application")
        verbose_name_plural = pgettext_lazy("campaigns", "applications")
        permissions = [
            ("read_applications", gettext_noop("Can read applications from every region")),
        ]
        constraints = [models.UniqueConstraint(fields=["page", "email"], name="one_application_a_call")]

    def __str__(self) -> str:
        return str(self.pk)  # as logs may hold it

    def get_data(self) -> dict[str, Any]:
        confirmed_at = self.confirmed_at and timezone.localtime(self.confirmed_at)
        return {**super().get_data(), "email": self.email, "region": self.region.name, "confirmed_at": confirmed_at}
