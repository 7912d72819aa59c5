"""Contesting, adopting again, withdrawing, merging and splitting: a form, then what will happen, then the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin.utils import get_valid_next_url_from_request

from translations.admin.forms import add_errors
from workshops.publication import require_published

from ..decisions.acts import already, check_decision, check_successors, check_vote, decide, merge_claims, split_claim
from ..marks import Mark
from ..models import ClaimPage, GivenMark
from .decision_forms import (
    FIRST_PARTS,
    AdoptForm,
    ContestForm,
    DecisionForm,
    MergeForm,
    SplitForm,
    VoteForm,
    WithdrawForm,
)
from .form_states import FormStateMixin
from .selection import get_claims


@dataclass(frozen=True)
class Act:
    """Something to be done to claims; `several` if one decision can concern several of them.

    Lists of pages offer it if `listed`: not what takes a query for each claim to know whether it fits.
    """

    form: type[DecisionForm]
    label: Any
    icon: str
    several: bool = True
    listed: bool = True

    def fits(self, claim: ClaimPage) -> bool:
        """Tell whether it can be done to `claim` as it stands."""
        return bool(claim.mark) and not claim.is_final and self.form.fits(claim)


DECISION_ACTS = {
    "vote": Act(VoteForm, pgettext_lazy("act on a claim", "Record the vote"), "group", listed=False),
    "contest": Act(ContestForm, gettext_lazy("Mark as contested"), "warning"),
    "adopt": Act(AdoptForm, pgettext_lazy("claims", "Adopt again"), "check"),
    "withdraw": Act(WithdrawForm, pgettext_lazy("claims", "Withdraw"), "cross"),
    "merge": Act(MergeForm, pgettext_lazy("claims", "Merge"), "link"),
    "split": Act(SplitForm, pgettext_lazy("claims", "Split"), "list-ul", several=False),
}


def act_url(name: str, *claims: Any, next_url: str = "") -> str:
    keys = "&".join(f"id={claim.pk}" for claim in claims)
    return f"{reverse('claims:act', args=[name])}?{keys}" + (f"&next={next_url}" if next_url else "")


class DecisionView(FormStateMixin, FormView):
    """A first post checks what was filled in and shows what will happen; one with `confirmed` does it."""

    template_name = "claims/admin/act.html"
    confirmation_template_name = "claims/admin/act_confirmation.html"
    header_icon = "pick"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["act"] not in DECISION_ACTS:
            raise Http404
        self.act = DECISION_ACTS[kwargs["act"]]
        self.next_url = get_valid_next_url_from_request(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.claims = get_claims(request)
        if len(self.claims) > 1 and not self.act.several:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[DecisionForm]:
        return self.act.form

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.act.form is SplitForm:
            rows = self.request.POST.get("rows", "")
            kwargs["rows"] = int(rows) if rows.isdecimal() and len(rows) < 3 else FIRST_PARTS
            kwargs["rows"] += FIRST_PARTS if "more" in self.request.POST else 0
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if {"more", "change"} & request.POST.keys():
            form = self.get_form()
            form.is_valid()
            form.errors.clear()  # nothing was asked yet
            if isinstance(form, SplitForm) and "more" in request.POST:
                form.focus_first_new_part()
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            self.check(form)
            if "confirmed" not in self.request.POST:
                return self.confirm(form)
            self.perform(form)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.get_message())
        return redirect(self.next_url or reverse("claims:record", args=[self.claims[0].pk]))

    def check(self, form: DecisionForm) -> None:
        """Ask nobody to confirm what will be refused.

        :raises ValidationError: if the act cannot be done
        """
        for claim in self.claims:
            check_decision(claim, form.deliberation, form.reason, form.cleaned_data["on"])
            if not self.act.fits(claim):  # a vote is recorded of what is adopted, and that is not adopted again
                raise already(claim)
            check_vote(form.vote)
            if isinstance(form, SplitForm):
                require_published(claim.get_parent())
            else:
                check_successors(claim, form.deliberation, form.named)

    def perform(self, form: DecisionForm) -> None:
        arguments = {
            "reason": form.reason,
            "on": form.cleaned_data["on"],
            "vote": form.vote,
            "user": self.request.user,
        }
        if isinstance(form, SplitForm):
            split_claim(claim=self.claims[0], statements=form.statements, **arguments)
        elif isinstance(form, MergeForm):
            merge_claims(claims=self.claims, into=form.named[0], **arguments)
        else:
            with transaction.atomic():
                for claim in self.claims:
                    decide(claim=claim, deliberation=form.deliberation, successors=form.named, **arguments)

    def confirm(self, form: DecisionForm) -> HttpResponse:
        context = self.get_context_data(form=form, successors=form.named, reason=form.reason, confirming=True)
        if isinstance(form, SplitForm):
            marks = foresee_marks(self.claims[0], len(form.statements))
            context["parts"] = list(zip(marks, form.statements, strict=True))
        return self.response_class(self.request, [self.confirmation_template_name], context)

    def get_message(self) -> str:
        marks = ", ".join(claim.mark or "" for claim in self.claims)
        message = ngettext(
            "Done. %(marks)s is now: %(state)s.", "Done. %(marks)s are now: %(state)s.", len(self.claims)
        )
        return message % {"marks": marks, "state": self.act.form.deliberation.label.lower()}

    def get_page_title(self) -> Any:
        return self.act.label

    def get_page_subtitle(self) -> str:
        return ", ".join(str(claim) for claim in self.claims) if len(self.claims) < 4 else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("claims:index"), "label": pgettext("claims", "Claims")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_final, state = self.act.form.deliberation.is_final, self.act.form.deliberation
        return {
            **super().get_context_data(**kwargs),
            "claims": self.claims,
            "act": self.act,
            "state": state,
            "is_final": is_final,
            "next_url": self.next_url,
            "cancel_url": self.next_url or reverse("wagtailadmin_pages:edit", args=[self.claims[0].pk]),
        }


def foresee_marks(claim: ClaimPage, count: int) -> list[Mark]:
    """Return the marks that `count` claims beside `claim` get if nobody publishes one there first."""
    code = claim.report.code
    highest = GivenMark.objects.filter(code=code).aggregate(highest=Max("number"))["highest"] or 0
    return [Mark(code, highest + number) for number in range(1, count + 1)]
