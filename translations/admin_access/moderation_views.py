"""Views of Wagtail's moderation that tell anybody who enters the admin of drafts and tasks: they ask first, here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.workflows import task_chosen
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Task
from wagtail.permissions import policy_registry

from ..models import BasePage

preview = page_viewset_registry.as_view("workflow_preview", page_id_kwarg="page_id")


def preview_for_task(request: HttpRequest, page_id: int, task_id: int) -> HttpResponse:
    """Show a page in moderation to those who may edit it then; Wagtail names it to others, to say it is in none."""
    page = get_object_or_404(BasePage, pk=page_id)
    if not page.specific_deferred.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    response: HttpResponse = preview(request, page_id=page_id, task_id=task_id)
    return response


def choose_task(request: HttpRequest, task_id: int) -> HttpResponse:
    if not policy_registry.get_by_type(Task).user_has_any_permission(request.user, ["add", "change", "delete"]):
        raise PermissionDenied
    response: HttpResponse = task_chosen(request, task_id)
    return response


# Before Wagtail's own
urlpatterns = [
    path(
        "pages/workflow/preview/<int:page_id>/<int:task_id>/",
        require_admin_access(preview_for_task),
        name="wagtailadmin_workflow_preview",
    ),
    path("workflows/task_chooser/<int:task_id>/", require_admin_access(choose_task), name="wagtailadmin_task_chosen"),
]
