"""How a process learns that the site has changed: with real commits, and by whoever writes."""

import datetime
import logging
import os
import threading
import time

import pytest
from django.db import OperationalError, connection, connections

from page_cache import generation
from page_cache.generation import StateReader, make_reader
from page_cache.models import Generation
from search.models import Synonyms
from tests.page_cache.asking import Result, ask, make_cache

NEVER = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def reader(committed_triggers):
    made = make_reader(lambda now: NEVER)
    yield made
    if hasattr(made, "close"):
        made.close()


def write(reader: StateReader, words: str = "a, b") -> None:
    """Let one process write, and tell this one of it as a request that writes does."""
    Synonyms.objects.create(expressions=words)
    reader.hint.give()


def test_change_is_seen_at_once(reader):
    before = reader.current()
    assert before == reader.current()
    assert before.number == Generation.objects.get().number
    write(reader)
    after = reader.current()
    assert after.number == Generation.objects.get().number != before.number


def test_change_without_a_hint_is_seen_a_second_later_or_at_once_on_sqlite(reader, monkeypatch):
    before = reader.current()
    Synonyms.objects.create(expressions="c, d")
    if connection.vendor == "sqlite":
        assert reader.current() != before
        return
    assert reader.current() == before
    passed = time.monotonic() + generation.LOOK_EVERY
    monkeypatch.setattr(time, "monotonic", lambda: passed)
    assert reader.current() != before


def test_nothing_is_asked_while_nothing_changes(reader, monkeypatch):
    reader.current()
    reader.current()
    monkeypatch.setattr(reader, "ask", lambda: pytest.fail("the database is asked for nothing"))
    assert reader.current()


def test_moment_that_comes_makes_another_state_and_so_does_a_clock_set_back(reader, monkeypatch):
    now = time.time()
    moments = [datetime.datetime.fromtimestamp(now + seconds, datetime.UTC) for seconds in (60, 120, 60)]
    monkeypatch.setattr(reader, "find_next_moment", lambda moment: moments.pop(0))
    first = reader.current()
    monkeypatch.setattr(time, "time", lambda: now + 59)
    assert reader.current() == first
    monkeypatch.setattr(time, "time", lambda: now + 60)
    second = reader.current()
    assert (second.number, second.until) == (first.number, pytest.approx(now + 120))
    monkeypatch.setattr(time, "time", lambda: now + 1)
    assert reader.current() == first


def test_change_is_seen_at_once_whatever_the_clock_says(reader, monkeypatch):
    before = reader.current()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    assert reader.current() == before
    write(reader)
    assert reader.current().number == Generation.objects.get().number != before.number


def test_without_triggers_nothing_is_kept(reader, caplog):
    kept = Generation.objects.get()
    kept.delete()
    reader.hint.give()
    assert (reader.current(), reader.last) == (None, None)
    reader.hint.give()
    reader.current()
    assert [record.getMessage() for record in caplog.records if "migrate" in record.getMessage()][1:] == []
    kept.save(force_insert=True)
    reader.hint.give()
    assert reader.current().number == kept.number


def test_database_that_is_away_is_told_once_and_what_was_last_known_stays(reader, monkeypatch, caplog):
    last = reader.current()
    caplog.set_level(logging.WARNING)
    with monkeypatch.context() as away:
        away.setattr(reader, "read", raise_error)
        if connection.vendor == "sqlite":
            away.setattr(reader, "read_version", lambda: None)
        for _ in range(3):
            reader.hint.give()
            assert reader.current() is None
    assert [record.getMessage() for record in caplog.records] == [
        "Pages are served as they were: the database is away (OperationalError)"
    ]
    assert reader.last == last
    reader.hint.give()
    assert reader.current() == last


def raise_error() -> None:
    raise OperationalError("away")


def test_reader_waits_for_a_silent_database_no_longer_than_a_moment(committed_triggers, monkeypatch):
    """One hangs; the others are answered from memory, or by Django."""
    begun, go_on = threading.Event(), threading.Event()
    reader = StateReader(lambda now: NEVER)

    def hang() -> None:
        begun.set()
        go_on.wait(10)

    monkeypatch.setattr(reader, "ask", hang)
    monkeypatch.setattr(generation, "PATIENCE", 0.01)
    first = threading.Thread(target=reader.current)
    first.start()
    assert begun.wait(10)
    assert reader.current() is None
    go_on.set()
    first.join(10)


def test_while_the_database_is_away_nobody_waits_for_whoever_asks_it_again(committed_triggers, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    reader = StateReader(lambda now: NEVER)
    monkeypatch.setattr(reader, "ask", raise_error)
    assert reader.current() is None

    def hang() -> None:
        begun.set()
        go_on.wait(10)

    monkeypatch.setattr(reader, "ask", hang)
    monkeypatch.setattr(generation, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(generation, "PATIENCE", 60.0)
    first = threading.Thread(target=reader.current)
    first.start()
    assert begun.wait(10)
    asked = time.monotonic()
    assert reader.current() is None
    assert time.monotonic() - asked < 5  # go_on comes after ten
    go_on.set()
    first.join(10)


@pytest.mark.postgresql
def test_connection_that_died_meanwhile_is_made_anew(reader):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    before = reader.current()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [own])
    other.close()
    reader.hint.give()
    assert reader.current() == before


def test_no_reader_gets_what_was_replaced_before_they_asked(reader):
    """Readers ask without a pause while somebody publishes: each answer is at least as new as the question."""
    last = Synonyms.objects.create(expressions="0")
    published, stop, stale, answers = [0], threading.Event(), [], [0]

    def application(environ, start_response):
        (words,) = Synonyms.objects.filter(pk=last.pk).values_list("expressions", flat=True)
        start_response("200 OK", [("Cache-Control", "public")])
        return Result([words.encode()])

    cache = make_cache(application, reader)

    def read() -> None:
        while not stop.is_set():
            asked = published[0]
            got = int(ask(cache).body)
            answers[0] += 1
            if got < asked:
                stale.append((asked, got))
        connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for number in range(1, 60):
        Synonyms.objects.filter(pk=last.pk).update(expressions=str(number))
        reader.hint.give()
        published[0] = number
        before, last_try = answers[0], time.monotonic() + 10
        while answers[0] == before and time.monotonic() < last_try:
            os.sched_yield()  # lets a reader in
    stop.set()
    for thread in readers:
        thread.join(10)
    assert (stale, int(ask(cache).body)) == ([], 59)
    assert answers[0] >= 59
