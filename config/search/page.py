"""The box that takes a mark or words, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_safe

from claims.marks import parse_mark
from claims.views import find_cited
from content.dates.reading import read_date
from content.dates.words import days_in_words
from search.facets import OTHER, list_search_facets
from search.query import Findings, find_pages
from search.stemming import read_query
from search.synonyms import load_synonyms
from translations.addresses.sites import find_site
from translations.languages import SOURCE

from .destinations import list_destinations
from .fallbacks import Lookup, find_otherwise
from .results import make_results, put_invented_last

RESULTS_PER_PAGE = 20
NOWHERE = "-"  # a path in the tree that no page has
LONGEST_QUERY = 200  # characters: more is no search, but work for nothing


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
    if query and (found := find_cited(query)):
        return redirect(found.get_url(request))
    context: dict[str, Any] = {"query": query, "looks_like_mark": parse_mark(query), "longest": LONGEST_QUERY}
    if query:
        context |= {"heading": gettext("Search: %(query)s") % {"query": query}, "is_cut": len(typed) > LONGEST_QUERY}
        context |= make_search_context(request, query)
    return render(request, "search.html", context)


def make_search_context(request: HttpRequest, query: str) -> dict[str, Any]:
    """Return what the page shows of `query`: results, choices, and what was found otherwise when there is nothing."""
    language = get_language() or SOURCE
    kinds = list_search_facets()
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    root = site.root_page.path if (site := find_site(request)) else NOWHERE
    lookup = Lookup(read_day(query, language), language, root, load_synonyms())
    found = find_pages(lookup.text, language, root, kind=kind, synonyms=lookup.synonyms)
    read = read_query(lookup.text, language, lookup.synonyms.get(language, ()))
    otherwise = None if found.total or not read.clauses else find_otherwise(lookup)
    invented = put_invented_last(otherwise.found.hits if otherwise else found.hits)
    results = Paginator(found.hits, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    wanted = lookup.list_terms() if not otherwise else otherwise.terms
    shown = make_results(request, otherwise.found.hits[:RESULTS_PER_PAGE] if otherwise else results, wanted, invented)
    return {
        "results": results,
        "shown": shown,
        "otherwise": otherwise,
        "at_least": found.more,
        "words": read.words,
        "choices": list_search_choices(found, kind) if found.total else [],
        "destinations": list_destinations(read, language),
    }


def read_day(query: str, language: str) -> str:
    """Return `query`, a day in words if it is one: pages have `16 septembre 2023`, whoever types `16/09/2023`."""
    day = read_date(query)
    return f'"{days_in_words(language, day)[0]}"' if day else query


def list_search_choices(found: Findings, kind: str) -> list[SearchChoice]:
    """Return all kinds together, then those with pages, most pages first, and the chosen one in any case."""
    own = [
        SearchChoice(key, capfirst(str(each.label)), *found.get_count(key), key == kind)
        for key, each in list_search_facets().items()
        if found.counts[key] or key == kind
    ]
    own.sort(key=lambda choice: (choice.key == OTHER.key, -choice.count))
    total, at_least = sum(choice.count for choice in own), any(choice.at_least for choice in own)
    return [SearchChoice("", pgettext("site", "All types"), total, at_least, not kind), *own]
