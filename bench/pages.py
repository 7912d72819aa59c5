"""What each kind of page costs, as a multiple of a trivial 35 kB view in the same process: `make bench`.

Prints a line a page: queries, uncompressed bytes, and the median over rounds of CPU time spent, divided by that of the
trivial view in the same round. Ratios hold when the machine is slow; milliseconds do not, and are only there to see.
"""

import os
import statistics
import sys
import time

import django

ROUNDS = 15
REPEATS = 8  # requests of one page in a round

# Most a page may cost, in trivial views and in queries: the bars for pages served with no cache.
BARS = {"content": (50, 12), "listing": (45, 10), "home": (60, 15), "search": (65, 12), "choice": (5, 0)}


def pages() -> list[tuple[str, str]]:
    from claims.models import ClaimIndexPage, ClaimPage
    from contacts.models import DirectoryPage
    from translations.models import BasePage
    from workshops.models import WorkshopReportPage

    found = [("home", "/fr/"), ("home", "/en/"), ("choice", "/"), ("search", "/en/search/?q=counter")]
    register = ClaimIndexPage.objects.get()
    listings: list[BasePage] = [register, DirectoryPage.objects.get()]
    last = register.get_url() + "?page=9999"
    report = WorkshopReportPage.objects.get(code="DS")
    contents: list[BasePage] = [ClaimPage.objects.get(mark="DS-4"), report, report.get_parent()]
    found += [("listing", url) for page in listings for url in page.get_urls().values()]
    found.append(("listing", last))
    found += [("content", url) for page in contents for url in page.get_urls().values()]
    return found


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost", "accept-encoding": "identity"})

    def cpu(url: str) -> float:
        begun = time.process_time()
        for _ in range(REPEATS):
            client.get(url)
        return (time.process_time() - begun) / REPEATS

    kinds = pages()
    for _kind, url in [("", "/trivial/"), *kinds]:  # warm up: templates, URL patterns, site roots
        client.get(url)
    times: dict[str, list[float]] = {url: [] for _kind, url in kinds}
    milliseconds: dict[str, list[float]] = {url: [] for _kind, url in kinds}
    for _round in range(ROUNDS):
        trivial = cpu("/trivial/")
        for _kind, url in kinds:
            spent = cpu(url)
            times[url].append(spent / trivial)
            milliseconds[url].append(spent * 1000)

    over = 0
    print(f"{'page':64}{'x trivial':>10}{'bar':>5}{'queries':>9}{'bar':>5}{'bytes':>9}{'cpu ms':>8}")  # noqa: T201
    for kind, url in kinds:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        ratio, (most, most_queries) = statistics.median(times[url]), BARS[kind]
        over += ratio > most or len(queries) > most_queries
        print(  # noqa: T201
            f"{url[:63]:64}{ratio:>10.1f}{most:>5}{len(queries):>9}{most_queries:>5}"
            f"{len(response.content):>9}{statistics.median(milliseconds[url]):>8.2f}"
        )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
