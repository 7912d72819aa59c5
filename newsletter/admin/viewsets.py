"""Subscribers in the admin: looked at by those who may, entered from paper or a list, changed by nobody by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from ..models import Subscriber
from . import figures
from .resuming import ResumeView, is_paused
from .unsuppressing import ReleaseView
from .views import ExportView, ImportLookView, ImportView, PaperView

ACTIONS = {"view", "enter", "import", "export", "release"}


class SubscriberPermissionPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes a subscriber by hand, superusers included: consent is given by the person."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ACTIONS and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return super().users_with_any_permission(ACTIONS & set(actions))


class SubscriberIndexView(IndexView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the buttons of what this editor may do."""
        offered = [
            ("enter", _("Enter a paper sign-up"), "subscribers:paper", "edit"),
            ("import", _("Import a list"), "subscribers:import", "upload"),
            ("release", _("Unblock an address"), "subscribers:release", "lock-open"),
        ]
        return [
            HeaderButton(label, url=reverse(name), icon_name=icon)
            for action, label, name, icon in offered
            if self.user_has_permission(action)
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        chosen = {name: self.request.GET.getlist(name) for name in ("status", "language", "rhythm", "source", "topics")}
        context["may_export"] = self.user_has_permission("export")
        context["filters_chosen"] = [(name, value) for name, values in chosen.items() for value in values]
        if not self.results_only:
            months = figures.go_through_months()
            context["counts"] = figures.count_by_language()
            context["rhythms"] = Subscriber.Rhythm.choices
            context["topics"] = figures.count_by_topic()
            context["by_post"] = figures.count_by_post()
            context["months"] = months
            context["chart"] = figures.draw(months)
        return context


class SubscriberInspectView(InspectView):
    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Show times as the list does, in the site's time zone; Wagtail would show them in UTC."""
        value = super().get_field_display_value(field_name, field)
        return localtime(value) if isinstance(value, datetime) else "–" if value is None else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_resume = self.request.user.has_perm("newsletter.release_subscriber") and is_paused(self.object)
        context = super().get_context_data(**kwargs)
        return {**context, "consent_events": self.object.consent_events.all(), "may_resume": may_resume}


class SubscriberViewSet(ModelViewSet):
    model = Subscriber
    icon = "group"
    menu_label = pgettext_lazy("newsletter", "Subscribers")
    menu_order = 2
    menu_hook = "register_newsletter_menu_item"
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    index_template_name = "newsletter/admin/index.html"
    index_results_template_name = "newsletter/admin/index_results.html"
    inspect_template_name = "newsletter/admin/inspect.html"
    list_display = ["address", "language", "status", "rhythm", "source", "asked_at", "confirmed_at", "paused_until"]
    list_filter = ["status", "language", "rhythm", "topics", "source"]
    search_fields = None  # a search would put addresses in URLs, and so in logs and histories
    inspect_view_enabled = True
    inspect_view_fields = [
        "address", "language", "topics", "rhythm", "status", "source", "asked_at", "confirmed_at", "ended_at",
        "renew_by", "bounced_at", "paused_until",
    ]  # fmt: skip
    copy_view_enabled = False
    form_fields: list[str] = []

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        codenames = [f"{action}_subscriber" for action in sorted(ACTIONS)]
        return super().get_permissions_to_register().filter(codename__in=codenames)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("paper/", PaperView.as_view(), name="paper"),
            path("import/", ImportView.as_view(), name="import"),
            path("import/<key:pk>/", ImportLookView.as_view(), name="import_look"),
            path("release/", ReleaseView.as_view(), name="release"),
            path("<key:pk>/resume/", ResumeView.as_view(), name="resume"),
            path("export/", ExportView.as_view(), name="export"),
        ]
