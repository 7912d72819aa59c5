"""Figures for Prometheus, on a port of their own that nobody else should reach (METRICS_BIND); without it, none.

What requests took is counted by each process in files that all of them share (prometheus_client's way for several
processes); any worker answers for all. What the queues hold is asked of the database at each scrape, so every machine
says the same. No figure bears anything that a stranger typed: requests go by the names of routes.
"""

from __future__ import annotations

import fcntl
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from http.server import ThreadingHTTPServer
from pathlib import Path
from socket import create_server, socket
from threading import Thread
from time import perf_counter
from typing import Any, ClassVar

import prometheus_client
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, MetricsHandler
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.values import MultiProcessValue

from config import environment

ROUTE = "cahier.route"  # in the environment of a request: the name of the view that answers it
METHODS = {"GET", "HEAD", "POST"}
BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]  # seconds
LAST_PORT = 65535
PATIENCE = 10  # seconds that who asks for figures may take to do so

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Slot:
    """Which of the files this process writes: a worker goes on with those of one that has ended.

    prometheus_client would make new ones for each process, and keep them all.
    """

    name = "main"
    lock: Any = None

    def take(self, folder: Path) -> None:
        """Take the first that no living process holds; its lock goes with the process."""
        number = 0
        while True:
            lock = (folder / f"{number}.lock").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                number += 1
                continue
            self.name, self.lock = str(number), lock
            return


slot = Slot()

# All have labels, so nothing is counted, and no file made, before the first request.
requests_total = Counter(
    "cahier_requests_total", "Requests answered, by the name of their route.", ["method", "route", "status"]
)
request_seconds = Histogram(
    "cahier_request_duration_seconds", "How long an answer took to begin.", ["route"], buckets=BUCKETS
)
page_cache_total = Counter("cahier_page_cache_total", "What the page cache did with requests.", ["result"])


class RouteMiddleware:
    """Notes the name of the route, which is known once Django has resolved the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        if request.resolver_match:
            request.META[ROUTE] = request.resolver_match.view_name or "unnamed"


def measure(application: Application) -> Application:
    """Wrap the whole site: count what it answers, and how long that took."""

    def measured(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = perf_counter()
        got: list[Any] = ["500", []]

        def note(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            got[:] = status, headers
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        try:
            return application(environ, note)
        finally:
            status, headers = got
            count(environ, status, headers, perf_counter() - began)

    return measured


def count(environ: dict[str, Any], status: str, headers: list[tuple[str, str]], seconds: float) -> None:
    method = environ["REQUEST_METHOD"]
    result = next((read_result(value) for name, value in headers if name == "Cache-Status"), "passed")
    route = environ.get(ROUTE) or ("page cache" if result in ("hit", "stale") else "none")
    requests_total.labels(method if method in METHODS else "other", route, status[:3]).inc()
    request_seconds.labels(route).observe(seconds)
    page_cache_total.labels(result).inc()


def read_result(cache_status: str) -> str:
    """Return what `page_cache/wsgi.py` said it did: a page was at hand, was made, or is of before an outage."""
    if "ttl=-" in cache_status:
        return "stale"
    return "hit" if "hit" in cache_status else "stored"


class Shared:
    """What the server makes once, before it forks, for all of its workers."""

    current: ClassVar[Shared | None] = None  # of this server, also when SIGHUP starts it anew

    def __init__(self, bind: str) -> None:
        self.listener = listen(bind)
        self.folder = Path(tempfile.mkdtemp(prefix="cahier-metrics-"))
        environment.env.ENVIRON["PROMETHEUS_MULTIPROC_DIR"] = str(self.folder)  # where prometheus_client looks
        prometheus_client.values.ValueClass = MultiProcessValue(lambda: slot.name)

    def answer_scrapes(self) -> None:
        """Let this worker answer on the port, in a thread, until it ends."""
        from config.operations.stored_figures import StoredFigures

        slot.take(self.folder)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, str(self.folder))
        registry.register(StoredFigures())
        handler = type("Handler", (MetricsHandler,), {"registry": registry, "timeout": PATIENCE})
        server = ThreadingHTTPServer(("", 0), handler, bind_and_activate=False)
        server.socket.close()
        server.socket = self.listener
        Thread(target=server.serve_forever, name="metrics", daemon=True).start()

    def end(self) -> None:
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def listen(bind: str) -> socket:
    """Open the port, or end with a sentence: a site whose figures nobody gets should not look as if all were well."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal() or int(port) > LAST_PORT:  # no host: every address of the machine
        sys.exit("METRICS_BIND must name an address and a port, such as 127.0.0.1:9100.")
    try:
        listener = create_server((host, int(port)))
    except OSError as error:
        sys.exit(f"METRICS_BIND cannot be listened on ({error.strerror}).")
    listener.setblocking(False)  # another worker may be faster
    return listener
