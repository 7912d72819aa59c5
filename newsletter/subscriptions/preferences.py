"""The subscriber's preferences page: changing choices, one's own data, erasure. Opening it changes nothing."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from translations.languages import SOURCE

from ..addresses import mask_address
from ..models import Subscriber
from ..models.delivery import Delivery
from . import consent, subscribing
from . import unsubscribing as ending
from .forms import ChoicesForm
from .own_data import gather_own_data
from .pausing import paused
from .tokens import make_unsubscribe_token, read_manage_token
from .views import SeeOther, behind_link

FILE_NAME = "cahier-lettre.json"


@behind_link
def manage(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = read_manage_token(token)
    if subscriber is None:
        return render(request, "newsletter/erased.html")
    if request.method != "POST":
        choices = subscriber.get_choices()
        return show_choices(request, token, subscriber, ChoicesForm(initial=choices))
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return show_choices(request, token, subscriber, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    subscribing.choose_anew(subscriber=subscriber, **form.cleaned_data, form_language=get_language() or SOURCE)
    return SeeOther(f"{request.path}?kept")


def show_choices(
    request: HttpRequest, token: str, subscriber: Subscriber, form: ChoicesForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "subscriber": subscriber,
        "active": subscriber.status == Subscriber.Status.ACTIVE,
        "paused": Subscriber.objects.filter(paused(timezone.now()), pk=subscriber.pk).exists(),
        "address": mask_address(subscriber.email or ""),
        "form": form,
        "failed": status != HTTPStatus.OK,
        "kept": "kept" in request.GET,
        "token": token,
        "stop": reverse("unsubscribe", args=[make_unsubscribe_token(subscriber)]),
        "consent": consent.get_newsletter_consent(get_language() or SOURCE),
    }
    return render(request, "newsletter/manage.html", context, status=status)


@behind_link
@require_safe
def show_data(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = read_manage_token(token)
    if subscriber is None:
        return render(request, "newsletter/erased.html")
    letters = subscriber.deliveries.filter(state=Delivery.State.ACCEPTED).count()
    events = subscriber.consent_events.all()
    context = {
        "subscriber": subscriber,
        "address": mask_address(subscriber.email or ""),
        "events": events,
        "letters": letters,
        "token": token,
    }
    return render(request, "newsletter/own_data.html", context)


@behind_link
@require_safe
def download_data(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = read_manage_token(token)
    if subscriber is None:
        return render(request, "newsletter/erased.html")
    response = JsonResponse(gather_own_data(subscriber), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@behind_link
def erase_view(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = read_manage_token(token)
    if subscriber and request.method == "POST":
        ending.erase_subscriber(subscriber=subscriber)
        return SeeOther(request.path)
    if subscriber is None:
        return render(request, "newsletter/erased.html")
    return render(request, "newsletter/erase.html", {"token": token})
