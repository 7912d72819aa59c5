"""The box that takes a mark or words, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from claims.marks import parse_mark
from claims.views import find_by_mark
from search.facets import OTHER, list_search_facets
from search.highlights import extract, mark
from search.models import SearchText
from search.query import Findings, Hit, find_pages
from search.stemming import read_query
from translations.addresses.sites import find_site
from translations.languages import LANGUAGES, NAMES, SOURCE, column
from translations.models import BasePage

RESULTS_PER_PAGE = 20
LONGEST_QUERY = 200  # characters: more is no search, but work for nothing
RESULT_FIELDS = ["language", "mark", "title", "title_terms", "text", "text_terms", "page__content_type"]
RESULT_FIELDS += [column("page__url_path", language) for language in LANGUAGES]


@dataclass
class SearchResult:
    """A found page as it is shown: `title` and `extract` are HTML, in `language`."""

    url: str
    language: str
    kind: str
    mark: str
    title: SafeString
    extract: SafeString


@dataclass
class SearchChoice:
    """A kind of page to narrow the search to, or all of them, and how many pages it has."""

    key: str
    label: str
    count: int
    at_least: bool  # there are more, not counted
    chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=`: a mark leads straight to its claim, words to the pages that hold all of them.

    `kind` is the key of a kind of page, `page` a number; what is neither counts as not given.
    """
    typed = request.GET.get("q", "").replace("\x00", " ").strip()
    query = typed[:LONGEST_QUERY].strip()
    if query and (page := find_by_mark(query)):
        return redirect(page.get_url(request))
    context: dict[str, Any] = {"query": query, "looks_like_mark": parse_mark(query), "longest": LONGEST_QUERY}
    if query:
        context |= {"heading": gettext("Search: %(query)s") % {"query": query}, "is_cut": len(typed) > LONGEST_QUERY}
        context |= make_search_context(request, query)
    return render(request, "search.html", context)


def make_search_context(request: HttpRequest, query: str) -> dict[str, Any]:
    """Return what the page shows of `query`: results, choices, and where else to look when there is nothing."""
    language = get_language() or SOURCE
    kinds = list_search_facets()
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    pages = pages_of_site(request)
    found = find_pages(query, language, pages, kind=kind)
    results = Paginator(found.hits, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    read = read_query(query, language)
    return {
        "results": results,
        "shown": make_results(request, results, query),
        "at_least": found.more,
        "words": sum(map(len, read.phrases)),
        "choices": list_search_choices(found, kind) if found.total else [],
        "elsewhere": [] if found.total or not read.phrases else look_elsewhere(query, language, pages),
    }


def pages_of_site(request: HttpRequest) -> Any:
    site = find_site(request)
    return BasePage.objects.descendant_of(site.root_page, inclusive=True) if site else BasePage.objects.none()


def make_results(request: HttpRequest, hits: Page[Hit], query: str) -> list[SearchResult]:
    """Return what is shown of `hits`, in their order, with one query."""
    texts = SearchText.objects.select_related("page").only(*RESULT_FIELDS).in_bulk([hit.text_id for hit in hits])
    wanted = {language: read_query(query, language).terms for language in {text.language for text in texts.values()}}
    return [
        SearchResult(
            url=text.page.get_url(request),
            language=text.language,
            kind=capfirst(str(text.page.cached_content_type.name)),
            mark=text.mark,
            title=mark(text.title, text.title_terms, wanted[text.language]),
            extract=extract(text.text, text.text_terms, wanted[text.language]),
        )
        for hit in hits
        if (text := texts.get(hit.text_id))
    ]


def list_search_choices(found: Findings, kind: str) -> list[SearchChoice]:
    """Return all kinds together, then those with pages, most pages first, and the chosen one in any case."""
    own = [
        SearchChoice(key, capfirst(str(each.label)), *found.get_count(key), key == kind)
        for key, each in list_search_facets().items()
        if found.counts[key] or key == kind
    ]
    own.sort(key=lambda choice: (choice.key == OTHER.key, -choice.count))
    total, at_least = sum(choice.count for choice in own), any(choice.at_least for choice in own)
    return [SearchChoice("", gettext("All kinds"), total, at_least, not kind), *own]


def look_elsewhere(query: str, language: str, pages: Any) -> list[dict[str, Any]]:
    """Return {language, name, count, url} of each other language in which `query` finds something."""
    found = []
    for other in LANGUAGES:
        if other != language and (count := len(find_pages(query, other, pages).hits)):
            with override(other):
                url = reverse("search", query={"q": query})
            found.append({"language": other, "name": NAMES[other], "count": count, "url": url})
    return found
