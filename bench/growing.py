"""Measures pages while a site grows, on each database: costs as multiples of a trivial view, and queries.

A multiple holds when the machine is slow. The time is CPU time: the site's, and that of the process that PostgreSQL
works in for it; time elapsed where that one is not on this machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Figures = dict[str, list[tuple[float, int]]]  # a page -> what it costs and its queries, at each size


def measure_on_each_database(module: str, folder: Path) -> int:
    """Run `python -m module measure` on a new SQLite site, and on PostgreSQL where POSTGRES names a server.

    Each in a process of its own. Return 1 if one of them fails.
    """
    file = folder / f"{module.rpartition('.')[2]}.sqlite3"
    for path in folder.glob(f"{file.name}*"):
        path.unlink()
    failed = measure_apart(module, f"sqlite:///{file.resolve()}")
    if server := os.environ.get("POSTGRES", ""):
        with database_on(server) as url:
            failed += measure_apart(module, url)
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


def measure_apart(module: str, database_url: str) -> int:
    environment = {**os.environ, "DATABASE_URL": database_url}
    return subprocess.run([sys.executable, "-m", module, "measure"], env=environment, check=False).returncode  # noqa: S603


def grow(sizes: Iterable[int]) -> Iterator[int]:
    """Load the demo with each of `sizes` generated reports in turn, and yield that size once it is there."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    for size in sizes:
        with open(os.devnull, "w") as nowhere:
            call_command("load_demo", size=size, stdout=nowhere)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # which it does by itself, but a minute later
        yield size


def measure_pages(figures: Figures, client: Any, urls: Mapping[str, str], *, rounds: int, repeats: int) -> None:
    """Add to `figures` what each of `urls` costs now: the median of `rounds`, each of `repeats` requests."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock = get_clock()

    def spend(url: str) -> float:
        begun = clock()
        for _ in range(repeats):
            response = client.get(url)
            assert response.status_code == 200, url  # noqa: S101
            assert response.getvalue(), url  # noqa: S101  # of a file that is sent by pieces too
        return clock() - begun

    ratios: dict[str, list[float]] = {name: [] for name in urls}
    for turn in range(rounds + 1):
        trivial = spend("/trivial/")
        for name, url in urls.items():
            ratio = spend(url) / trivial
            ratios[name] += [ratio] if turn else []  # the first round warms up
    for name, url in urls.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(url).getvalue()
        figures.setdefault(name, []).append((statistics.median(ratios[name]), len(queries)))


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


def print_growth(what: str, sizes: Iterable[int], figures: Figures) -> None:
    """Print a line a page: its cost at each size, the last by the first, and its queries."""
    from django.db import connection

    print(f"{f'{connection.vendor}, x trivial at {what}:':32}{numbers(sizes)}{'last/first':>12}{'queries':>14}")  # noqa: T201
    for name, costs in figures.items():
        ratios = "".join(f"{ratio:>10.1f}" for ratio, _queries in costs)
        queries = " ".join(str(queries) for _ratio, queries in costs)
        print(f"{name:32}{ratios}{costs[-1][0] / costs[0][0]:>12.2f}{queries:>14}")  # noqa: T201


def numbers(sizes: Iterable[int]) -> str:
    return "".join(f"{size:>10,}" for size in sizes)
