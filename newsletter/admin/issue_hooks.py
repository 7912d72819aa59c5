"""Where the admin offers to send: after an article was published, and on its page from then on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy

from campaigns.models import ArticlePage
from translations.languages import LANGUAGES

from ..models import Issue, edition_of_article
from .issue_views import may_send
from .issue_viewset import IssuePermissionPolicy, IssueViewSet

register_permission_policy(Issue, IssuePermissionPolicy(Issue))

LOGGED = {
    "newsletter.draft": (gettext_lazy("Keep a letter"), gettext_lazy("Letter kept as a draft")),
    "newsletter.schedule": (gettext_lazy("Schedule a letter"), gettext_lazy("Letter scheduled")),
    "newsletter.start": (gettext_lazy("Start a letter"), gettext_lazy("Sending started")),
    "newsletter.pause": (gettext_lazy("Pause a letter"), gettext_lazy("Sending paused")),
    "newsletter.resume": (gettext_lazy("Resume a letter"), gettext_lazy("Sending resumed")),
    "newsletter.cancel": (gettext_lazy("Cancel a letter"), gettext_lazy("Sending cancelled")),
    "newsletter.finish": (gettext_lazy("Finish a letter"), gettext_lazy("Everything sent")),
    "newsletter.retry": (gettext_lazy("Try dead letters again"), gettext_lazy("Dead letters tried again")),
    "newsletter.test": (gettext_lazy("Send a test"), gettext_lazy("Test of the newsletter sent")),
}


@hooks.register("register_log_actions")
def log_newsletter(actions: Any) -> None:
    for action, (label, message) in LOGGED.items():
        actions.register_action(action, label, message)


@hooks.register("register_admin_viewset")
def list_issues() -> IssueViewSet:
    return IssueViewSet("issues", url_prefix="newsletter/issues")


def is_open(article: ArticlePage) -> bool:
    """Tell whether a language is left in which the article was not sent."""
    issues = Issue.objects.filter(edition=edition_of_article(article))
    return sum(not issue.may_be_edited for issue in issues) < len(LANGUAGES)


@hooks.register("after_publish_page")
def offer_to_send(request: HttpRequest, page: Any) -> None:
    article = page.specific if hasattr(page, "specific") else page
    if not isinstance(article, ArticlePage) or not ArticlePage.objects.visible().filter(pk=article.pk).exists():
        return  # it is to go out at a date, say
    if may_send(request.user) and is_open(article):
        button = messages.button(reverse("issues:compose", args=[article.pk]), _("Send to subscribers"))
        messages.info(request, _("Visitors can read it now. Subscribers have not been told."), buttons=[button])


@hooks.register("register_page_header_buttons")
def send_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.specific_class is ArticlePage and page.live and may_send(user):
        url = reverse("issues:compose", args=[page.pk])
        yield Button(_("Send to subscribers"), url=url, icon_name="mail", priority=62)
