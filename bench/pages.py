"""What each kind of page costs with no cache, beside a trivial view in the same server: `make bench`.

That view, `trivial_35_kb` of bench/urls.py, goes through Django and its middleware, and through none of ours. Prints a
line a page: the median over rounds of the CPU time of the server's one worker for each request, divided by that of the
trivial view in the same round; queries; uncompressed bytes. Ratios hold when the machine is slow; milliseconds do not,
and are only there to see.
"""

import os
import statistics
import sys

import django

from bench.serving import Request, measure, ratios

ROUNDS = 9
REPEATS = 12  # requests of one page in a round

# Most a page may cost, in trivial views and in queries: the bars for pages served with no cache.
BARS = {
    "home": (60, 15), "choice": (5, 0), "search": (40, 12), "register": (45, 10), "directory": (45, 10),
    "claim": (50, 12), "report": (50, 12), "convention": (50, 12), "article": (40, 12),
}  # fmt: skip


def pages() -> list[tuple[str, str]]:
    from campaigns.models import ArticlePage
    from claims.models import ClaimIndexPage, ClaimPage
    from contacts.models import DirectoryPage
    from translations.models import BasePage
    from workshops.models import WorkshopReportPage

    register, report = ClaimIndexPage.objects.get(), WorkshopReportPage.objects.get(code="DS")
    shown: dict[str, BasePage] = {
        "register": register,
        "directory": DirectoryPage.objects.get(),
        "claim": ClaimPage.objects.get(mark="DS-4"),
        "report": report,
        "convention": report.get_parent(),
        "article": ArticlePage.objects.visible().order_by("pk")[0],
    }
    found = [("home", "/fr/"), ("home", "/en/"), ("choice", "/"), ("search", "/en/search/?q=counter")]
    found += [(kind, url) for kind, page in shown.items() for url in page.get_urls().values()]
    found.append(("register", register.get_url() + "?page=9999"))
    return found


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    kinds = pages()
    requests = {url: Request(url) for _kind, url in kinds}
    milliseconds = measure(requests, are_hits=False, rounds=ROUNDS, repeats=REPEATS, PAGE_CACHE_MEGABYTES="0")
    client = Client(headers={"host": "localhost", "accept-encoding": "identity"})
    over = 0
    trivial = statistics.median(milliseconds["trivial view"])
    print(f"{'page, with no cache':64}{'x trivial':>10}{'bar':>5}{'queries':>9}{'bar':>5}{'bytes':>9}{'cpu ms':>8}")  # noqa: T201
    print(f"{'trivial view':64}{1:>10.1f}{trivial:>36.3f}")  # noqa: T201
    for kind, url in kinds:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        ratio, (most, most_queries) = statistics.median(ratios(milliseconds, url)), BARS[kind]
        over += ratio > most or len(queries) > most_queries
        print(  # noqa: T201
            f"{url[:63]:64}{ratio:>10.1f}{most:>5}{len(queries):>9}{most_queries:>5}"
            f"{len(response.content):>9}{statistics.median(milliseconds[url]):>8.2f}"
        )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
