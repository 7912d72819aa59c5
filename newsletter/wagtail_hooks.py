from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from . import issue_hooks  # noqa: F401  # registers those of sending
from .models import Subscriber
from .postal_viewset import PostalViewSet
from .viewsets import SubscriberPermissionPolicy, SubscriberViewSet

register_permission_policy(Subscriber, SubscriberPermissionPolicy(Subscriber))

LOGGED = {
    "newsletter.enter": (_("Enter a sign-up on paper"), _("Sign-up on paper entered")),
    "newsletter.import": (_("Import subscribers"), _("List of subscribers imported")),
    "newsletter.release": (_("Release an address"), _("Address released")),
    "newsletter.export": (_("Export subscribers"), _("List of subscribers exported")),
}


@hooks.register("register_log_actions")
def log_acts_with_subscribers(actions: Any) -> None:
    for action, (label, message) in LOGGED.items():
        actions.register_action(action, label, message)


@hooks.register("register_admin_viewset")
def list_subscribers() -> SubscriberViewSet:
    return SubscriberViewSet("subscribers")


@hooks.register("register_admin_viewset")
def list_subscribers_by_post() -> PostalViewSet:
    return PostalViewSet("subscribers_by_post")
