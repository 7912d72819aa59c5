"""Subscribers in the admin: to be looked at by those with the permission, and changed by nobody but themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from translations.languages import NAMES

from .models import Subscriber

Status = Subscriber.Status


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return super().users_with_any_permission({"view"} & set(actions))


class SubscriberIndexView(IndexView):
    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "counts": count_by_language()}


class SubscriberInspectView(InspectView):
    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Show times as the list does, in the site's time zone; Wagtail would show them in UTC."""
        value = super().get_field_display_value(field_name, field)
        return localtime(value) if isinstance(value, datetime) else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "consent_events": self.object.consent_events.all()}


class SubscriberViewSet(ModelViewSet):
    model = Subscriber
    icon = "mail"
    menu_label = _("Subscribers")
    menu_order = 500
    add_to_admin_menu = True
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    index_results_template_name = "newsletter/admin/index_results.html"
    inspect_template_name = "newsletter/admin/inspect.html"
    list_display = ["address", "language", "status", "rhythm", "asked_at", "confirmed_at"]
    list_filter = ["status", "language"]
    search_fields = None  # a search would put addresses in URLs, and so in logs and histories
    inspect_view_enabled = True
    inspect_view_fields = ["address", "language", "topics", "rhythm", "status", "asked_at", "confirmed_at", "ended_at"]
    copy_view_enabled = False
    form_fields: list[str] = []

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return super().get_permissions_to_register().filter(codename="view_subscriber")


def count_by_language() -> list[dict[str, Any]]:
    """Return for each language how many receive the newsletter and how many have yet to confirm it."""
    counts = Subscriber.objects.order_by("language").values("language")
    active, pending = (Count("pk", filter=Q(status=status)) for status in (Status.ACTIVE, Status.PENDING))
    return [
        {**count, "name": NAMES.get(count["language"], count["language"])}
        for count in counts.annotate(active=active, pending=pending)
    ]
