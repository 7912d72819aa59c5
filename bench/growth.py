"""How search and register bear a site's growth: at 100, 1,000 and 10,000 claims, as multiples of a trivial view.

`python -m bench.growth` makes a site of its own in SQLite, and in PostgreSQL too where POSTGRES names a server; each is
measured in a process of its own. The time is CPU time: on PostgreSQL that of its process for us too, where it runs on
this machine and says so, as on Linux; else time elapsed.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

SIZES = [100, 1000, 10_000]  # claims
ROUNDS = 11
REPEATS = 3  # requests of one page in a round
MOST = 65  # trivial views that a search may cost, and
MOST_QUERIES = 12
COMMON, RARE = "budget", "numérisation"  # in each generated claim; in five pages of the demo
SEARCHES = {"common word": COMMON, "rare word": RARE, "two words": "guichet budget", "no hit": "xyzzy"}


def main(folder: Path) -> int:
    file = folder / "growth.sqlite3"
    for path in folder.glob(f"{file.name}*"):
        path.unlink()
    failed = measure_apart(f"sqlite:///{file.resolve()}")
    if server := os.environ.get("POSTGRES", ""):
        with database_on(server) as url:
            failed += measure_apart(url)
    return 1 if failed else 0


@contextmanager
def database_on(server: str) -> Iterator[str]:
    """Give the URL of a database of PostgreSQL made for this, and remove it afterwards."""
    import psycopg

    name = f"cahier_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure_apart(database_url: str) -> int:
    environment = {**os.environ, "DATABASE_URL": database_url}
    return subprocess.run([sys.executable, "-m", "bench.growth", "measure"], env=environment, check=False).returncode


def measure() -> int:
    """Let the site grow, measure at each size, print all; return how many figures are over what they may be."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    figures: dict[str, list[tuple[float, int]]] = {}
    for size in SIZES:
        with open(os.devnull, "w") as nowhere:
            call_command("load_demo", size=size // 20, stdout=nowhere)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # which it does by itself, but a minute later
        for name, figure in measure_pages().items():
            figures.setdefault(name, []).append(figure)
    return report(connection.vendor, figures)


def measure_pages() -> dict[str, tuple[float, int]]:
    """Map each page's name to what it costs in trivial views, and to its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from claims.models import ClaimIndexPage

    client = Client(headers={"host": "localhost", "accept-encoding": "identity", "accept-language": "fr"})
    clock = get_clock()
    register = ClaimIndexPage.objects.get().get_url()
    urls = {f"search, {name}": reverse("search", query={"q": words}) for name, words in SEARCHES.items()}
    urls |= {"search, last page": reverse("search", query={"q": COMMON, "page": 9999})}
    urls |= {"register": register, "register, last page": f"{register}?page=9999"}

    def spend(url: str) -> float:
        begun = clock()
        for _ in range(REPEATS):
            client.get(url)
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


def get_clock() -> Callable[[], float]:
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = Path("/proc", str(cursor.fetchone()[0]))
    if not process.is_dir() or (process / "comm").read_text().strip() != "postgres":
        return time.perf_counter
    return lambda: time.process_time() + int((process / "schedstat").read_text().split()[0]) / 1e9


def report(vendor: str, figures: dict[str, list[tuple[float, int]]]) -> int:
    sizes = "".join(f"{size:>10,}" for size in SIZES)
    print(f"{vendor + ', x trivial at claims:':32}{sizes}{'last/first':>12}{'queries':>14}")  # noqa: T201
    over = 0
    for name, costs in figures.items():
        growth, queries = costs[-1][0] / costs[0][0], [queries for _ratio, queries in costs]
        over += growth > 2 or max(queries) > MOST_QUERIES or (name.startswith("search") and costs[-1][0] > MOST)
        ratios = "".join(f"{ratio:>10.1f}" for ratio, _queries in costs)
        print(f"{name:32}{ratios}{growth:>12.2f}{' '.join(map(str, queries)):>14}")  # noqa: T201
    common, rare = (figures[f"search, {kind} word"][-1][0] for kind in ("common", "rare"))
    print(f"{'common to rare word':32}{common / rare:>30.2f}\n")  # noqa: T201
    return over + (common > 2 * rare)


if __name__ == "__main__":
    sys.exit(measure() if sys.argv[1:] == ["measure"] else main(Path("var/bench")))
