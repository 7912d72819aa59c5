"""A PostgreSQL that takes what is sent and says nothing: whoever asks waits less than a second, or is told at once."""

from collections import defaultdict
from collections.abc import Callable
from threading import get_ident
from time import monotonic
from typing import Any

import psycopg.waiting
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections

from campaigns.models import HomePage
from config.postgresql import base
from page_cache.generation import State, StateReader
from page_cache.wsgi import PageCache

from .proxy import Proxy
from .readers import AT_ONCE, Worker, ask_together

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose"),
]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> dict[int, float]:
    """How many seconds each thread was ready to wait in all: what it takes, less what the machine does meanwhile."""
    waits: dict[int, float] = defaultdict(float)

    def noting(wait: Callable[..., Any], patience: Callable[..., float | None]) -> Callable[..., Any]:
        def noted(*arguments: Any, **named: Any) -> Any:
            waits[get_ident()] += patience(*arguments, **named) or 0.0
            return wait(*arguments, **named)

        return noted

    connecting = noting(psycopg.waiting.wait_conn, lambda gen, interval, timeout: timeout)
    monkeypatch.setattr(psycopg.waiting, "wait_conn", connecting)
    asking = noting(base.ImpatientConnection.wait, lambda connection, *rest: connection.patience)
    monkeypatch.setattr(base.ImpatientConnection, "wait", asking)
    return waits


def test_eight_readers_whom_the_server_leaves_without_an_answer_wait_less_than_a_second(
    workers: Any, proxy: Proxy, waits: dict[int, float], caplog: pytest.LogCaptureFixture
) -> None:
    """Each has a connection that was open before, as most have."""
    readers = [workers() for _number in range(8)]
    for reader in readers:
        assert reader.get().status == 200
    waits.clear()
    proxy.is_open.clear()
    assert {answer.status for answer in ask_together(readers, "/fr/")} == {503}
    assert 0 < max(waits.values()) < AT_ONCE
    waits.clear()
    assert {answer.status for answer in ask_together(readers, "/en/")} == {503}
    assert not waits
    assert caplog.messages == ["PostgreSQL does not answer (ConnectionTimeout)."]


def test_pages_go_on_from_memory_where_the_server_falls_silent(
    workers: Any, proxy: Proxy, waits: dict[int, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = StateReader(lambda now: now)

    def read() -> State:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return State(1, 1e12)

    monkeypatch.setattr(reader, "read", read)
    cache = PageCache(WSGIHandler(), reader, hosts=["testserver"], cookies=[], most_bytes=1 << 20, stale_for=600)
    readers = [workers() for _number in range(8)]
    for worker in readers:
        assert worker.get().status == 200  # opens its connection
        worker.application = base.limit_waits(cache)
    assert readers[0].get().status == 200
    waits.clear()
    proxy.is_open.clear()
    reader.hint.give()
    for answer in ask_together(readers, "/fr/"):
        assert answer.status == 200
        assert "database away" in answer.headers["Cache-Status"]
    assert 0 < max(waits.values()) < AT_ONCE
    assert len(waits) == 1  # the others wait for the one who asks
    waits.clear()
    assert {answer.status for answer in ask_together(readers, "/en/")} == {503}
    assert not waits


def test_a_silent_server_is_waited_for_once(
    workers: Any, proxy: Proxy, waits: dict[int, float], caplog: pytest.LogCaptureFixture
) -> None:
    proxy.is_open.clear()
    first, second = workers(), workers()
    assert (answer := first.get()).status == 503
    assert 0 < max(waits.values()) < AT_ONCE
    assert (answer := second.get()).status == 503
    assert answer.seconds < AT_ONCE
    assert caplog.messages == ["PostgreSQL does not answer (ConnectionTimeout)."]


def test_a_server_that_falls_silent_is_noticed_by_the_next_request(
    worker: Worker, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.is_open.clear()
    assert worker.get().status == 503
    assert worker.get().seconds < AT_ONCE
    proxy.is_open.set()
    monkeypatch.setattr(base.outage, "ends_at", monotonic())  # the pause is over
    assert worker.get().status == 200
    assert not base.outage.is_on


def test_a_statement_ends_where_the_server_falls_silent_meanwhile(
    worker: Worker, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "GRACE", 0)
    monkeypatch.setitem(base.settings.DATABASE_LIMITS, "statement_timeout", 400)
    worker.do(connections.close_all)

    def fall_silent(*arguments: Any) -> None:
        proxy.is_open.clear()
        HomePage.objects.count()

    assert worker.get().status == 200
    monkeypatch.setattr(HomePage, "serve", fall_silent)
    assert (answer := worker.get()).status == 503
    assert answer.seconds < 0.4 + AT_ONCE
