"""What can be taken away of the claims: pages, and files in formats that other programs read."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import conditional_page, require_safe

from translations.languages import SOURCE
from translations.middleware import language_neutral
from typography import set_html

from ..models import ClaimPage, GivenMark
from ..register.filters import Filter, RegisterQuery, choose_claims, of_an_example, visible_claims
from .citing import refer_to_claim
from .csv_tables import CSV_SEPARATORS, write_claim_table
from .feeds import TextFeed, make_claims_feed, make_steps_feed
from .params import as_attachment, in_json, of_a_claim, open_to_all
from .serializers import make_schema, write_document
from .vocabulary import make_context

MARKS_PER_PAGE = 500
JSON_LD = "application/ld+json"


@require_safe
def list_marks(request: HttpRequest) -> HttpResponse:
    """List every mark in order, with the state of its claim; those of deleted claims too, as paper still bears them.

    A mark whose claim is a draft again, or private, is left out, as its short address answers 404.
    """
    marks = GivenMark.objects.filter(Q(claim=None) | Q(claim__in=visible_claims().order_by())).order_by(
        "code", "number"
    )
    page = Paginator(marks, MARKS_PER_PAGE).get_page(request.GET.get("page"))
    claims = visible_claims().annotate(is_example=of_an_example())
    bearers = claims.in_bulk([given.claim_id for given in page if given.claim_id])
    groups: dict[str, dict[str, Any]] = {}
    for given in page:
        claim = bearers.get(given.claim_id)
        group = groups.setdefault(given.code, {"code": given.code, "marks": [], "is_example": False})
        group["marks"].append({"mark": str(given), "claim": claim})
        group["is_example"] |= bool(claim and claim.is_example)
    return render(request, "claims/marks.html", {"groups": groups.values(), "marks_page": page})


# Of one claim


@of_a_claim
def embed(request: HttpRequest, claim: ClaimPage) -> HttpResponse:
    """Show HTML to copy into a page of another site: a quotation, with no script, style or image."""
    context: dict[str, Any] = {"claim": claim, "reference": refer_to_claim(claim), "today": timezone.localdate()}
    labels = {
        "plain": pgettext("look of lines to copy", "As your page is set"),
        "light": pgettext("look of lines to copy", "Light"),
        "dark": pgettext("look of lines to copy", "Dark"),
    }
    looks = [{"name": name, "label": label, "lines": write_snippet(context, name)} for name, label in labels.items()]
    heading = gettext("%(mark)s on another site") % {"mark": claim.mark}
    return render(request, "claims/embed.html", {**context, "looks": looks, "heading": heading})


# Styles that stand in the lines themselves, as another page's sheet knows nothing of them. The inks are ours.
LOOKS = {
    "light": "margin:0;padding:1em 1.25em;background:#f6f5f0;color:#131a38;border-left:4px solid #bf1019",
    "dark": "margin:0;padding:1em 1.25em;background:#10142a;color:#ece9df;border-left:4px solid #ff6a5a",
}


def write_snippet(context: dict[str, Any], look: str) -> str:
    lines = render_to_string("claims/snippet.html", {**context, "style": LOOKS.get(look, "")}).strip()
    return set_html(lines, get_language() or SOURCE)


@of_a_claim
def show_claim(request: HttpRequest, claim: ClaimPage) -> HttpResponseBase:
    document = write_document(visible_claims().filter(pk=claim.pk), address_of(request))
    return open_to_all(StreamingHttpResponse(document, content_type=JSON_LD))


# Of the register, or of what its filters leave


@require_safe
def show_claims(request: HttpRequest) -> HttpResponseBase:
    if ignored := RegisterQuery.read(request.GET).ignored:
        return refuse_choices(request, ignored)
    document = write_document(choose_claims(request.GET), address_of(request))
    return open_to_all(StreamingHttpResponse(document, content_type=JSON_LD))


@require_safe
def tabulate_claims(request: HttpRequest) -> HttpResponseBase:
    """Offer the table with what spreadsheets of the reader's language take for a separator: a comma, in French `;`."""
    if ignored := RegisterQuery.read(request.GET).ignored:
        return refuse_choices(request, ignored)
    table = write_claim_table(choose_claims(request.GET), separator=CSV_SEPARATORS.get(get_language() or SOURCE, ","))
    response = StreamingHttpResponse(table, content_type="text/csv; charset=utf-8; header=present")
    return open_to_all(as_attachment(response, f"{pgettext('claims', 'claims')}.csv"))


def refuse_choices(request: HttpRequest, ignored: Iterable[Filter]) -> HttpResponse:
    """Name filters whose value there is not: a file cannot say, as the register does, that it left it out."""
    context = {"ignored": ignored, "heading": gettext("No such option")}
    return render(request, "claims/no_such_choice.html", context, status=HTTPStatus.BAD_REQUEST)


def address_of(request: HttpRequest) -> str:
    return f"{settings.BASE_URL}{request.get_full_path()}"


# For programs


@language_neutral
@require_safe
@conditional_page
def show_schema(request: HttpRequest) -> HttpResponseBase:
    return open_to_all(in_json(make_schema(), "application/schema+json"))


@language_neutral
@require_safe
@conditional_page
def show_context(request: HttpRequest) -> HttpResponseBase:
    return open_to_all(in_json(make_context(), JSON_LD))


@require_safe
@conditional_page
def feed_claims(request: HttpRequest) -> HttpResponseBase:
    return as_feed(make_claims_feed(get_language() or SOURCE))


@require_safe
@conditional_page
def feed_steps(request: HttpRequest) -> HttpResponseBase:
    return as_feed(make_steps_feed(get_language() or SOURCE))


def as_feed(feed: TextFeed) -> HttpResponseBase:
    return open_to_all(HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type))
