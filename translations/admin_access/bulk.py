"""Bulk actions: Wagtail names the items that one may not act on, so only those that one may see are passed in."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.dispatcher import index
from wagtail.models import AbstractPage
from wagtail.permissions import policy_registry

ACTIONS = ["add", "change", "delete", "view", "choose"]


def act_on_several(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """Pass the request on with those `id` alone that this editor finds in the admin's lists.

    Raises PermissionDenied where there are none at all.
    """
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    listed = list_for(model, request.user)
    if not listed.exists():
        raise PermissionDenied
    query = request.GET.copy()
    keys = [key for key in query.getlist("id") if key.isascii() and key.isdigit()]
    known = {str(key) for key in listed.filter(pk__in=keys).values_list("pk", flat=True)}
    query.setlist("id", [key for key in query.getlist("id") if key in known or key == "all"])
    request.GET = query  # type: ignore[assignment]  # a copy that may still be written to
    response: HttpResponse = index(request, app_label, model_name, action)
    return response


def list_for(model: Any, user: Any) -> Any:
    policy: Any = policy_registry.get_by_type(model)
    if issubclass(model, AbstractPage):
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, ACTIONS)


# Before Wagtail's own, under the same name
urlpatterns = [
    path(
        "bulk/<str:app_label>/<str:model_name>/<str:action>/",
        require_admin_access(act_on_several),
        name="wagtail_bulk_action",
    )
]
