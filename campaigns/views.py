"""What campaigns give beside their pages: calendars to subscribe to, feeds, and the site as a list."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from translations.addresses.sites import find_site
from translations.models import BasePage

from .calendar.agenda import get_feed
from .calendar.calendar_files import CONTENT_TYPE, write_calendar
from .models import CalendarPage, EventPage, PublicationIndexPage
from .publications.feeds import write_feed
from .site_map import get_site_map

MAX_AGE = 3600  # seconds that a calendar or feed may be kept


@require_safe
def calendar_file(request: HttpRequest, path: str) -> HttpResponse:
    """Answer `<address of an event>.ics` and `<address of a calendar>.ics`, the latter as `?region=…` narrows it."""
    page = find_visible_page(request, path, EventPage, CalendarPage)
    if moved := get_own_address(page, request, ".ics"):
        return redirect(moved, permanent=True)
    if isinstance(page, EventPage):
        events, name, source = [page], page.title, ""
    else:
        narrowed, events = get_feed(page, request.GET)
        if narrowed.unknown:
            return refuse_unknown_choices(narrowed.unknown)
        chosen = [facet.chosen.words for facet in narrowed.chosen if facet.chosen]
        name = ", ".join([page.title, *chosen])
        source = f"{page.get_full_url(request)[:-1]}.ics{narrowed.query}"
    response = HttpResponse(write_calendar(events, name=name, source=source), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.ics"'
    return keep(request, response)


@require_safe
def publications_feed(request: HttpRequest, path: str) -> HttpResponse:
    """Answer `<address of a list of publications>.atom`."""
    page = find_visible_page(request, path, PublicationIndexPage)
    if moved := get_own_address(page, request, ".atom"):
        return redirect(moved, permanent=True)
    return keep(request, HttpResponse(write_feed(page), content_type="application/atom+xml; charset=utf-8"))


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    site = find_site(request)
    return render(request, "campaigns/site_map.html", {"tree": get_site_map(site.root_page) if site else []})


def find_visible_page(request: HttpRequest, path: str, *types: type[BasePage]) -> Any:
    """Return the page of one of `types` at `path`, if it may leave the site.

    :raises Http404: where there is none, or a draft, or one that needs a password
    """
    route = BasePage.route_for_request(request, f"{path}/")
    page = route.page if route else None
    if not isinstance(page, types) or not type(page).objects.visible().filter(pk=page.pk).exists():
        raise Http404
    return page


def get_own_address(page: BasePage, request: HttpRequest, suffix: str) -> str:
    """Return where to go instead: the address by the page's own slugs, where `request` came by another language's."""
    address = f"{page.get_url(request)[:-1]}{suffix}"
    query = request.META.get("QUERY_STRING")
    return (f"{address}?{query}" if query else address) if address != request.path else ""


def refuse_unknown_choices(facets: list[Any]) -> HttpResponse:
    """Name the unknown choice, in plain text that a calendar program may show."""
    message = gettext("Nothing here is called “%(value)s” (%(name)s).")
    lines = [message % {"value": facet.unknown, "name": facet.label} for facet in facets]
    return HttpResponse("\n".join([*lines, ""]), status=404, content_type="text/plain; charset=utf-8")


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let programs that come again ask whether anything changed."""
    response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:20])
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
