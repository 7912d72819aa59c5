"""Ending a pause before its time: the owner of a mailbox said that it works again."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.generic import View
from wagtail.admin import messages

from ..models import Subscriber
from ..subscriptions.pausing import RESUMED, paused, resume_mail
from ..subscriptions.unsubscribing import lock_subscriber
from .views import SubscribersMixin


def is_paused(subscriber: Subscriber) -> bool:
    active = Subscriber.objects.filter(pk=subscriber.pk, status=Subscriber.Status.ACTIVE)
    return active.filter(paused(timezone.now())).exists()


def end_pause(subscriber: Subscriber) -> bool:
    """Send letters to `subscriber` again, with what came back forgotten; return whether they were paused."""
    with transaction.atomic():
        locked = lock_subscriber(subscriber)
        if locked is None or not is_paused(locked):
            return False
        resume_mail(locked)
        locked.save(update_fields=RESUMED)
    return True


class ResumeView(SubscribersMixin, View):
    permission = "release"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        subscriber = get_object_or_404(Subscriber, pk=pk)
        if end_pause(subscriber):
            self.note("resume", subscriber, pgettext("newsletter", "A subscription"))
            messages.success(request, gettext("The pause is over: this person will get the next issue."))
        else:
            messages.warning(request, gettext("This subscription is not paused."))
        return redirect("subscribers:inspect", pk)
