"""Redirects from the old addresses of a page that has moved, and from those below it, such as its calendar file."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation.trans_real import get_language_from_path
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from .addresses.paths import DEEPEST
from .addresses.sites import find_site
from .languages import LANGUAGES
from .models import BasePage


class MovedMiddleware(RedirectMiddleware):
    """Lead from addresses below that of a page that moved to those below its new one, with the query they came with.

    Wagtail's own, which this falls back to, knows the page's address only, and drops the query.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            return find_new_address(request) or super().process_response(request, response)
        return response


def find_new_address(request: HttpRequest) -> HttpResponse | None:
    """Return a redirect to where `request` leads now, None if no page that moved explains it.

    An address may contain a page's path anywhere, as `/fr/<path>.ics` does and `/fr/differences/<path>/`: the views
    of such addresses have an argument of that name.
    """
    match = request.resolver_match
    if match is None or not get_language_from_path(request.path_info):
        return None
    path = match.kwargs.get("path", match.args[0] if match.args else "")
    found = find_redirect(request, [part for part in path.split("/") if part])
    if not found:
        return None
    redirect, rest = found
    scheme, host, address, _, _ = urlsplit(redirect.redirect_page.specific_deferred.get_url(request) or "")
    new_path = "/".join([address.strip("/").partition("/")[2], *rest])
    arguments = {"kwargs": {**match.kwargs, "path": new_path}} if match.kwargs else {"args": [f"{new_path}/"]}
    try:
        new = reverse(match.view_name, **arguments)
    except NoReverseMatch:
        return None
    kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return kind(urlunsplit((scheme, host, new, request.META.get("QUERY_STRING", ""), "")))


def find_redirect(request: HttpRequest, parts: list[str]) -> tuple[Redirect, list[str]] | None:
    """Return the redirect of the longest beginning of `parts` that once was a live page's path, and the parts after it.

    None where a page is at that beginning, or a longer one, today: it says itself what is below it, and so no two
    redirects lead to each other for ever.
    """
    site = find_site(request)
    if not site or not parts or len(parts) > DEEPEST or "\0" in "".join(parts):
        return None
    active = get_language() or LANGUAGES[0]
    languages = sorted(LANGUAGES, key=lambda code: code != active)  # slugs of another language lead to the page, too
    old_paths = {
        (code, count): Redirect.normalise_path("/".join(["", code, *parts[:count]]))
        for count in range(len(parts), 0, -1)
        for code in languages
    }
    pages = BasePage.objects.published().values("pk")
    known = Redirect.get_for_site(site).filter(old_path__in=set(old_paths.values()), redirect_page__in=pages)
    redirects = {redirect.old_path: redirect for redirect in known.order_by("-site").select_related("redirect_page")}
    for (code, count), old_path in old_paths.items():
        if redirects and code == active and is_page(request, site, parts[:count]):
            return None
        if old_path in redirects:
            return redirects[old_path], parts[count:]
    return None


def is_page(request: HttpRequest, site: Site, parts: list[str]) -> bool:
    """Tell whether a live page is at the path of `parts`."""
    try:
        site.root_page.route(request, parts)
    except Http404:
        return False
    return True
