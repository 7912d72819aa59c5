"""The page cache as it is served: in front of the site, and beside other processes that write."""

import os
import sqlite3
import time
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.served.site import ServedSite

HOME = "/fr/"


@pytest.fixture
def other_process(served: ServedSite):
    """Return a function that writes into the site's database as psql would: no process of ours hears of it."""
    url = served.environment["DATABASE_URL"]

    def write(statement: str) -> None:
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(url).path, timeout=20)) as connection, connection:
                connection.create_collation("alphabetical", lambda one, other: (one > other) - (one < other))
                connection.execute(statement)
        else:
            with psycopg.connect(url) as connection:
                connection.execute(statement)

    return write


def test_page_comes_from_memory_compressed_and_is_known_again(served: ServedSite) -> None:
    headers = {"Accept-Encoding": "gzip"}
    first = served.fetch(HOME, headers=headers)
    second = served.fetch(HOME, headers=headers)
    assert second.headers["Cache-Status"] == "page-cache; hit"
    assert (second.body, second.headers["Content-Encoding"]) == (first.body, "gzip")
    assert second.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=600"
    known = served.fetch(HOME, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (known.status, known.body) == (304, b"")
    assert known.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_what_another_process_writes_is_seen(served: ServedSite, other_process) -> None:
    """At once on SQLite, within a second and a little on PostgreSQL."""
    before = served.fetch(HOME).body
    assert served.fetch(HOME).headers["Cache-Status"] == "page-cache; hit"
    word = f"seen-{os.getpid()}"
    statement = "UPDATE translations_basepage SET search_description_fr = '{}' WHERE depth = 2"
    other_process(statement.format(word))
    try:
        last_try = time.monotonic() + (0 if served.environment["DATABASE_URL"].startswith("sqlite") else 10)
        while word.encode() not in (answer := served.fetch(HOME)).body and time.monotonic() < last_try:
            pass
        assert word.encode() in answer.body
        assert answer.body != before
    finally:
        other_process(statement.format(""))


def test_editor_is_never_answered_from_memory(served: ServedSite) -> None:
    served.fetch(HOME)
    answer = served.fetch(HOME, headers={"Cookie": "sessionid=x"})
    assert "Cache-Status" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"
