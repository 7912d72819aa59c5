"""Issues in the admin: a list, and a page for each that tells how far it has come."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Count, Q, QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from ..issues.progress import dead_letters, measure
from ..models import Issue
from ..models.delivery import Delivery
from .issue_views import ComposeView, DeliveryActView, IssuePreviewView, PreviewView, may_send

State = Issue.State
IN_MOTION = {State.SCHEDULED, State.SENDING, State.PAUSED}


class IssuePermissionPolicy(ModelPermissionPolicy):
    """Whoever may send sees issues too; nobody adds, changes or deletes one by hand: there are acts for that."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "view":
            return super().user_has_permission(user, "view") or super().user_has_permission(user, "send")
        return action == "send" and super().user_has_permission(user, "send")

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        return super().users_with_any_permission(
            {"view", "send"} & {*actions, *(["send"] if "view" in actions else [])}
        )


class StateColumn(Column):
    """The state in words, and why where it is paused."""

    def get_value(self, instance: Issue) -> str:
        return str(instance.get_state_display())


class IssueIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Issue]:
        done = Q(deliveries__state=Delivery.State.ACCEPTED)
        issues = super().get_base_queryset()
        return issues.annotate(made=Count("deliveries"), accepted=Count("deliveries", filter=done))

    @property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "subject", label=pgettext_lazy("newsletter", "Subject"), accessor="__str__", url_name="issues:inspect"
            ),
            Column("language", label=pgettext_lazy("newsletter", "Language"), accessor="get_language_display"),
            Column("kind", label=pgettext_lazy("newsletter", "Type"), accessor="get_kind_display"),
            StateColumn("state", label=pgettext_lazy("newsletter", "Status")),
            NumberColumn("accepted", label=pgettext_lazy("newsletter", "Emails accepted")),
            NumberColumn("made", label=pgettext_lazy("newsletter", "Recipients")),
            DateColumn("send_at", label=pgettext_lazy("newsletter", "Send at"), sort_key="send_at"),
        ]

    @columns.setter
    def columns(self, value: Any) -> None:
        """Wagtail passes those of the viewset, which has none."""


class IssueInspectView(InspectView):
    page_title = pgettext_lazy("newsletter", "Issue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issue: Issue = self.object
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "issue": issue,
            "progress": measure(issue),
            "in_motion": issue.state in IN_MOTION,
            "may_send": may_send(user),
            "shows_addresses": user.has_perm("newsletter.view_subscriber"),
            "dead_letters": dead_letters(issue),
            "articles": issue.articles.all(),
            "acts": self.get_acts(issue) if may_send(user) else [],
        }

    def get_acts(self, issue: Issue) -> list[tuple[str, Any, str]]:
        """Return the acts that make sense now: their name, words and style."""
        acts: list[tuple[str, Any, str]] = []
        if issue.state == State.PAUSED:
            acts.append(("resume", pgettext_lazy("newsletter", "Resume"), ""))
        if issue.state in (State.SCHEDULED, State.SENDING):
            acts.append(("pause", pgettext_lazy("newsletter", "Pause"), ""))
        if issue.state not in (State.DONE, State.CANCELLED):
            acts.append(("cancel", _("Cancel for good"), "no"))
        return acts


class IssueViewSet(ModelViewSet):
    model = Issue
    icon = "mail"
    menu_label = pgettext_lazy("newsletter", "Issues")
    menu_order = 1
    menu_hook = "register_newsletter_menu_item"
    index_view_class = IssueIndexView
    inspect_view_class = IssueInspectView
    inspect_template_name = "newsletter/admin/issue.html"
    inspect_view_enabled = True
    inspect_view_fields = ["language", "kind"]
    list_filter = ["language", "kind", "state"]
    search_fields = None
    copy_view_enabled = False
    form_fields: list[str] = []

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return super().get_permissions_to_register().filter(codename__in=["send_issue", "view_issue"])

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("compose/<key:article_pk>/", ComposeView.as_view(), name="compose"),
            path("compose/<key:article_pk>/<str:language>/<str:part>/", PreviewView.as_view(), name="preview"),
            path("<key:pk>/preview/<str:part>/", IssuePreviewView.as_view(), name="issue_preview"),
            path("<key:pk>/<str:act>/", DeliveryActView.as_view(), name="act"),
        ]
