from wagtail import hooks
from wagtail.permissions import register_permission_policy

from . import issue_hooks  # noqa: F401  # registers those of sending
from .models import Subscriber
from .viewsets import ReadOnlyPermissionPolicy, SubscriberViewSet

register_permission_policy(Subscriber, ReadOnlyPermissionPolicy(Subscriber))


@hooks.register("register_admin_viewset")
def list_subscribers() -> SubscriberViewSet:
    return SubscriberViewSet("subscribers")
