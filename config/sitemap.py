"""The site map for search engines (sitemaps.org): an index, and parts that stay small however large the site is.

A part has the pages, findings or questions of PART keys in a row: none moves to another, so an index that says when
each has changed lets robots read again what has.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.findings.sitemap import ROW_COLUMNS, list_row_urls
from claims.rows import visible_rows
from translations.addresses.page_addresses import ADDRESS_FIELDS, PageAddresses
from translations.addresses.sites import find_site
from translations.languages import LANGUAGES, SOURCE, column
from translations.middleware import language_neutral
from translations.models import BasePage
from workshops.models import Finding, OpenQuestion

PART = 1000  # keys
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"',
)
TITLES = {language: column("title", language) for language in LANGUAGES}

Urls = Mapping[str, str]  # absolute, by language


@dataclass(frozen=True)
class Section:
    """One kind of what is listed.

    :param find: returns what may be listed, in no order
    :param columns: what `list_urls` reads of each, besides `pk`
    :param list_urls: yields the addresses of each row, in the languages that it is written in
    """

    find: Callable[[HttpRequest], Any]
    columns: Iterable[str]
    list_urls: Callable[[Any], Iterator[Urls]]
    changed_at: Any


def find_pages(request: HttpRequest) -> Any:
    site = find_site(request)
    return BasePage.objects.visible().descendant_of(site.root_page, inclusive=True) if site else BasePage.objects.none()


def list_page_urls(pages: Iterable[Any]) -> Iterator[Urls]:
    addresses = PageAddresses()
    for page in pages:
        urls = addresses.list_urls(page)
        yield {
            language: url
            for language, url in urls.items()
            if url and (language == SOURCE or getattr(page, TITLES[language]))
        }


SECTIONS = {
    "pages": Section(
        find_pages,
        [*ADDRESS_FIELDS, *TITLES.values()],
        list_page_urls,
        Coalesce("last_published_at", "latest_revision_created_at"),
    ),
    **{
        name: Section(
            lambda request, row_type=row_type: visible_rows(row_type),  # type: ignore[misc]
            ROW_COLUMNS[row_type],
            lambda rows, row_type=row_type: list_row_urls(row_type, rows),  # type: ignore[misc]
            F("page__last_published_at"),
        )
        for name, row_type in {"findings": Finding, "questions": OpenQuestion}.items()
    },
}


@language_neutral
@require_safe
def show_index(request: HttpRequest) -> HttpResponse:
    """Name every part that lists anything, with the day of the latest change in it."""
    entries = []
    for name, section in SECTIONS.items():
        rows = section.find(request).rewrite(False).order_by().annotate(part=F("pk") / PART)
        for part, changed_at in rows.values_list("part").annotate(latest=Max(section.changed_at)).order_by("part"):
            address = f"{settings.BASE_URL}{reverse('sitemap_part', args=[name, part + 1])}"
            entries.append(f"<sitemap><loc>{escape(address)}</loc>{write_day(changed_at)}</sitemap>")
    return answer("sitemapindex", entries)


@language_neutral
@require_safe
def show_part(request: HttpRequest, name: str, part: int) -> HttpResponse:
    """List each page, finding or question of the part in each language that it is written in, with its alternates.

    :raises Http404: where nobody may see any
    """
    section = SECTIONS.get(name)
    if section is None or part < 1:
        raise Http404
    keys = {"pk__gte": (part - 1) * PART, "pk__lt": part * PART}
    rows = section.find(request).rewrite(False).filter(**keys).order_by("pk").annotate(changed_at=section.changed_at)
    found = list(rows.values_list("pk", *section.columns, "changed_at", named=True))
    if not found:
        raise Http404
    pairs = zip(found, section.list_urls(found), strict=True)
    return answer("urlset", [entry for row, urls in pairs for entry in write_entries(urls, row.changed_at)])


def write_entries(urls: Urls, changed_at: datetime.datetime | None) -> Iterator[str]:
    """Yield an entry for each of `urls`, all with the same alternates: robots ask for them in both directions."""
    escaped = {language: escape(url, {'"': "&quot;"}) for language, url in urls.items()}
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{url}"/>'
        for language, url in [*escaped.items(), ("x-default", escaped[SOURCE])]
    )
    for url in escaped.values():
        yield f"<url><loc>{url}</loc>{write_day(changed_at)}{alternates}</url>"


def write_day(moment: datetime.datetime | None) -> str:
    return f"<lastmod>{timezone.localdate(moment).isoformat()}</lastmod>" if moment else ""


def answer(element: str, entries: list[str]) -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{element} {' '.join(NAMESPACES)}>", *entries, f"</{element}>"]
    response = HttpResponse("\n".join([*lines, ""]), content_type="application/xml")
    response["X-Robots-Tag"] = "noindex, noodp, noarchive"  # as Django's: robots are to read it, not to list it
    return response
