"""A sheet of rows to add several claims to a report at once, and the order in which the report shows its claims."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from translations.admin.forms import add_errors
from translations.admin.idempotency import FIELD, use_key
from translations.languages import LANGUAGES, SOURCE, column
from translations.publishing.locking import lock_pages
from workshops.models import WorkshopReportPage

from ..models import ClaimPage, Organisation
from ..models.grounds import check_findings, read_findings
from ..register.adding import NewClaim, add_claims
from .decision_forms import text_field
from .form_states import FormStateMixin

FIRST_ROWS = 5
MOST_ROWS = 60


class RowForm(forms.Form):
    """A claim to be. A row that is left empty counts for nothing."""

    findings = ClaimPage._meta.get_field("findings").formfield()
    addressees = forms.ModelMultipleChoiceField(
        Organisation.objects.all(),
        label=pgettext_lazy("claims", "Addressed to"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=gettext_lazy("Ctrl and a click, or Command on a Mac, choose several."),
    )

    def __init__(self, *args: Any, report: WorkshopReportPage, known: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        for language in LANGUAGES:
            self.fields[column("statement", language)] = text_field(
                gettext_lazy("Text of the claim"), language, required=language == SOURCE, max_length=2000
            )
        self.order_fields([*(column("statement", language) for language in LANGUAGES), "findings", "addressees"])

    @property
    def name(self) -> str:
        return _("Claim {number}").format(number=int((self.prefix or "").rpartition("-")[2]) + 1)

    def clean_findings(self) -> str:
        text = self.cleaned_data["findings"]
        try:
            check_findings(read_findings(text), self.known)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return str(text)

    def make_claim(self) -> NewClaim:
        data = self.cleaned_data
        statement = {language: data.get(column("statement", language), "") for language in LANGUAGES}
        return NewClaim(statement=statement, findings=data["findings"], addressees=list(data["addressees"]))


class OfReportMixin(FormStateMixin):
    header_icon = "pick"
    report: WorkshopReportPage
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.report = get_object_or_404(WorkshopReportPage, pk=kwargs["pk"])
        self.permissions = self.report.permissions_for_user(request.user)

    def get_page_subtitle(self) -> str:
        return f"{self.report.code} {self.report.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            {"url": reverse("reports:index"), "label": pgettext("claims", "Workshop reports")},
            {"url": reverse("wagtailadmin_explore", args=[self.report.pk]), "label": self.get_page_subtitle()},
        ]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "report": self.report}


class AddClaimsView(OfReportMixin, FormView):
    """Saves all rows or none: what is wrong is told on its row, and nothing that was typed is lost."""

    template_name = "claims/admin/sheet.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.permissions.can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Add several claims")

    @property
    def may_publish(self) -> bool:
        return bool(self.permissions.can_publish_subpage()) and self.report.live

    def get_form(self, form_class: Any = None) -> Any:
        formset = forms.formset_factory(RowForm, extra=FIRST_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        kwargs = {"report": self.report, "known": set(self.report.get_known_findings())}
        return formset(self.request.POST or None, form_kwargs=kwargs, prefix="rows")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        formset = self.get_form()
        if "more" in request.POST:
            return self.show_more_rows()
        if not formset.is_valid():
            return self.form_invalid(formset)
        rows = [form for form in formset.forms if form.has_changed()]
        if not rows:
            return self.render_to_response(self.get_context_data(form=formset, problem=_("Write at least one claim.")))
        publish = "publish" in request.POST
        if publish and not self.may_publish:
            raise PermissionDenied
        try:
            claims = [form.make_claim() for form in rows]
            with transaction.atomic():
                _key, used = use_key(request)
                if used:  # a second click
                    return redirect("wagtailadmin_explore", self.report.pk)
                added = add_claims(report=self.report, claims=claims, publish=publish, user=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(rows[getattr(error, "row", 0)], error)
            return self.form_invalid(formset)
        messages.success(request, self.get_message(added, publish))
        return redirect("wagtailadmin_explore", self.report.pk)

    def show_more_rows(self) -> HttpResponse:
        """Show the form again with what was typed, unchecked, and more empty rows."""
        data = self.request.POST.copy()
        total = data.get("rows-TOTAL_FORMS", "")
        count = int(total) if total.isdecimal() and len(total) < 4 else 0
        data["rows-TOTAL_FORMS"] = str(min(count + FIRST_ROWS, MOST_ROWS))
        self.request.POST = data  # type: ignore[assignment]
        formset = self.get_form()
        for form in formset.forms:
            form.full_clean()
            form.errors.clear()
        first_new = formset.forms[min(count, MOST_ROWS - 1)]
        first_new.fields[column("statement", SOURCE)].widget.attrs["autofocus"] = True
        return self.render_to_response(self.get_context_data(form=formset, unchecked=True))

    def get_message(self, claims: list[ClaimPage], publish: bool) -> str:
        if publish:
            marks = ", ".join(claim.mark or "" for claim in claims)
            return _("Published: %(marks)s.") % {"marks": marks}
        message = ngettext("%(count)d claim saved as a draft.", "%(count)d claims saved as drafts.", len(claims))
        return message % {"count": len(claims)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        key = {"key_name": FIELD, "key": self.request.POST.get(FIELD) or uuid.uuid4()}
        return {**context, **key, "may_publish": self.may_publish, "findings": self.report.findings.all()}


class ChooseReportView(WagtailAdminTemplateMixin, TemplateView):
    """From the list of claims: to which report?"""

    template_name = "claims/admin/choose_report.html"
    header_icon = "pick"

    def get_page_title(self) -> str:
        return _("Add several claims")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("claims:index"), "label": pgettext("claims", "Claims")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = WorkshopReportPage.objects.defer_streamfields().order_by("path")
        mine = [report for report in reports if report.permissions_for_user(self.request.user).can_add_subpage()]
        return {**super().get_context_data(**kwargs), "reports": mine}


class OrderView(OfReportMixin, TemplateView):
    """The order in which a report shows its claims: each with its place in figures, so that no dragging is needed."""

    template_name = "claims/admin/order.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.permissions.can_reorder_children():
            raise PermissionDenied
        self.claims = list(ClaimPage.objects.child_of(self.report).order_by("path").defer_streamfields())
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Order of the claims")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            places = {claim.pk: self.read_place(claim, current) for current, claim in enumerate(self.claims, start=1)}
        except ValueError:
            return self.render_to_response(self.get_context_data(problem=_("Enter each position as a number.")))
        ordered = sorted(self.claims, key=lambda claim: places[claim.pk])
        if ordered != self.claims:
            with transaction.atomic():
                lock_pages(self.report.pk)
                for claim in ordered:
                    page = ClaimPage.objects.get(pk=claim.pk)
                    page.move(page.get_parent(), pos="last-child", user=request.user)
        messages.success(request, _("The order has been saved. No number has changed."))
        return redirect(request.path)

    def read_place(self, claim: ClaimPage, current: int) -> tuple[Decimal, bool]:
        """Return what was typed as the claim's place; of two in one place, the one that was moved there comes first.

        :raises ValueError: if it is no number
        """
        typed = self.request.POST.get(f"place-{claim.pk}", str(current)).strip().replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", typed):
            raise ValueError(typed)
        return Decimal(typed), Decimal(typed) == current

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post = self.request.POST
        rows = [(claim, post.get(f"place-{claim.pk}", place)) for place, claim in enumerate(self.claims, start=1)]
        return {**super().get_context_data(**kwargs), "rows": rows}
