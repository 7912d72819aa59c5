"""How well the search answers what readers type: `make bench`. bench/search_queries.toml has the queries.

Looks every query up as a reader would, and prints how many have a page that answers them first, and among the first
three; then those that have not, and what came instead. Fails below the bars.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

from .growing import grow, measure_on_each_database

QUERIES = Path(__file__).with_name("search_queries.toml")
IN_THREE = 0.9  # of the queries must have an answer among the first three
MOST_DATABASE_QUERIES = 12
FOUND = re.compile(r'<ol\b[^>]* class="articles found.*?</ol>', re.DOTALL)
LINK = re.compile(r'<h3[^>]*>\s*<a[^>]*? href="([^"]+)"')


def measure() -> int:
    """Look every query up in the demo, and print what was found."""
    list(grow([0]))
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.test import Client
    from wagtail.models import get_page_models

    client = Client(headers={"host": "localhost", "accept-encoding": "identity"})
    ContentType.objects.get_for_models(*get_page_models())  # kept from then on: no cost of a search
    asked, first, in_three, most, missed = Counter[str](), Counter[str](), Counter[str](), 0, []
    for language, queries in tomllib.loads(QUERIES.read_text(encoding="utf-8")).items():
        for query, keys in queries.items():
            urls, count = look_up(client, language, query)
            expected = {address for key in keys for address in find_addresses(key)}
            places = [place for place, url in enumerate(urls) if url in expected]
            asked[language] += 1
            first[language] += places[:1] == [0]
            in_three[language] += bool(places) and places[0] < 3
            most = max(most, count)
            if not places or places[0] >= 3:
                missed.append(f"  {language} {query}: {', '.join(urls[:3]) or 'nothing'}")
    for name, found in (("first", first), ("in three", in_three)):
        shares = ", ".join(f"{language} {found[language]} of {asked[language]}" for language in asked)
        print(f"{connection.vendor}, {name:9}{found.total() / asked.total():>7.1%}   {shares}")  # noqa: T201
    print(f"{connection.vendor}, most queries to the database: {most}", *missed, sep="\n")  # noqa: T201
    return int(in_three.total() < IN_THREE * asked.total() or most > MOST_DATABASE_QUERIES)


def look_up(client: Any, language: str, query: str) -> tuple[list[str], int]:
    """Return the addresses that a search for `query` shows, in order, or the one it leads to; and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from django.utils.translation import override

    with override(language):
        address = reverse("search")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, {"q": query})
    if response.status_code == 302:
        return [response["Location"]], len(queries)
    lists = FOUND.findall(response.content.decode())
    return [unescape(url) for found in lists for url in LINK.findall(found)], len(queries)


def find_addresses(key: str) -> list[str]:
    """Return the addresses in every language of what the list of queries calls `key`."""
    from django.urls import NoReverseMatch, reverse
    from django.utils.translation import override

    from demo.reading import get_uuid
    from translations.languages import LANGUAGES
    from translations.models import BasePage

    if not re.fullmatch(r"/.*|[A-Z]{2,4}-[CQ]\d+", key):
        return [
            url for page in BasePage.objects.filter(translation_key=get_uuid(key)) for url in page.get_urls().values()
        ]
    found = []
    for language in LANGUAGES:
        with override(language):
            try:
                found.append(reverse(key[1:]) if key.startswith("/") else reverse("numbered_row", args=[key]))
            except NoReverseMatch:
                continue
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    measured_here = sys.argv[1:] == ["measure"]
    sys.exit(measure() if measured_here else measure_on_each_database("bench.search_quality", Path("var/bench")))
