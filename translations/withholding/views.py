"""The page in the admin on which earlier texts of a page are withheld from readers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..admin.forms import add_errors
from ..models import BasePage
from ..texts.withheld import Withholdable, Withholding
from .acts import erase_words, may_withhold, show_again, withhold
from .forms import WithholdForm


class WithholdView(WagtailAdminTemplateMixin, FormView):
    """List what a page said once, and what is withheld of it; withhold, show again, erase."""

    template_name = "translations/withholding.html"
    form_class = WithholdForm
    header_icon = "no-view"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = get_object_or_404(BasePage, pk=kwargs["pk"], depth__gt=1)
        if not may_withhold(request.user, page):
            raise PermissionDenied
        self.object = page.specific
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rows(self) -> list[Withholdable]:
        """What can be withheld; with `?q=`, what says those words."""
        words = self.request.GET.get("q", "").strip().casefold()
        rows = self.object.list_earlier_texts()
        return [row for row in rows if any(words in text.casefold() for text in row.get_words().values())]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": self.rows}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"show_again": show_again, "erase": erase_words}
        name = next((name for name in acts if name in request.POST), "")
        if not name:
            return super().post(request, *args, **kwargs)
        try:
            acts[name](withholding=self.get_withholding(request.POST[name]), user=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, self.get_messages()[name])
        return redirect(self.get_success_url())

    def get_withholding(self, key: str) -> Withholding:
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise Http404
        return get_object_or_404(Withholding, pk=int(key), page=self.object.pk)

    def form_valid(self, form: WithholdForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            withhold(
                page=self.object,
                keys=data["keys"],
                reason=form.reason,
                user=self.request.user,
                erased=data["erased"],
            )
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.get_messages()["withhold"])
        return redirect(self.get_success_url())

    def get_messages(self) -> dict[str, str]:
        return {
            "withhold": pgettext("withholding", "Withheld: readers see the date and the reason instead."),
            "show_again": pgettext("withholding", "Readers can see these texts again."),
            "erase": pgettext("withholding", "Deleted. Revisions of the page may still contain these texts."),
        }

    def get_success_url(self) -> str:
        return reverse("withhold_texts", args=[self.object.pk])

    def get_page_title(self) -> str:
        return pgettext("withholding", "Withhold earlier texts")

    def get_page_subtitle(self) -> str:
        return str(self.object.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": reverse("wagtailadmin_pages:edit", args=[self.object.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, own, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "object": self.object,
            "rows": self.rows,
            "words": self.request.GET.get("q", ""),
            "withholdings": self.object.withholdings.select_related("by").order_by("-withheld_at"),
            "history_url": reverse("wagtailadmin_pages:history", args=[self.object.pk]),
        }
