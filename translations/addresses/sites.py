"""Finds the site that a request is for, and the root of each site's pages: read again for every request."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.cache import cache
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from ..restrictions import keep, write_any_restriction

KEPT = 3600  # seconds, as Wagtail's; in truth no longer than until the next request


class SitesMiddleware:
    """Forget at each request what Wagtail keeps of the sites for an hour, in a cache that each process has of its own.

    The address of a home page, changed in one process, would be unknown to all others: their links would lead nowhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        Site.clear_site_root_paths_cache()
        return self.get_response(request)


def find_site(request: HttpRequest) -> Site | None:
    """Return what Wagtail's Site.find_for_request() does, by the one statement that tells the sites' root paths too."""
    if not hasattr(request, "_wagtail_site"):  # where Wagtail keeps it, and looks first
        database = Site.objects.db
        sites = list(
            Site.objects.select_related("root_page__locale")
            .annotate(any_restriction=RawSQL(write_any_restriction(database), []))  # noqa: S611  # no text of anybody's
            .order_by("-root_page__url_path", "hostname")
        )
        keep_root_paths(sites)
        if sites:
            keep(database, sites[0].any_restriction)
        hostname, _port = split_domain_port(request._get_raw_host())  # type: ignore[attr-defined]
        request._wagtail_site = choose_site(sites, hostname, request.get_port())  # type: ignore[attr-defined]
    site: Site | None = request._wagtail_site  # type: ignore[attr-defined]
    return site


def choose_site(sites: Sequence[Site], hostname: str, port: str) -> Site | None:
    """Return the site of that name and port; else the one of that name; else, or if several have it, the default."""
    named = [site for site in sites if site.hostname == hostname]
    default = next((site for site in sites if site.is_default_site), None)
    if exact := [site for site in named if str(site.port) == port]:
        return exact[0]
    if len(named) == 1 and default not in named:
        return named[0]
    return default


def keep_root_paths(sites: Sequence[Site]) -> None:
    """Put away what Site.get_site_root_paths() returns, the most specific path first."""
    paths = [
        SiteRootPath(site.pk, site.root_page.url_path, site.root_url, site.root_page.locale.language_code)
        for site in sites
    ]
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, paths, KEPT, version=SITE_ROOT_PATHS_CACHE_VERSION)
