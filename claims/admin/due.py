"""Steps whose date to look again has come: on the first page, and as a list of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import page_permission_policy

from ..follow_up.steps import list_due
from ..models import Step

SHOWN = 8


def list_due_for(user: Any) -> QuerySet[Step]:
    """Return the steps to look at again, of those claims whose record `user` may keep."""
    mine = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return list_due().filter(claim__in=mine.order_by().values("pk"))


def count_days(steps: Any) -> list[Step]:
    """Tell with each of `steps` for how many days it has been due."""
    today = timezone.localdate()
    steps = list(steps)
    for step in steps:
        step.days = (today - step.look_again_on).days
    return steps


class DuePanel(Component):
    """On the first page, in two queries; not there while nothing is due."""

    name = "due"
    template_name = "claims/admin/due_panel.html"
    order = 40

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        due = list_due_for(self.user)
        return {"steps": count_days(due[:SHOWN]), "total": due.count(), "url": reverse("due:index")}


class DueView(WagtailAdminTemplateMixin, ListView):
    template_name = "claims/admin/due.html"
    header_icon = "time"
    paginate_by = 50
    page_kwarg = "p"
    context_object_name = "steps"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get(self.page_kwarg))
        return page.paginator, page, count_days(page.object_list), page.has_other_pages()

    def get_queryset(self) -> QuerySet[Step]:
        return list_due_for(self.request.user)

    def get_page_title(self) -> str:
        return _("Due for review")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class DueViewSet(ViewSet):
    name = "due"
    icon = "time"
    menu_label = gettext_lazy("Due for review")

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.construct_view(DueView), name="index")]
