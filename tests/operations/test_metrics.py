"""What Prometheus is told: figures of requests by the names of routes, of what waits; nothing that anybody typed."""

import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest

from config.operations.metrics import RouteMiddleware, Slot, listen, measure
from config.operations.stored_figures import StoredFigures
from mail.queue import OutgoingEmail, queue_email
from tests.factories import StandardPageFactory

TYPED = "camille-s3cr3t"


def told(registry: CollectorRegistry = REGISTRY) -> str:
    return generate_latest(registry).decode()


def figure(name: str, registry: CollectorRegistry = REGISTRY, **labels: str) -> float:
    return registry.get_sample_value(name, labels) or 0.0


def answer(application: Callable[..., Any], address: str, method: str = "GET") -> None:
    request = RequestFactory().generic(method, address)
    for _part in application(request.environ, lambda status, headers, exc_info=None: None):
        pass


@pytest.fixture
def site(settings: Any, connection_kept: None) -> Callable[..., Any]:
    settings.MIDDLEWARE = [f"{RouteMiddleware.__module__}.{RouteMiddleware.__name__}", *settings.MIDDLEWARE]
    return measure(WSGIHandler())


@pytest.mark.parametrize(
    ("address", "route", "status"),
    [("/", "choose_language", "200"), (f"/r/{TYPED}", "mark", "404"), (f"/{TYPED}/{TYPED}", "none", "404")],
)
def test_requests_are_counted_by_route_and_never_by_address(
    site: Callable[..., Any], address: str, route: str, status: str
) -> None:
    before = figure("cahier_requests_total", method="GET", route=route, status=status)
    before_seconds = figure("cahier_request_duration_seconds_count", route=route)
    answer(site, address)
    assert figure("cahier_requests_total", method="GET", route=route, status=status) == before + 1
    assert figure("cahier_request_duration_seconds_count", route=route) == before_seconds + 1
    assert TYPED not in told()


def test_a_method_that_somebody_made_up_is_other(site: Callable[..., Any]) -> None:
    answer(site, "/", method="SESAME")
    assert "SESAME" not in told()
    assert 'method="other"' in told()


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("page-cache; hit", "hit"),
        ("page-cache; fwd=miss; stored", "stored"),
        ('page-cache; hit; ttl=-7; detail="database away"', "stale"),
        (None, "passed"),
    ],
)
def test_what_the_page_cache_did_is_counted(said: str | None, result: str) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Cache-Status", said)] if said else [])
        return []

    before = figure("cahier_page_cache_total", result=result)
    answer(measure(application), "/fr/")
    assert figure("cahier_page_cache_total", result=result) == before + 1


def test_a_request_that_fails_is_counted_as_such() -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        raise RuntimeError

    before = figure("cahier_requests_total", method="GET", route="none", status="500")
    with pytest.raises(RuntimeError):
        answer(measure(application), "/")
    assert figure("cahier_requests_total", method="GET", route="none", status="500") == before + 1


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> CollectorRegistry:
    """What a scrape asks of the database, in this test's own connection and transaction."""
    module = "config.operations.stored_figures"
    monkeypatch.setattr(f"{module}.limit_thread", lambda: None)
    monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)
    monkeypatch.setattr(f"{module}.connections.close_all", lambda: None)
    registry = CollectorRegistry()
    registry.register(StoredFigures())
    return registry


@pytest.mark.django_db
def test_a_scrape_tells_what_waits_and_what_was_published(stored: CollectorRegistry, settings: Any) -> None:
    settings.EMAILS_AT_ONCE = False
    queue_email(EmailMessage("Sujet", "Texte", to=["camille@exemple.fr"]), kind="notice")
    OutgoingEmail.objects.update(due_at=timezone.now() - timedelta(minutes=40))
    before = figure("cahier_publications_total", stored)
    StandardPageFactory().save_revision().publish()
    assert figure("cahier_emails_waiting", stored) == 1
    assert figure("cahier_email_queue_age_seconds", stored) >= 2400
    assert figure("cahier_newsletter_deliveries", stored, state="waiting") == 0
    assert figure("cahier_publications_total", stored) == before + 1
    assert figure("cahier_database_up", stored) == 1
    assert "camille" not in told(stored)


@pytest.mark.django_db
def test_a_scrape_is_answered_without_the_database(stored: CollectorRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("password of cahier")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    lines = [line for line in told(stored).splitlines() if not line.startswith("#")]
    assert lines == ["cahier_database_up 0.0"]


def test_a_worker_goes_on_with_the_files_of_one_that_has_ended(tmp_path: Path) -> None:
    first, second, third = Slot(), Slot(), Slot()
    first.take(tmp_path)
    second.take(tmp_path)
    assert (first.name, second.name) == ("0", "1")
    first.lock.close()  # as with its process
    third.take(tmp_path)
    assert third.name == "0"
    second.lock.close()
    third.lock.close()


@pytest.mark.parametrize("bind", ["9100", "localhost:port", "127.0.0.1:99999999"])
def test_a_port_that_is_none_is_said_in_a_sentence(bind: str) -> None:
    with pytest.raises(SystemExit, match="METRICS_BIND must name"):
        listen(bind)


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit, match="Address already in use"):
        listen(f"127.0.0.1:{taken.getsockname()[1]}")
