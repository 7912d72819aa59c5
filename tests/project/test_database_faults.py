"""A database that is silent, away, restarted or locked: who asks is told when to come back, and nobody waits for long.

Requests run in threads of their own, each with its own connection, as gunicorn's do.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from campaigns.models import HomePage
from config.postgresql import base
from config.security.headers import HEADERS

from .proxy import Proxy
from .readers import AT_ONCE, Worker

WORDS = {"/fr/": "Le site ne peut pas répondre", "/en/": "The site cannot answer"}

COUPON = {"email": "camille@exemple.fr", "language": "fr", "rhythm": "weekly"}

pytestmark = pytest.mark.django_db

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose")
sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")


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
