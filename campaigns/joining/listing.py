"""Applications in the admin: each coordinator sees those of the regions whose pages they may edit, and no others."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.contrib.forms.views import SubmissionsListView
from wagtail.permissions import policy_registry

from campaigns.models import Application, JoinPage
from contacts.models import Region, RegionPage
from translations.formulas import ExportWithoutFormulas
from translations.models import BasePage


def regions_of(user: Any) -> QuerySet[Region]:
    """Return the regions whose pages `user` may edit, and all within them: who keeps the page coordinates there."""
    if user.is_superuser:
        return Region.objects.all()
    editable = policy_registry.get_by_type(BasePage).instances_user_has_permission_for(user, "change")
    pages = RegionPage.objects.filter(pk__in=editable.values("pk")).select_related("region")
    return Region.objects.within(*(page.region for page in pages))


def forms_of(user: Any, forms: QuerySet[BasePage]) -> QuerySet[BasePage]:
    """Show calls to whoever coordinates a region, who need not be allowed to edit them; and to nobody else."""
    coordinates = regions_of(user).exists()
    return BasePage.objects.filter(pk__in=JoinPage.objects.values("pk")) if coordinates else forms.none()


class ApplicationsView(ExportWithoutFormulas, SubmissionsListView):
    """Wagtail's list and its exports as CSV and XLSX, of confirmed applications only."""

    results_template_name = "campaigns/joining/list.html"

    def get_base_queryset(self) -> QuerySet[Application]:
        confirmed = Application.objects.confirmed().filter(page=self.form_page.pk)
        return confirmed.filter(region__in=regions_of(self.request.user)).select_related("region")
