"""What campaigns give beside their pages: short addresses, calendars to subscribe to, feeds, the site as a list."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from translations.addresses.sites import find_site
from translations.models import BasePage

from .calendar.agenda import get_feed
from .calendar.calendar_files import CONTENT_TYPE, write_calendar
from .models import CalendarPage, CampaignPage, EventPage, PublicationIndexPage
from .publications.feeds import write_feed
from .publications.listing import region_facet
from .regions import RegionTree
from .site_map import get_site_map


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
    """Answer `<address of a list of publications>.atom`, as `?region=` narrows it down."""
    page = find_visible_page(request, path, PublicationIndexPage)
    if moved := get_own_address(page, request, ".atom"):
        return redirect(moved, permanent=True)
    tree, asked = RegionTree(), request.GET.get("region", "")
    region = tree.find(asked)
    if asked and region is None:
        facet = region_facet(tree)
        facet.unknown = asked
        return refuse_unknown_choices([facet])
    feed = write_feed(page, tree, region)
    return keep(request, HttpResponse(feed, content_type="application/atom+xml; charset=utf-8"))


@require_safe
def go_to_campaign(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from `/c/12` to that campaign in the reader's language: its slugs may change, its number does not."""
    campaign = CampaignPage.objects.visible().filter(pk=number).first()
    if campaign is None:
        raise Http404
    return redirect(campaign.get_url(request))


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
    message = gettext("“%(value)s” does not exist here (%(name)s).")
    lines = [message % {"value": facet.unknown, "name": facet.label} for facet in facets]
    return HttpResponse("\n".join([*lines, ""]), status=404, content_type="text/plain; charset=utf-8")


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let programs that come again ask whether anything changed."""
    response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:20])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
