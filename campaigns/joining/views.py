"""Addresses of an application. Showing one changes nothing; only its button does."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Application, JoinPage
from public_forms.minimum_duration import minimum_duration
from public_forms.network import get_networks
from public_forms.origin import REFUSAL, comes_from_here
from public_forms.shared_limits import LimitExceeded, admit
from translations.languages import SOURCE

from . import applying
from .answers import list_answers
from .consent import get_join_consent
from .forms import JoinForm
from .tokens import read_token

ANSWERS = ("name", "organisation", "languages", "message")


class SeeOther(HttpResponseRedirect):
    status_code = HTTPStatus.SEE_OTHER


@csrf_exempt  # it would need a cookie; see public_forms/origin.py
@require_http_methods(["GET", "HEAD", "POST"])
def apply_view(request: HttpRequest, page: int) -> HttpResponse:
    """Take what the form of a JoinPage sends."""
    call = get_object_or_404(JoinPage.objects.visible(), pk=page)
    if request.method != "POST":
        return redirect(call.get_url(request))
    form = call.get_form(request.POST, page=call)
    if not comes_from_here(request):
        return show_application_form(request, call, form, HTTPStatus.FORBIDDEN, str(REFUSAL))
    if not form.is_valid():
        return show_application_form(request, call, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        not_before = admit_application(request, form.cleaned_data["email"])
    except LimitExceeded as error:
        return refuse_application_for_now(request, call, form, error)
    with minimum_duration(settings.FORM_TAKES):
        return take_application(call, form, not_before)


def admit_application(request: HttpRequest, address: str) -> datetime | None:
    """Count this application for its network, its domain and the site, whether or not we know the address."""
    shared = {"domain": address.rpartition("@")[2].lower(), "all": ""}
    return admit("applying", settings.APPLYING_RATE_LIMITS, networks=get_networks(request), shared=shared)


def refuse_application_for_now(
    request: HttpRequest, call: JoinPage, form: JoinForm, error: LimitExceeded
) -> HttpResponse:
    if error.about_network:
        refusal = gettext("Too many applications from your network just now. Please try again in an hour.")
    else:
        refusal = gettext(
            "Too many applications are waiting, so we cannot accept yours today. Please send it again tomorrow."
        )
    response = show_application_form(request, call, form, error.status, refusal)
    response["Retry-After"] = str(error.seconds)
    return response


def take_application(call: JoinPage, form: JoinForm, not_before: datetime | None) -> HttpResponse:
    data = form.cleaned_data
    applying.submit_application(
        page=call,
        email=data["email"],
        region=data["region"],
        language=get_language() or SOURCE,
        answers={name: data[name] for name in ANSWERS},
        not_before=not_before,
    )
    return SeeOther(reverse("application_sent", query={"later": "yes"} if not_before else None))


def show_application_form(
    request: HttpRequest, call: JoinPage, form: JoinForm, status: HTTPStatus, refusal: str = ""
) -> Any:
    context = {**call.get_context(request, form=form), "refusal": refusal, "failed": True}
    response = render(request, call.template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def application_sent(request: HttpRequest) -> HttpResponse:
    context = {"hours": settings.CONFIRMATION_MAX_AGE, "later": "later" in request.GET}
    response = render(request, "campaigns/joining/sent.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # here the token, which only the mailbox knows, is what permits the act
@require_http_methods(["GET", "HEAD", "POST"])
def application_view(request: HttpRequest, token: str) -> HttpResponse:
    """Show an application to its author: to be confirmed, or, once it is, to be withdrawn."""
    try:
        response = show_or_act(request, token)
    except SignatureExpired:
        response = show_dead_application_link(request, HTTPStatus.GONE)
    except BadSignature:
        response = show_dead_application_link(request, HTTPStatus.NOT_FOUND)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def show_or_act(request: HttpRequest, token: str) -> HttpResponse:
    found = read_token(token)
    if request.method == "POST" and "withdraw" in request.POST:
        return withdraw_view(request, found)
    if request.method == "POST":
        if applying.confirm_application(application=found, digest=request.POST.get("answers", "")):
            return SeeOther(request.path)
        refusal = gettext("Nothing is confirmed yet. Check the answers below, then confirm yours.")
        return show_application(request, found, HTTPStatus.CONFLICT, refusal)
    return show_application(request, found)


def show_application(
    request: HttpRequest, found: Application, status: HTTPStatus = HTTPStatus.OK, refusal: str = ""
) -> HttpResponse:
    call = JoinPage.objects.get(pk=found.page_id)
    context = {
        "application": found,
        "versions": list_answers(found),
        "call": call,
        "refusal": refusal,
        "consent": get_join_consent(call.kept_days),
    }
    return render(request, "campaigns/joining/application.html", context, status=status)


def withdraw_view(request: HttpRequest, found: Application) -> HttpResponse:
    applying.withdraw_application(application=found)
    return render(request, "campaigns/joining/withdrawn.html")


def show_dead_application_link(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    return render(request, "campaigns/joining/dead_link.html", {"hours": settings.CONFIRMATION_MAX_AGE}, status=status)
