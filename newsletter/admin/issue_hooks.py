"""Where the admin offers to send: after an article was published, and on its page from then on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
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
    "newsletter.draft": (gettext_lazy("Save an issue"), gettext_lazy("Issue saved as a draft")),
    "newsletter.schedule": (gettext_lazy("Schedule an issue"), pgettext_lazy("newsletter", "Issue scheduled")),
    "newsletter.start": (pgettext_lazy("newsletter", "Start sending"), pgettext_lazy("newsletter", "Sending started")),
    "newsletter.pause": (pgettext_lazy("newsletter", "Pause sending"), pgettext_lazy("newsletter", "Sending paused")),
    "newsletter.resume": (
        pgettext_lazy("newsletter", "Resume sending"),
        pgettext_lazy("newsletter", "Sending resumed"),
    ),
    "newsletter.cancel": (
        pgettext_lazy("newsletter", "Cancel sending"),
        pgettext_lazy("newsletter", "Sending cancelled"),
    ),
    "newsletter.finish": (
        pgettext_lazy("newsletter", "Finish sending"),
        pgettext_lazy("newsletter", "Everything sent"),
    ),
    "newsletter.retry": (gettext_lazy("Retry failed messages"), gettext_lazy("Failed messages retried")),
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
