"""Reports of the e-mail provider, as django-anymail reads them: bounces, complaints, people who left there.

Who opened what and who followed which link is no business of ours: such reports are taken and forgotten.
"""

import logging
import re
from http import HTTPStatus
from typing import Any

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import EventType, RejectReason
from anymail.urls import urlpatterns as anymail_patterns
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..addresses import normalise_address
from ..models import Subscriber
from ..subscriptions import unsubscribing as ending
from .diagnoses import is_opposed
from .score import HARD, SOFT, record_bounce

SUFFIX = "_tracking_webhook"
WEBHOOK_VIEWS: dict[str, Any] = {
    pattern.name.removesuffix(SUFFIX): pattern.callback.view_class
    for pattern in anymail_patterns
    if pattern.name.endswith(SUFFIX)
}
GONE = {RejectReason.INVALID, RejectReason.BOUNCED}  # of these reasons, only a mailbox that is not there is "hard"
PASSING = re.compile(r"\b4\.\d+\.\d+\b|\b4\d\d\b|soft|full|temporar|transient|quota", re.IGNORECASE)

log = logging.getLogger(__name__)


@csrf_exempt  # a program sends it; the secret stands in for the token
@require_http_methods(["HEAD", "POST"])
def take_report(request: HttpRequest, provider: str) -> HttpResponse:
    """Take what `provider`, as django-anymail names it, reports. Whoever it is about, the answer is 200."""
    view_class = WEBHOOK_VIEWS.get(provider)
    if view_class is None:
        return answer(HTTPStatus.NOT_FOUND, gettext("Unknown email provider."))
    if not settings.WEBHOOK_SECRETS:
        return answer(HTTPStatus.FORBIDDEN, gettext("This site does not accept reports: WEBHOOK_SECRETS is not set."))
    if request.method == "HEAD":  # some providers look whether the address exists
        return answer(HTTPStatus.OK, "")
    try:
        view = view_class(webhook_secret=settings.WEBHOOK_SECRETS)
        view.run_validators(request)
    except AnymailWebhookValidationFailure:
        return answer(HTTPStatus.FORBIDDEN, gettext("The secret is missing or wrong."))
    except (AnymailError, ImproperlyConfigured, ImportError) as error:
        log.error("Reports of %s cannot be checked: %s", provider, type(error).__name__)
        return answer(HTTPStatus.FORBIDDEN, gettext("A setting needed to check this provider’s reports is missing."))
    try:
        events = view.parse_events(request)
    except (AnymailError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return answer(HTTPStatus.BAD_REQUEST, gettext("This report cannot be read."))
    for event in events:
        take_event(event)
    return answer(HTTPStatus.OK, "")


def answer(status: HTTPStatus, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def take_event(event: Any) -> None:
    """Act on one AnymailTrackingEvent. Nobody is told apart: an address that is not ours changes nothing."""
    act = EVENT_ACTS.get(get_kind(event))
    subscriber = find_recipient(event) if act else None
    if act and subscriber:
        act(subscriber, event)


def get_kind(event: Any) -> str:
    """Return the event's type; of a rejection, what it was rejected for, as the provider remembers it."""
    reasons = {RejectReason.SPAM: EventType.COMPLAINED, RejectReason.UNSUBSCRIBED: EventType.UNSUBSCRIBED}
    if event.event_type in (EventType.BOUNCED, EventType.REJECTED):
        return str(reasons.get(event.reject_reason, event.event_type))
    return str(event.event_type)


def find_recipient(event: Any) -> Subscriber | None:
    try:
        return Subscriber.objects.filter(email=normalise_address(str(event.recipient))).first()
    except ValidationError:
        return None


def take_bounce(subscriber: Subscriber, event: Any) -> None:
    words = f"{event.mta_response or ''} {event.description or ''} {get_provider_type(event)}"
    hard = event.reject_reason in GONE and not PASSING.search(words) and not is_opposed(words)
    record_bounce(subscriber=subscriber, weight=HARD if hard else SOFT)


def get_provider_type(event: Any) -> str:
    """Return what the provider itself calls the event: "soft_bounce" and the like get lost in anymail's names."""
    raw = event.esp_event
    if not hasattr(raw, "get"):
        return ""
    if raw.get("hard_bounce") is False:  # Mailjet
        return "soft"
    return " ".join(str(raw.get(name) or "") for name in ("event", "Type", "type", "severity"))


def take_complaint(subscriber: Subscriber, event: Any) -> None:
    ending.record_complaint(subscriber=subscriber)


def take_leave(subscriber: Subscriber, event: Any) -> None:
    ending.unsubscribe(subscriber=subscriber, form_language=subscriber.language)


EVENT_ACTS = {
    EventType.BOUNCED: take_bounce,
    EventType.REJECTED: take_bounce,
    EventType.COMPLAINED: take_complaint,
    EventType.UNSUBSCRIBED: take_leave,
}
