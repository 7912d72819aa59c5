"""A database that is silent, away, restarted or locked: who asks is told when to come back, and nobody waits for long.

Requests run in threads of their own, each with its own connection, as gunicorn's do.
"""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, connections
from django.test import RequestFactory

from campaigns.models import HomePage
from config.postgresql import base
from config.security.headers import HEADERS
from tests.project.proxy import Proxy, proxy_to

AT_ONCE = 1.0  # seconds, on a machine that does other things too; to wait for the server would take longer
WORDS = {"/fr/": "Le site ne peut pas répondre", "/en/": "The site cannot answer"}

COUPON = {"email": "camille@exemple.fr", "language": "fr", "rhythm": "weekly"}

pytestmark = pytest.mark.django_db

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose")
sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")


class Answer:
    def __init__(self, application: Any, request: Any) -> None:
        began = monotonic()
        body = application(request.environ, self.start_response)
        self.text = b"".join(body).decode()
        body.close()
        self.seconds = monotonic() - began

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = int(status[:3]), dict(headers)


class Worker:
    """A thread that answers requests, one after the other."""

    def __init__(self) -> None:
        self.application = base.limit_waits(WSGIHandler())
        self.threads = ThreadPoolExecutor(1)

    def do(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return self.threads.submit(work, *arguments).result(30)

    def get(self, address: str = "/fr/") -> Answer:
        return self.do(Answer, self.application, RequestFactory().get(address))

    def post(self, address: str, data: dict[str, str]) -> Answer:
        request = RequestFactory().post(address, data, headers={"Sec-Fetch-Site": "same-origin"})
        return self.do(Answer, self.application, request)

    def execute(self, statement: str) -> Any:
        def execute() -> Any:
            with connection.cursor() as cursor:
                return cursor.execute(statement).fetchone()[0]

        return self.do(execute)

    def end(self) -> None:
        self.do(connections.close_all)
        self.threads.shutdown()


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Worker]]:
    """Make workers; they see what every site has, a home page, and change nothing."""
    made: list[Worker] = []

    def make() -> Worker:
        made.append(Worker())
        return made[-1]

    monkeypatch.setattr(base.outage, "ends_at", None)
    yield make
    for worker in made:
        worker.end()


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The only way to PostgreSQL."""
    settings = connection.settings_dict
    with proxy_to(settings["HOST"] or "127.0.0.1", int(settings["PORT"] or 5432)) as proxy:
        monkeypatch.setitem(settings, "HOST", "127.0.0.1")
        monkeypatch.setitem(settings, "PORT", str(proxy.port))
        yield proxy


@pytest.fixture
def worker(proxy: Proxy, workers: Any) -> Worker:
    """One whose connection is open."""
    worker: Worker = workers()
    assert worker.get().status == 200
    return worker


@postgresql
@pytest.mark.parametrize("address", WORDS)
def test_away_is_said_at_once_in_the_readers_language(
    worker: Worker, proxy: Proxy, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    proxy.refuse()
    answers = [worker.get(address) for _request in range(3)]
    for answer in answers:
        assert answer.status == 503
        assert answer.seconds < AT_ONCE
        assert WORDS[address] in answer.text
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Content-Language"] == address.strip("/")
        assert {*HEADERS, "Content-Security-Policy"} <= set(answer.headers)
    assert caplog.messages == ["PostgreSQL does not answer (OperationalError)."]


@postgresql
def test_a_silent_server_is_waited_for_once(workers: Any, proxy: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    proxy.is_open.clear()
    first, second = workers(), workers()
    assert (answer := first.get()).status == 503
    assert answer.seconds < 2 + AT_ONCE
    assert (answer := second.get()).status == 503
    assert answer.seconds < AT_ONCE
    assert caplog.messages == ["PostgreSQL does not answer (ConnectionTimeout)."]


@postgresql
def test_a_server_that_falls_silent_is_noticed_by_the_next_request(
    worker: Worker, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.is_open.clear()
    assert (answer := worker.get()).status == 503
    assert answer.seconds < base.USABLE_WITHIN + 2 + AT_ONCE
    assert (answer := worker.get()).seconds < AT_ONCE
    proxy.is_open.set()
    monkeypatch.setattr(base.outage, "ends_at", monotonic())  # the pause is over
    assert worker.get().status == 200
    assert not base.outage.is_on


@postgresql
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


@postgresql
@pytest.mark.parametrize("fault", ["cut", "terminated"])
def test_no_request_fails_on_a_connection_that_a_restart_ended(
    worker: Worker, proxy: Proxy, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    if fault == "cut":
        proxy.cut()
    else:
        pid = worker.execute("SELECT pg_backend_pid()")
        settings = connection.settings_dict
        parameters = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"]}
        with psycopg.connect(**parameters, port=settings["PORT"], password=settings["PASSWORD"]) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert worker.get().status == 200
    assert caplog.messages == []


@postgresql
def test_who_answers_a_request_has_limits_and_who_runs_a_command_has_none(worker: Worker, workers: Any) -> None:
    limits = {"statement_timeout": "10s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s"}
    command = workers()
    for name, limit in limits.items():
        assert worker.execute(f"SELECT current_setting('{name}')") == limit
        assert command.execute(f"SELECT current_setting('{name}')") == "0"
    assert command.do(lambda: connection.connection.patience) is None
    assert command.execute("SELECT current_setting('jit')") == "off"


@postgresql
def test_a_statement_that_takes_too_long_is_given_up(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(base.settings.DATABASE_LIMITS, "statement_timeout", 200)
    worker.do(connections.close_all)

    def sleep(*arguments: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20), 'a secret'")

    monkeypatch.setattr(HomePage, "serve", sleep)
    assert (answer := worker.get()).status == 503
    assert answer.seconds < 0.2 + AT_ONCE
    assert caplog.messages == ["The database gave no answer (QueryCanceled); a request got 503."]


@postgresql
def test_other_errors_of_the_database_are_errors_of_ours(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def divide(*arguments: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(HomePage, "serve", divide)
    assert worker.get().status == 500


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of its own, which no transaction of a test locks: a copy."""
    path = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as original, closing(sqlite3.connect(path)) as copy:
        original.backup(copy)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    return path


@sqlite
def test_a_locked_file_refuses_what_writes_and_lets_read(
    file: Path, workers: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    worker = workers()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert worker.get().status == 200
        answer = worker.post("/fr/lettre/", COUPON)
    assert answer.status == 503
    assert WORDS["/fr/"] in answer.text
    assert "Retry-After" in answer.headers
    assert caplog.messages == ["The database gave no answer (OperationalError); a request got 503."]
    assert worker.post("/fr/lettre/", COUPON).status == 303


@sqlite
def test_a_file_that_cannot_grow_refuses_what_writes_and_lets_read(
    file: Path, workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk, whose error it is, SQLITE_FULL: there is no room for one page more."""
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "init_command", f"{options['init_command']} PRAGMA max_page_count = 1;")
    worker = workers()
    answers = [worker.post("/fr/lettre/", {**COUPON, "email": f"camille{n}@exemple.fr"}) for n in range(20)]
    assert (answers[-1].status, "disque du serveur est plein" in answers[-1].text) == (507, True)
    assert worker.get().status == 200


@sqlite
def test_a_missing_table_is_an_error_of_ours(workers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*arguments: Any) -> None:
        with connection.cursor() as cursor, pytest.raises(OperationalError) as error:
            cursor.execute("SELECT * FROM nowhere")
        raise error.value

    monkeypatch.setattr(HomePage, "serve", ask)
    assert workers().get().status == 500
