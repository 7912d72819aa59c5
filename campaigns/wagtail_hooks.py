from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from contacts.models import RegionPage
from content.sections import PageSection

from .joining.listing import CallsView, forms_of
from .models import Topic
from .region_hub import gather_hub
from .viewsets import ArticlesGroup, CampaignsGroup

register_snippet(ArticlesGroup)
hooks.register("filter_form_submissions_for_user", forms_of)


@hooks.register("register_admin_viewset")
def list_campaigns() -> CampaignsGroup:
    return CampaignsGroup()


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own, which call this list “Forms”
def list_calls() -> list[Any]:
    """The only forms are calls to join, so their list is named for what it holds."""
    return [
        path("forms/", CallsView.as_view()),
        path("forms/results/", CallsView.as_view(results_only=True)),
    ]


@hooks.register("region_section")
def show_what_a_region_has(page: RegionPage, request: HttpRequest) -> PageSection:
    return PageSection("campaigns/region_section.html", {"hub": gather_hub(page)})


LOGGED = {
    "campaigns.read_applications": (
        pgettext_lazy("campaigns", "Read applications"),
        pgettext_lazy("campaigns", "Applications read"),
    ),
    "campaigns.export_applications": (
        pgettext_lazy("campaigns", "Export applications"),
        pgettext_lazy("campaigns", "Applications exported"),
    ),
}


@hooks.register("register_log_actions")
def log_readers_of_applications(actions: Any) -> None:
    for action, (label, message) in LOGGED.items():
        actions.register_action(action, label, message)


@hooks.register("register_permissions")
def offer_permission_to_read_applications() -> Any:
    return Permission.objects.filter(content_type__app_label="campaigns", codename="read_applications")


@hooks.register("construct_main_menu")
def name_applications(request: HttpRequest, items: list[Any]) -> None:
    for item in items:
        if item.name == "forms":
            item.label, item.order = pgettext_lazy("campaigns", "Applications"), 129


@hooks.register("before_delete_snippet")
def keep_topics_of_articles(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Subscribers choose by topic: one that articles have must not vanish from them unseen."""
    kept = [instance for instance in instances if isinstance(instance, Topic) and instance.articles.exists()]
    if not kept:
        return None
    for topic in kept:
        messages.error(
            request,
            _("“%(name)s” cannot be deleted because articles use this topic. Remove it from those articles first.")
            % {"name": topic.name},
        )
    return redirect("wagtailsnippets_campaigns_topic:usage", kept[0].pk)
