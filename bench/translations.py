"""What telling the status of every text costs: part of `make bench`.

`python -m bench.translations` makes a site of its own in SQLite, and in PostgreSQL too where POSTGRES names a server,
and lets it grow until it has more than 10,000 texts to translate. At each size the report on translations, the first
page of the admin and lists that are filtered by status are measured: their queries, which must stay the same, and their
cost as a multiple of a trivial view in the same round. On SQLite the time is CPU time; on PostgreSQL, which works
elsewhere, time elapsed.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.growth import database_on

SIZES = [10, 50, 190]  # generated reports, of 20 claims each
TEXTS = 10_000  # that there are at least at the end
ROUNDS = 7
REPEATS = 2  # requests of one page in a round


def main(folder: Path) -> int:
    file = folder / "translations.sqlite3"
    for path in folder.glob(f"{file.name}*"):
        path.unlink()
    failed = measure_apart(f"sqlite:///{file.resolve()}")
    if server := os.environ.get("POSTGRES", ""):
        with database_on(server) as url:
            failed += measure_apart(url)
    return 1 if failed else 0


def measure_apart(database_url: str) -> int:
    environment = {**os.environ, "DATABASE_URL": database_url}
    command = [sys.executable, "-m", "bench.translations", "measure"]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


def measure() -> int:
    """Let the site grow, measure at each size, print all; return how many figures are over what they may be."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    figures: dict[str, list[tuple[float, int]]] = {}
    texts = []
    for size in SIZES:
        with open(os.devnull, "w") as nowhere:
            call_command("load_demo", size=size, stdout=nowhere)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # which it does by itself, but a minute later
        texts.append(count_texts())
        for name, figure in measure_pages().items():
            figures.setdefault(name, []).append(figure)
    return report(connection.vendor, texts, figures)


def count_texts() -> int:
    """Return how many texts in the source's language pages and records have."""
    from translations.languages import SOURCE
    from translations.models import BasePage
    from translations.snippets import snippet_models
    from translations.texts import texts_of

    pages = BasePage.objects.filter(depth__gt=1).specific().iterator(500)
    snippets = (snippet for model in snippet_models() for snippet in model._default_manager.all())
    return sum(len(texts_of(obj, SOURCE)) for objects in (pages, snippets) for obj in objects)


def measure_pages() -> dict[str, tuple[float, int]]:
    """Map each page's name to what it costs in trivial views, and to its queries."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from campaigns.models import HomePage

    client = Client(headers={"host": "localhost", "accept-encoding": "identity"})
    users = get_user_model().objects
    client.force_login(users.filter(username="bench").first() or users.create_superuser("bench"))
    clock: Callable[[], float] = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    listing, explorer = (
        reverse("translations_report"),
        reverse("wagtailadmin_explore", args=[HomePage.objects.get().pk]),
    )
    urls = {
        "report": listing,
        "report, last page": f"{listing}?p=9999",
        "report, anything to be done": f"{listing}?status=to-do&ordering=work_changed",
        "report as CSV": f"{listing}?export=csv",
        "first page of the admin": reverse("wagtailadmin_home"),
        "explorer, outdated": f"{explorer}?translation_en=outdated",
        "claims, missing": f"{reverse('claims:index')}?translation_en=missing",
    }

    def spend(url: str) -> float:
        begun = clock()
        for _ in range(REPEATS):
            assert client.get(url).status_code == 200, url  # noqa: S101
        return clock() - begun

    ratios: dict[str, list[float]] = {name: [] for name in urls}
    for turn in range(ROUNDS + 1):
        trivial = spend("/trivial/")
        for name, url in urls.items():
            ratio = spend(url) / trivial
            ratios[name] += [ratio] if turn else []  # the first round warms up
    figures = {}
    for name, url in urls.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        figures[name] = (statistics.median(ratios[name]), len(queries))
    return figures


def report(vendor: str, texts: list[int], figures: dict[str, list[tuple[float, int]]]) -> int:
    sizes = "".join(f"{size:>10,}" for size in texts)
    print(f"{vendor + ', x trivial at texts:':32}{sizes}{'last/first':>12}{'queries':>14}")  # noqa: T201
    over = 0
    for name, costs in figures.items():
        growth, queries = costs[-1][0] / costs[0][0], [queries for _ratio, queries in costs]
        over += max(queries) > queries[0]
        ratios = "".join(f"{ratio:>10.1f}" for ratio, _queries in costs)
        print(f"{name:32}{ratios}{growth:>12.2f}{' '.join(map(str, queries)):>14}")  # noqa: T201
    print()  # noqa: T201
    return over + (texts[-1] < TEXTS)


if __name__ == "__main__":
    sys.exit(measure() if sys.argv[1:] == ["measure"] else main(Path("var/bench")))
