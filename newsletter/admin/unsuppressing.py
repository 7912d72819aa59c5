"""Lifting a suppression that was a mistake: somebody pressed "it was not me" in error, or their mailbox works again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ..models import Suppression
from .forms import ReleaseForm
from .views import SubscribersMixin

Reason = Suppression.Reason


def find_suppression(address: str) -> Suppression | None:
    """Return what forbids even to ask for the newsletter at a normalised `address`; see find_or_add."""
    return Suppression.objects.of(address).exclude(reason=Reason.UNSUBSCRIBED).first()


def release(address: str) -> Suppression | None:
    """Forget that `address` must not be written to; return what was forgotten. It is not subscribed by that."""
    with transaction.atomic():
        suppressions = Suppression.objects.of(address).exclude(reason=Reason.UNSUBSCRIBED)
        found = suppressions.select_for_update().first()
        suppressions.delete()
    return found


class ReleaseView(SubscribersMixin, FormView):
    """Type an address, read what would happen, then release it. By POST throughout: no address in any URL."""

    permission = "release"
    form_class = ReleaseForm
    template_name = "newsletter/admin/release.html"
    page_title = _("Unblock an address")

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        address = form.cleaned_data["email"]
        found = find_suppression(address)
        if found is None or self.request.POST.get("act") != "release":
            return self.render_to_response(self.get_context_data(form=form, looked=True, found=found, address=address))
        return self.let_go(form, address)

    def let_go(self, form: ReleaseForm, address: str) -> HttpResponse:
        if found := release(address):
            named = Suppression(pk=found.pk or 0)
            self.note(
                "release",
                named,
                pgettext("newsletter", "An address"),
                reason=form.cleaned_data["reason"],
                was=found.reason,
            )
            messages.success(self.request, gettext("Address unblocked. The person can sign up again."))
        else:
            messages.warning(self.request, gettext("Someone else has already unblocked it."))
        return redirect("subscribers:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"looked": False, **kwargs})
