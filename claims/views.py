"""Finding a claim by its mark, or a page by its words."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from translations.languages import SOURCE
from translations.models import BasePage
from translations.search import get_terms
from workshops.models import WorkshopReportPage

from .marks import Mark, parse_code, parse_mark
from .models import ClaimPage, GivenMark
from .register import visible_claims

RESULTS_PER_PAGE = 20
LONGEST_QUERY = 200  # characters: more is no search, but work for nothing


@require_safe
def go_to_mark(request: HttpRequest, mark: str) -> HttpResponse:
    """Lead from a short address, `/r/DS-4` or `/r/DS`, to its page in the reader's language.

    A mark whose claim was deleted answers 410 Gone (RFC 9110, section 15.5.11): paper still carries it. One whose
    claim is a draft, unpublished or private answers 404 as one never given does.
    """
    page = find_by_mark(mark)
    if page is None:
        return refuse_mark(request, mark)
    response = redirect(page.get_url(request))
    patch_cache_control(response, public=True, max_age=300)
    return response


def refuse_mark(request: HttpRequest, mark: str) -> HttpResponse:
    """Say that nothing to be seen bears `mark`: 410 if it was given to a claim deleted since, else 404."""
    gone = find_gone_mark(mark)
    context = {"mark": gone or mark, "gone": bool(gone), "unknown_address": True}
    status = HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND
    return render(request, "claims/unknown_mark.html", context, status=status)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer the box that takes a mark or words: a mark goes straight to its claim."""
    query = request.GET.get("q", "").strip().replace("\x00", "")[:LONGEST_QUERY]
    if query and (page := find_by_mark(query)):
        return redirect(page.get_url(request))
    context: dict[str, Any] = {"query": query, "looks_like_mark": parse_mark(query)}
    if query:
        paginator = Paginator(find_by_words(query), RESULTS_PER_PAGE)
        context["results"] = paginator.get_page(request.GET.get("page"))
        add_marks(context["results"])
        context["heading"] = gettext("Search: %(query)s") % {"query": query}
    return render(request, "claims/search.html", context)


def find_by_mark(text: str) -> BasePage | None:
    """Return the claim whose mark, or the report whose code, is `text`; None where nobody may see one."""
    if mark := parse_mark(text):
        return visible_claims().filter(mark=str(mark)).first()
    if code := parse_code(text):
        return WorkshopReportPage.objects.visible().filter(code=code).first()
    return None


def find_gone_mark(text: str) -> Mark | None:
    """Return the mark that `text` names if it was given to a claim that has been deleted since."""
    mark = parse_mark(text)
    given = GivenMark.objects.find(mark) if mark else None
    return mark if given and not given.claim_id else None


def find_by_words(query: str) -> Any:
    """Return the visible pages that hold every word of `query` in the active language."""
    terms = get_terms(query, get_language() or SOURCE)
    if not terms:
        return BasePage.objects.none()
    visible = BasePage.objects.filter(pk__in=BasePage.objects.visible().values("pk"))
    return visible.specific(defer=True).search(terms, operator="and")


def add_marks(pages: Any) -> None:
    """Give each of `pages` its `shown_mark`, a claim's mark or a report's code, in two queries."""
    keys = [page.pk for page in pages]
    marks = dict(ClaimPage.objects.filter(pk__in=keys).values_list("pk", "mark"))
    marks |= dict(WorkshopReportPage.objects.filter(pk__in=keys).values_list("pk", "code"))
    for page in pages:
        page.shown_mark = marks.get(page.pk, "")
