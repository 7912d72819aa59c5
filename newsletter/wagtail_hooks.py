from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from .admin import issue_hooks  # noqa: F401  # registers those of sending
from .admin.postal_viewset import PostalViewSet
from .admin.viewsets import SubscriberPermissionPolicy, SubscriberViewSet
from .models import Subscriber

register_permission_policy(Subscriber, SubscriberPermissionPolicy(Subscriber))

LOGGED = {
    "newsletter.enter": (_("Enter a paper sign-up"), _("Paper sign-up entered")),
    "newsletter.import": (pgettext_lazy("newsletter", "Import subscribers"), _("List of subscribers imported")),
    "newsletter.release": (_("Unblock an address"), pgettext_lazy("newsletter", "Address unblocked")),
    "newsletter.resume": (_("Resume a subscription"), _("Subscription resumed before the end of its pause")),
    "newsletter.export": (pgettext_lazy("newsletter", "Export subscribers"), _("List of subscribers exported")),
}


@hooks.register("register_log_actions")
def log_acts_with_subscribers(actions: Any) -> None:
    for action, (label, message) in LOGGED.items():
        actions.register_action(action, label, message)


class NewsletterGroup(ViewSetGroup):
    """The newsletter's one item in the menu: each list of it registers its own by `menu_hook`."""

    menu_label = pgettext_lazy("newsletter", "Newsletter")
    menu_name = "newsletter"
    menu_icon = "mail"
    menu_order = 490
    submenu_hook = "register_newsletter_menu_item"


@hooks.register("register_admin_viewset")
def list_newsletter() -> NewsletterGroup:
    return NewsletterGroup()


@hooks.register("register_admin_viewset")
def list_subscribers() -> SubscriberViewSet:
    return SubscriberViewSet("subscribers")


@hooks.register("register_admin_viewset")
def list_subscribers_by_post() -> PostalViewSet:
    return PostalViewSet("subscribers_by_post")
