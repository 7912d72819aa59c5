"""Applications in the admin: each coordinator sees those of the regions that they were named for, and no others.

To apply tells of a union (GDPR, article 9): to be allowed to edit the region's page, or the call, is not enough.
Whoever looks or exports leaves an entry in the log.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext_lazy
from wagtail.contrib.forms.views import FormPagesListView, SubmissionsListView
from wagtail.log_actions import log

from campaigns.models import Application, JoinPage
from contacts.coordinators import coordinated_by
from contacts.models import Region
from content.csv_formulas import ExportWithoutFormulas
from translations.models import BasePage


def regions_of(user: Any) -> QuerySet[Region]:
    """Return the regions whose applications `user` may read: all by permission, else those that `user` coordinates."""
    return Region.objects.all() if user.has_perm("campaigns.read_applications") else coordinated_by(user)


def forms_of(user: Any, forms: QuerySet[BasePage]) -> QuerySet[BasePage]:
    """Show calls to whoever coordinates a region, who need not be allowed to edit them; and to nobody else."""
    coordinates = regions_of(user).exists()
    return BasePage.objects.filter(pk__in=JoinPage.objects.values("pk")) if coordinates else forms.none()


class CallsView(FormPagesListView):
    """Wagtail's list of forms, named for what they are, for those who may read applications to one of them."""

    page_title = pgettext_lazy("campaigns", "Applications")
    any_permission_required = None  # on pages: whoever coordinates a region has none, and sees all of forms_of

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not regions_of(request.user).exists():
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class ApplicationsView(ExportWithoutFormulas, SubmissionsListView):
    """Wagtail's list and its exports as CSV and XLSX, of confirmed applications only."""

    results_template_name = "campaigns/joining/list.html"

    def get_base_queryset(self) -> QuerySet[Application]:
        confirmed = Application.objects.confirmed().filter(page=self.form_page.pk)
        return confirmed.filter(region__in=regions_of(self.request.user)).select_related("region")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Note who saw how many applications; of the applications themselves, the log says nothing."""
        shown = len(context["submissions"])
        if shown:
            action = "campaigns.export_applications" if self.is_export else "campaigns.read_applications"
            log(self.form_page, action, user=self.request.user, data={"count": shown})
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "no-store"
        return response
