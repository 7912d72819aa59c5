"""The record of a claim in the admin: reading it, adding to it, correcting it in the open, translating it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.generic import FormView, TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request

from translations.admin.forms import add_errors
from translations.admin.idempotency import FIELD, use_key
from translations.languages import TRANSLATIONS, column

from ..follow_up.record import read_history, read_record
from ..follow_up.steps import check_steps, list_untranslated, record_steps, translate_step
from ..models import ClaimPage, Deliberation, Step, StepKind
from .decision_views import DECISION_ACTS, act_url
from .form_states import FormStateMixin
from .selection import get_claim, get_claims
from .step_forms import RECORDABLE, StepForm, StepTranslationForm, read_values


class RecordMixin(FormStateMixin):
    """The furniture of the pages about the record of `claim`."""

    header_icon = "history"
    claim: ClaimPage
    request: HttpRequest

    def get_page_subtitle(self) -> str:
        return str(self.claim)

    @property
    def record_url(self) -> str:
        return reverse("claims:record", args=[self.claim.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            {"url": reverse("claims:index"), "label": pgettext("claims", "Claims")},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.claim.pk]), "label": str(self.claim)},
        ]
        if not isinstance(self, RecordView):
            items.append({"url": self.record_url, "label": pgettext("record of a claim", "Progress")})
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "claim": self.claim, "record_url": self.record_url}


class RecordView(RecordMixin, TemplateView):
    template_name = "claims/admin/record.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.claim = get_claim(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return pgettext("record of a claim", "Progress")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        related = ["organisation", "evidence_document", "corrects", "correction", "by", "withholding"]
        steps = list(Step.objects.filter(claim=self.claim).in_order().select_related(*related))
        for step in steps:
            step.untranslated = any(list_untranslated(step, language) for language in TRANSLATIONS)
        return {
            **super().get_context_data(**kwargs),
            "steps": steps,
            "decisions": self.claim.decisions.all().select_related("by", "withholding"),
            "history": read_history(self.claim),
            "days_waiting": read_record(self.claim).days_waiting,
            "wordings": self.claim.wordings.all(),
            "kinds": RECORDABLE,
            "acts": [(act, act_url(name, self.claim)) for name, act in DECISION_ACTS.items() if act.fits(self.claim)],
            "is_final": Deliberation(self.claim.deliberation).is_final,
        }


class StepFormView(RecordMixin, FormView):
    """A first post shows the step as readers will, as it is there for good; one with `confirmed` enters it.

    What cannot be entered comes back with the reason on its field.
    """

    template_name = "claims/admin/step.html"
    confirmation_template_name = "claims/admin/step_confirmation.html"
    form_class = StepForm
    corrects: Step | None = None
    claims: Sequence[ClaimPage] = ()  # where a step is recorded for several at once

    @cached_property
    def kind(self) -> StepKind:
        """
        :raises Http404: if the address names a kind that there is not
        """
        asked = self.request.POST.get("kind") or self.request.GET.get("kind") or self.default_kind
        if asked not in RECORDABLE:
            raise Http404
        return StepKind(asked)

    default_kind = StepKind.PUT

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.kind}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "change" in request.POST:
            form = self.get_form()
            form.is_valid()
            form.errors.clear()  # nothing was asked yet
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: StepForm) -> HttpResponse:
        steps = self.make_steps(form)
        try:
            if "confirmed" not in self.request.POST:
                check_steps(steps)
                return self.confirm(form, steps)
            with transaction.atomic():
                _key, used = use_key(self.request)
                if not used:  # else it was a second click
                    record_steps(steps=steps, user=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.get_message())
        return redirect(get_valid_next_url_from_request(self.request) or self.record_url)

    def confirm(self, form: StepForm, steps: list[Step]) -> HttpResponse:
        key = uuid.uuid4()
        context = self.get_context_data(form=form, step=steps[0], key_name=FIELD, key=key, confirming=True)
        return self.response_class(self.request, [self.confirmation_template_name], context)

    def make_steps(self, form: StepForm) -> list[Step]:
        return [form.make_step(self.claim, self.corrects)]

    def get_message(self) -> str:
        self.claim.refresh_from_db()
        state = self.claim.get_follow_up_display().lower()
        return _("Update added. Progress of %(mark)s: %(state)s.") % {"mark": self.claim.mark, "state": state}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_url = get_valid_next_url_from_request(self.request)
        kept = [*(("id", claim.pk) for claim in self.claims), *([("next", next_url)] if next_url else [])]
        return {
            **super().get_context_data(**kwargs),
            "kind": self.kind,
            "kinds": [(kind, urlencode([("kind", kind.value), *kept])) for kind in RECORDABLE],
            "corrects": self.corrects,
            "next_url": next_url,
            "submit_label": self.get_page_title(),
        }


class AddStepView(StepFormView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.claim = get_claim(request, kwargs["pk"])
        if not self.claim.mark:
            messages.error(request, _("A claim’s progress can be recorded once it is published and has a number."))
            return redirect(self.record_url)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Add an update")

    def get_initial(self) -> dict[str, Any]:
        addressees = list(self.claim.addressees.all()[:2])
        return {"organisation": addressees[0].pk} if self.kind == StepKind.PUT and len(addressees) == 1 else {}


class AddStepsView(StepFormView):
    """One letter puts several claims: one form, one step for each of them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.claims = get_claims(request)
        self.claim = self.claims[0]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Add an update for several claims")

    def get_page_subtitle(self) -> str:
        return ", ".join(claim.mark or claim.title for claim in self.claims)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("claims:index"), "label": pgettext("claims", "Claims")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def make_steps(self, form: StepForm) -> list[Step]:
        return [form.make_step(claim) for claim in self.claims]

    def get_message(self) -> str:
        count = len(self.claims)
        message = ngettext("Update added for %(count)d claim.", "Update added for %(count)d claims.", count)
        return message % {"count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "claims": self.claims}
        return {**context, "record_url": context["next_url"] or reverse("claims:index")}


class OfStepMixin:
    """For pages about one step, which must not be corrected yet."""

    step: Step

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.step = get_object_or_404(Step.objects.select_related("correction", "organisation"), pk=kwargs["step"])
        self.claim = get_claim(request, self.step.claim_id)
        if self.step.is_corrected:
            messages.error(request, _("This update has already been corrected. Correct the later one."))
            return redirect("claims:record", self.claim.pk)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class CorrectStepView(OfStepMixin, StepFormView):
    @property
    def corrects(self) -> Step:  # type: ignore[override]
        return self.step

    @property
    def default_kind(self) -> StepKind:  # type: ignore[override]
        return StepKind(self.step.kind) if self.step.kind != StepKind.RETRACTED else StepKind.PUT

    def get_page_title(self) -> str:
        return _("Correct this update")

    def get_initial(self) -> dict[str, Any]:
        return read_values(self.step)


class RetractStepView(CorrectStepView):
    kind = StepKind.RETRACTED

    def get_page_title(self) -> str:
        return _("Added by mistake")

    def get_initial(self) -> dict[str, Any]:
        return {}


class TranslateStepView(OfStepMixin, RecordMixin, FormView):
    template_name = "claims/admin/step_translation.html"
    form_class = StepTranslationForm

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        return {language: list_untranslated(self.step, language) for language in TRANSLATIONS}

    def get_page_title(self) -> str:
        return _("Translate this update")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "step": self.step, "missing": self.missing}

    def form_valid(self, form: StepTranslationForm) -> HttpResponse:
        try:
            for language, names in self.missing.items():
                texts = {name: form.cleaned_data[column(name, language)] for name in names}
                translate_step(step=self.step, language=language, texts=texts, user=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, pgettext("claims", "Translation added."))
        return redirect(self.record_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "step": self.step}
