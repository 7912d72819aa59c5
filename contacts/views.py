"""Addresses of the directory beside its pages. Only those that pass a message on change anything, and only by POST."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from public_forms.network import get_networks
from public_forms.origin import REFUSAL, comes_from_here
from public_forms.shared_limits import LimitExceeded
from translations.languages import SOURCE

from .countries import find_page_for, find_region, group_by_region
from .exports import views as exits
from .exports.csv_table import write_table
from .exports.vcard import VERSIONS, Card, write_cards
from .messages import sending as writing
from .models import Person, RegionPage

RETRY_AFTER = 300  # seconds


class SeeOther(HttpResponseRedirect):
    status_code = HTTPStatus.SEE_OTHER


def kept_from_robots(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep addresses out of search engines, and out of caches: what a person takes back is gone at once."""

    @wraps(view)
    def show(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        return response

    return show


# For programs


@require_safe
@kept_from_robots
def person_card(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    cards = exits.make_cards(exits.shown_posts().filter(person__key=key))
    return answer_with_cards(request, cards, name=cards[0].contact.name if cards else "")


@require_safe
@kept_from_robots
def region_cards(request: HttpRequest, slug: str) -> HttpResponse:
    return answer_with_cards(request, exits.make_cards(exits.shown_posts().filter(page__region__slug=slug)), name=slug)


def answer_with_cards(request: HttpRequest, cards: list[Card], *, name: str) -> HttpResponse:
    version = request.GET.get("version", VERSIONS[0])
    if not cards or version not in VERSIONS:
        raise Http404
    response = HttpResponse(write_cards(cards, version), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "contact"}.vcf"'
    return response


@require_safe
@kept_from_robots
def table(request: HttpRequest) -> HttpResponse:
    rows = exits.list_rows(exits.shown_posts())
    response = HttpResponse(write_table(exits.TABLE_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    name = pgettext("contacts", "directory")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
def region_data(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(RegionPage.objects.visible().select_related("region"), region__slug=slug)
    data = exits.describe_region_page(page, exits.shown_posts().filter(page=page))
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(data, content_type="application/ld+json", json_dumps_params=options)


# For people


@require_safe
def find_country(request: HttpRequest) -> HttpResponse:
    """Lead from a country to the page of its region; or of the region around it, where it has none of its own."""
    code = request.GET.get("country", "").strip().upper()[:2]
    region = find_region(code) if code else None
    if region and (page := find_page_for(region)):
        return redirect(page.get_url(request))
    context = {
        "groups": group_by_region(),
        "code": code,
        "region": region,
        "failed": bool(code),
        "directory": RegionPage.objects.visible().order_by("path").first(),
    }
    return render(request, "contacts/find.html", context, status=HTTPStatus.NOT_FOUND if code else HTTPStatus.OK)


@csrf_exempt  # it would need a cookie; see public_forms/origin.py
@require_http_methods(["GET", "HEAD", "POST"])
def write_view(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    post = exits.shown_posts().filter(person__key=key).first()
    if post is None or not (post.public and post.public.takes_messages):
        raise Http404
    if request.method != "POST":
        return show_message_form(request, post, writing.WriteForm())
    form = writing.WriteForm(request.POST)
    if not comes_from_here(request):
        return show_message_form(request, post, form, HTTPStatus.FORBIDDEN, str(REFUSAL))
    if not form.is_valid():
        return show_message_form(request, post, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return send_message(request, post, form)


def send_message(request: HttpRequest, post: Any, form: writing.WriteForm) -> HttpResponse:
    person: Person = post.person
    data = {name: form.cleaned_data[name] for name in ("name", "email", "message")}
    try:
        not_before = writing.queue_message(
            person=person, networks=get_networks(request), **data, language=get_language() or SOURCE
        )
    except LimitExceeded as error:
        return refuse_message_for_now(request, post, form, error)
    return SeeOther(reverse("message_sent", query={"later": "yes"} if not_before else None))


def refuse_message_for_now(
    request: HttpRequest, post: Any, form: writing.WriteForm, error: LimitExceeded
) -> HttpResponse:
    if error.about_network:
        refusal = gettext("Too many messages from your network just now. Please try again in an hour.")
    elif error.limit.name == "recipient":
        refusal = gettext(
            "Too many messages to %(name)s are waiting, so we cannot accept yours today. Please send it again tomorrow."
        ) % {"name": post.public.name}
    else:
        refusal = gettext(
            "Too many messages are waiting, so we cannot accept yours today. Please send it again tomorrow."
        )
    response = show_message_form(request, post, form, error.status, refusal)
    response["Retry-After"] = str(error.seconds)
    return response


def show_message_form(
    request: HttpRequest, post: Any, form: writing.WriteForm, status: HTTPStatus = HTTPStatus.OK, refusal: str = ""
) -> HttpResponse:
    context = {"post": post, "form": form, "refusal": refusal, "failed": status != HTTPStatus.OK}
    response = render(request, "contacts/write.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


@require_safe
def message_sent(request: HttpRequest) -> HttpResponse:
    response = render(request, "contacts/sent.html", {"later": "later" in request.GET})
    response["X-Robots-Tag"] = "noindex"
    return response
