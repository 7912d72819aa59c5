"""How fast the newsletter goes out, into a mail server that takes everything: part of `make bench`.

`python -m bench.newsletter` measures on the database of DATABASE_URL, then, where POSTGRES names a server, in one of
PostgreSQL made for it, each in a process of its own. Over one connection each message is committed by itself; over
several, answers that come at the same time are committed together. Figures for one core are messages for each second of
this process's CPU time, without that of PostgreSQL: they hold when the machine is busy. Memory is this process's peak,
which must not grow with the number of readers.
"""

import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import django

from bench.growing import database_on

READERS = 100_000
MESSAGES = 5_000
MATERIALISED_WITHIN = 10.0  # seconds for READERS
A_SECOND_AND_CORE = 1_500  # messages
A_SECOND = 1_000  # messages, with LATENCY
LATENCY = 0.02  # seconds
CONNECTIONS = 48  # where there is latency
EDITION = "article:bench"
AT_ONCE = 50  # readers made in one statement


@contextmanager
def sink(latency: float = 0.0) -> Iterator[int]:
    """Give the port of a mail server in a process of its own."""
    command = [sys.executable, "-m", "bench.sink", "--latency", str(latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdin  # noqa: S101
        assert process.stdout  # noqa: S101
        yield int(process.stdout.readline())
        process.stdin.close()
        process.stdout.read()


def make_readers(count: int) -> None:
    from newsletter.models import Subscriber

    present = Subscriber.objects.filter(email__endswith="@bench.example").count()
    for start in range(present, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        Subscriber.objects.bulk_create(
            Subscriber(email=f"reader{n}@bench.example", status="active", rhythm="each", language="fr") for n in numbers
        )


def forget_issue() -> None:
    """Delete the last issue, some deliveries at a time: all at once they would be the most this process ever held."""
    from newsletter.models import Issue
    from newsletter.models.delivery import Delivery

    deliveries = Delivery.objects.filter(issue__edition=EDITION)
    while keys := list(deliveries.values_list("pk", flat=True)[:500]):
        Delivery.objects.filter(pk__in=keys).delete()
    Issue.objects.filter(edition=EDITION).delete()


def make_issue() -> Any:
    from campaigns.models import ArticlePage
    from newsletter.issues.letters import gather_articles
    from newsletter.models import Issue

    forget_issue()
    article = ArticlePage.objects.visible().first()
    content = gather_articles([article], "fr")
    content[0]["topics"] = []
    issue = Issue.objects.create(edition=EDITION, language="fr", kind="article", state="sending", content=content)
    issue.articles.set([article])
    return issue


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def send(issue: Any, count: int) -> tuple[float, float, int]:
    """Send `count` messages of `issue`; return the CPU time, the wall time and how many were accepted."""
    from django.utils import timezone

    from newsletter.delivery.sending import Sender
    from newsletter.models.delivery import Delivery

    waiting = Delivery.objects.filter(issue=issue, state="waiting")
    beyond = list(waiting.order_by("pk").values_list("pk", flat=True)[count : count + 1])
    if beyond:
        waiting.filter(pk__gte=beyond[0]).update(due_at=timezone.now() + timezone.timedelta(days=1))  # type: ignore[attr-defined]
    cpu, wall = time.process_time(), time.perf_counter()
    accepted = Sender(issue, seconds=600).run()
    return time.process_time() - cpu, time.perf_counter() - wall, accepted


def main() -> int:
    failed = measure_apart(os.environ)
    if server := os.environ.get("POSTGRES", ""):
        with database_on(server) as url:
            failed |= measure_apart({**os.environ, "DATABASE_URL": url})
    return int(failed)


def measure_apart(environment: Mapping[str, str]) -> bool:
    command = [sys.executable, "-m", "bench.newsletter", "measure"]
    return bool(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603


def prepare() -> None:
    """Make tables and an article to send in a database that is new."""
    from django.core.management import call_command

    from campaigns.models import ArticlePage

    call_command("migrate", verbosity=0)
    if not ArticlePage.objects.exists():
        call_command("load_demo", stdout=io.StringIO())


def measure() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from newsletter.delivery.ledger import make_deliveries

    prepare()
    print(f"The newsletter on {connection.display_name}")  # noqa: T201
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.NEWSLETTER_RATE, settings.NEWSLETTER_LEASE = "127.0.0.1", 0, 3600.0
    over = 0
    make_readers(READERS)
    issue = make_issue()
    begun = time.perf_counter()
    made = make_deliveries(issue, timezone.now())
    seconds = time.perf_counter() - begun
    over += seconds > MATERIALISED_WITHIN or made < READERS
    print(f"{made} deliveries made in {seconds:.1f} s (bar: {MATERIALISED_WITHIN:.0f} s)")  # noqa: T201
    for name, latency, connections in (("at once", 0.0, 1), (f"after {LATENCY * 1000:.0f} ms", LATENCY, CONNECTIONS)):
        issue = make_issue()
        make_deliveries(issue, timezone.now())
        settings.NEWSLETTER_CONNECTIONS = connections
        with sink(latency) as settings.EMAIL_PORT:
            cpu, wall, accepted = send(issue, MESSAGES)
        a_core, a_second = accepted / cpu, accepted / wall
        bar = f"{A_SECOND} a second" if latency else f"{A_SECOND_AND_CORE} a second and core"
        over += (a_second < A_SECOND) if latency else (a_core < A_SECOND_AND_CORE)
        print(  # noqa: T201
            f"{accepted} messages, answered {name}, {connections} connections: {a_core:.0f} a second and core, "
            f"{a_second:.0f} a second (bar: {bar}); {peak():.0f} MB at most"
        )
    forget_issue()
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(measure() if sys.argv[1:] == ["measure"] else main())
