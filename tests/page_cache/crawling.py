"""Visits every address of a small site, and notes which tables each page reads and which ask the clock."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from content.models import CahierDocument
from tests.content.photographs import make_image
from tests.factories import IssueFactory
from translations.models import BasePage

HOST = "localhost"
BEGINNINGS = ["/", "/sitemap.xml", "/robots.txt", "/api/v2/pages/", "/fr/recherche/?q=page", "/en/search/?q=page"]
BEGINNINGS += ["/en/newsletter/", "/fr/lettre/lettres/", "/en/search/?q=pege"]
PASSED_BY = ("/static/", "/media/", "/admin/", "/documents/")
LINK = re.compile(r'(?:href|src|action)="([^"]+)"|<loc>([^<]+)')
READ_TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)
MOST = 400  # addresses


@dataclass
class Visit:
    status: int
    body: bytes
    is_public: bool
    tables: set[str]
    asks_the_clock: bool


@dataclass
class Site:
    pages: dict[str, BasePage]
    visits: dict[str, Visit] = field(default_factory=dict)

    @property
    def addresses(self) -> list[str]:
        """Those that the page cache keeps."""
        return [address for address, visit in self.visits.items() if visit.status == 200 and visit.is_public]


def complete(site: Site) -> None:
    """Let an article show a picture and a document, the archive have a letter, and each page a date of publication."""
    document = CahierDocument.objects.create(title_fr="CR", file=ContentFile(b"Rien.", "cr.txt"))
    image = make_image()
    image.make_renditions()
    article: Any = site.pages["ArticlePage"]
    article.body_fr = [
        {"type": "image", "value": {"image": image.pk}},
        {"type": "document", "value": {"document": document.pk, "label": ""}},
    ]
    article.save()
    IssueFactory(article=article, language="fr", number=1, state="done", started_at=timezone.now())
    BasePage.objects.update(first_published_at=timezone.now(), last_published_at=timezone.now())


def crawl(site: Site) -> None:
    """Follow links from a few addresses; of two choices combined, and of the same page turned over, none."""
    client = Client(headers={"host": HOST})
    waiting = [*BEGINNINGS]
    for page in site.pages.values():
        waiting += page.get_urls().values()
    while waiting and len(site.visits) < MOST:
        address = waiting.pop(0)
        if address not in site.visits:
            site.visits[address] = visit = see(client, address)
            waiting += list_links(address, visit.body)


def list_links(address: str, body: bytes) -> Iterator[str]:
    for found in LINK.findall(body.decode(errors="replace")):
        parts = urlsplit(urljoin(f"http://{HOST}{address}", html.unescape(found[0] or found[1])))
        if parts.netloc == HOST and not parts.path.startswith(PASSED_BY) and "&" not in parts.query:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def see(client: Client, address: str) -> Visit:
    tables: set[str] = set()
    asked: list[bool] = []
    real = timezone.now

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.update(name.lower() for name in READ_TABLE.findall(sql))
        return execute(sql, params, many, context)

    def now() -> Any:
        asked.append(True)
        return real()

    with connection.execute_wrapper(note), patch.object(timezone, "now", now):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    is_public = "public" in response.get("Cache-Control", "") and not response.streaming
    return Visit(response.status_code, body, is_public, tables, bool(asked))
