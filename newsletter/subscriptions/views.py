"""Pages of the newsletter. Showing one changes nothing; only its button does, and no page presses it by itself."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from public_forms.minimum_duration import minimum_duration
from public_forms.network import get_networks
from public_forms.origin import REFUSAL, comes_from_here
from public_forms.shared_limits import LimitExceeded, admit
from translations.languages import SOURCE

from ..models import Subscriber
from . import consent, subscribing
from . import consent_renewal as renewing
from . import unsubscribing as ending
from .forms import SubscribeForm
from .links import in_own_language, manage_url
from .tokens import read_confirmation_token, read_refusal_token, read_renewal_token, read_unsubscribe_token
from .unsubscribing import UNCONFIRMED_KEPT

SHEET_ROWS = 10  # that fit on A4 with what stands above and below, high enough to write in

show_and_press = require_http_methods(["GET", "HEAD", "POST"])
Status = Subscriber.Status


class SeeOther(HttpResponseRedirect):
    status_code = HTTPStatus.SEE_OTHER


def behind_link(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Keep a page whose address holds a token out of caches, search engines and Referer headers.

    Django's check of forms needs a cookie; here the token, which only the mailbox knows, is what permits the act.
    """

    @csrf_exempt
    @show_and_press
    @wraps(view)
    def show(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except SignatureExpired:
            response = show_dead_newsletter_link(request, HTTPStatus.GONE)
        except BadSignature:
            response = show_dead_newsletter_link(request, HTTPStatus.NOT_FOUND)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return show


@csrf_exempt  # it would need a cookie; see public_forms/origin.py
@show_and_press
def subscribe_view(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show_subscribe_form(request, SubscribeForm(initial={"language": get_language()}))
    form = SubscribeForm(request.POST)
    if not comes_from_here(request):
        return show_subscribe_form(request, form, HTTPStatus.FORBIDDEN, str(REFUSAL))
    if not form.is_valid():
        # 422 rather than 400: the request is well made, its content is what cannot be taken (RFC 9110, 15.5.21)
        return show_subscribe_form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        not_before = admit_coupon(request, form.cleaned_data["email"])
    except LimitExceeded as error:
        return refuse_subscription_for_now(request, form, error)
    with minimum_duration(settings.FORM_TAKES):
        subscribing.subscribe(
            address=form.cleaned_data["email"],
            language=form.cleaned_data["language"],
            topics=form.cleaned_data["topics"],
            rhythm=form.cleaned_data["rhythm"],
            form_language=get_language() or SOURCE,
            text_version=consent.VERSION,
            not_before=not_before,
        )
    return SeeOther(reverse("subscribe_sent", query={"later": "yes"} if not_before else None))


def admit_coupon(request: HttpRequest, address: str) -> datetime | None:
    """Count this coupon for its network, its domain and the site. What we know of the address plays no part."""
    shared = {"domain": address.rpartition("@")[2], "all": ""}
    return admit("subscribing", settings.SUBSCRIBING_RATE_LIMITS, networks=get_networks(request), shared=shared)


def refuse_subscription_for_now(request: HttpRequest, form: SubscribeForm, error: LimitExceeded) -> HttpResponse:
    if error.about_network:
        refusal = gettext("Too many sign-ups from your network just now. Please try again in an hour.")
    else:
        refusal = gettext(
            "Too many sign-ups are waiting, so we cannot accept yours today. Please send it again tomorrow."
        )
    response = show_subscribe_form(request, form, error.status, refusal)
    response["Retry-After"] = str(error.seconds)
    return response


def show_subscribe_form(
    request: HttpRequest, form: SubscribeForm, status: HTTPStatus = HTTPStatus.OK, refusal: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "failed": status != HTTPStatus.OK,
        "base_url": settings.BASE_URL,
        "consent": consent.get_newsletter_consent(get_language() or SOURCE),
        "days": UNCONFIRMED_KEPT.days,
    }
    response = render(request, "newsletter/subscribe.html", context, status=status)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


@require_safe
def subscribe_sent(request: HttpRequest) -> HttpResponse:
    context = {"hours": settings.CONFIRMATION_MAX_AGE, "later": "later" in request.GET}
    response = render(request, "newsletter/sent.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Show a sheet to print, on which people sign up where there is no screen."""
    language = get_language() or SOURCE
    context = {
        "rows": range(1, SHEET_ROWS + 1),
        "consent": consent.get_newsletter_consent(language),
        "version": consent.VERSION,
        "days": UNCONFIRMED_KEPT.days,
        "site": f"{settings.BASE_URL}/{language}/",
        "base_url": settings.BASE_URL,
    }
    return render(request, "newsletter/sheet.html", context)


@behind_link
def confirm_view(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was asked for, and confirm that and nothing else: it names itself in the form that the page shows."""
    subscriber = read_confirmation_token(token)
    language = get_language() or SOURCE
    status, refusal = HTTPStatus.OK, ""
    if request.method == "POST":
        choices = request.POST.get("choices", "")
        if subscribing.confirm_subscription(subscriber=subscriber, form_language=language, choices=choices):
            return SeeOther(request.path)
        subscriber.refresh_from_db()
        status = HTTPStatus.CONFLICT
        refusal = gettext(
            "Nothing is confirmed yet: other choices were sent in the meantime. Check them below, then confirm."
        )
    if subscriber.status == Status.ACTIVE:
        return render(request, "newsletter/confirmed.html", {"subscriber": subscriber})
    prefetch_related_objects([subscriber], "topics")  # named by the page, and by its form
    if subscriber.status != Status.PENDING:
        return show_dead_newsletter_link(request, HTTPStatus.GONE)
    context = {
        "subscriber": subscriber,
        "choices": subscriber.get_choices_digest(consent.VERSION),
        "refusal": refusal,
        "consent": consent.get_newsletter_consent(language),
    }
    return render(request, "newsletter/confirm.html", context, status=status)


@behind_link
def renew_view(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody who was asked after two years say that they want it still."""
    subscriber = read_renewal_token(token)
    if subscriber and request.method == "POST":
        renewing.renew_consent(subscriber=subscriber, form_language=get_language() or SOURCE)
        return SeeOther(request.path)
    if subscriber is None or subscriber.status != Status.ACTIVE:
        return render(request, "newsletter/unsubscribed.html")
    if subscriber.renew_by is None:
        return render(request, "newsletter/confirmed.html", {"subscriber": subscriber})
    context = {
        "subscriber": subscriber,
        "consent": consent.get_newsletter_consent(get_language() or SOURCE),
        "choices_url": manage_url(subscriber),
    }
    return render(request, "newsletter/renew.html", context)


@behind_link
def refuse_view(request: HttpRequest, token: str) -> HttpResponse:
    """Let the owner of a mailbox say that it was not they who asked."""
    subscriber = read_refusal_token(token)
    if subscriber and request.method == "POST":
        ending.refuse_subscription(subscriber=subscriber, form_language=get_language() or SOURCE)
        return SeeOther(request.path)
    if subscriber is None or subscriber.email is None:
        return render(request, "newsletter/refused.html")
    return render(request, "newsletter/refuse.html")


@behind_link
def unsubscribe_view(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = read_unsubscribe_token(token)
    if subscriber and request.method == "POST":
        ending.unsubscribe(subscriber=subscriber, form_language=get_language() or SOURCE)
        return SeeOther(request.path)
    if subscriber is None or subscriber.email is None:
        return render(request, "newsletter/unsubscribed.html")
    return render(request, "newsletter/unsubscribe.html")


@behind_link
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the address of List-Unsubscribe (RFC 8058): a mail program's POST ends the subscription, here and now.

    It brings neither cookie nor Referer, and must not be redirected (section 3.2). A person who opens the address is
    led to the page with the button.
    """
    subscriber = read_unsubscribe_token(token)
    if request.method != "POST":
        return redirect(
            in_own_language("unsubscribe", subscriber, token) if subscriber else reverse("unsubscribe", args=[token])
        )
    if request.POST.get("List-Unsubscribe") != "One-Click":
        return render(
            request,
            "newsletter/unsubscribe.html",
            {"action": reverse("unsubscribe", args=[token])},
            status=HTTPStatus.BAD_REQUEST,
        )
    if subscriber:
        ending.unsubscribe(subscriber=subscriber, form_language=subscriber.language)
    return render(request, "newsletter/unsubscribed.html")


def show_dead_newsletter_link(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    return render(request, "newsletter/dead_link.html", {"hours": settings.CONFIRMATION_MAX_AGE}, status=status)
