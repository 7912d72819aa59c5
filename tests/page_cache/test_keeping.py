"""Where pages are kept, for how long, and what happens when many ask at once or the database is away."""

import random
import threading
import time

import pytest

from page_cache.folder import Folder
from page_cache.generation import State
from tests.page_cache.asking import HOST, OneWord, ask, make_cache


def test_strangers_cannot_push_out_pages(site, now):
    cache = make_cache(site, now, most_bytes=100_000)
    ask(cache, "/fr/")
    for number in range(200):
        ask(cache, f"/fr/?page={number}")
    assert ask(cache, "/fr/").is_hit
    assert ask(cache, "/fr/?page=199").is_hit
    assert not ask(cache, "/fr/?page=0").is_hit
    site.status = "301 Moved Permanently"
    for number in range(200):
        ask(cache, f"/FR/{number}/")
    site.status = "200 OK"
    assert ask(cache, "/fr/").is_hit
    assert cache.memory.pages.bytes + cache.memory.made_up.bytes <= 100_000


def test_pages_asked_for_longest_ago_go_first(site, now):
    cache = make_cache(site, now, most_bytes=40_000)
    for number in range(10):
        ask(cache, f"/{number}/")
        ask(cache, "/0/")
    for number in range(10, 20):
        ask(cache, f"/{number}/")
        ask(cache, "/0/")
    assert [ask(cache, f"/{number}/").is_hit for number in (0, 19, 1)] == [True, True, False]
    assert cache.memory.pages.bytes == sum(kept.size for kept in cache.memory.pages.kept.values()) <= 30_000


def test_page_larger_than_its_part_is_not_kept(site, now):
    site.says = random.Random(1).randbytes(50_000)
    cache = make_cache(site, now, most_bytes=200_000)
    assert ask(cache).body == site.says
    assert not ask(cache).is_hit


# Many at once


def test_page_is_made_once_however_many_ask_at_once(now):
    begun, go_on = threading.Event(), threading.Event()

    class Slow(OneWord):
        def __call__(self, environ, start_response):
            begun.set()
            assert go_on.wait(10)
            return super().__call__(environ, start_response)

    site = Slow()
    cache = make_cache(site, now)
    answers: list[bytes] = []
    readers = [threading.Thread(target=lambda: answers.append(ask(cache).body)) for _ in range(8)]
    for reader in readers:
        reader.start()
    assert begun.wait(10)
    go_on.set()
    for reader in readers:
        reader.join(10)
    assert (answers, site.made) == ([b"Bonjour"] * 8, 1)


def test_failure_of_one_does_not_hold_the_others(now):
    def failing(environ, start_response):
        raise RuntimeError("broken")

    cache = make_cache(failing, now)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            ask(cache)
    assert not cache.under_way


# The database away


def test_pages_go_on_for_some_minutes_while_the_database_is_away(site, now):
    cache = make_cache(site, now, stale_for=600)
    ask(cache, "/fr/")
    now.known_at = time.monotonic() - 30
    now.state = None
    stale = ask(cache, "/fr/")
    assert stale.body == b"Bonjour"
    assert stale.headers["Cache-Status"] == 'page-cache; hit; ttl=-30; detail="database away"'
    site.status, site.says = "503 Service Unavailable", b"Later"
    assert ask(cache, "/en/").status.startswith("503"), "what is not kept is for Django to answer"
    now.known_at = time.monotonic() - 601
    assert ask(cache, "/fr/").status.startswith("503")
    now.state = now.last
    assert ask(cache, "/fr/").headers["Cache-Status"] == "page-cache; hit"


def test_no_page_of_an_earlier_state_comes_back_while_the_database_is_away(site, now):
    cache = make_cache(site, now, stale_for=600)
    ask(cache, "/fr/")
    now.change()
    now.known_at = time.monotonic()
    now.state = None
    site.says = b"Bonsoir"
    assert ask(cache, "/fr/").body == b"Bonsoir"


# The second level


def test_folder_outlives_the_memory_of_a_worker(site, now, tmp_path):
    first = make_cache(site, now, folder=tmp_path)
    written = ask(first, "/fr/", HTTP_ACCEPT_ENCODING="br")
    second = make_cache(site, now)
    second.folder = first.folder
    read = ask(second, "/fr/", HTTP_ACCEPT_ENCODING="br")
    assert (site.made, read.is_hit, read.raw) == (1, True, written.raw)
    assert {**read.headers, "Cache-Status": ""} == {**written.headers, "Cache-Status": ""}


def test_folder_keeps_one_state_and_only_pages(site, now, tmp_path):
    cache = make_cache(site, now, folder=tmp_path)
    for path in ("/fr/", "/en/", "/fr/?page=2"):
        ask(cache, path)
    assert len(list(tmp_path.glob("*/*/*"))) == 2
    now.change()
    ask(cache, "/fr/")
    assert len(list(tmp_path.glob("*/*"))) == 1
    assert len(list(tmp_path.glob("*/*/*"))) == 1


def test_other_release_begins_with_an_empty_folder_and_leaves_all_else_alone(site, now, tmp_path):
    (tmp_path / "notes").write_text("mine")
    first = make_cache(site, now, folder=tmp_path)
    ask(first, "/fr/")
    second = make_cache(site, now, folder=tmp_path)
    assert not ask(second, "/fr/").is_hit
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["notes", second.folder.own.name])
    assert ask(first, "/en/").body == b"Bonjour", "the old one goes on without"


def test_damaged_file_is_passed_over(site, now, tmp_path):
    cache = make_cache(site, now, folder=tmp_path)
    ask(cache, "/fr/")
    (file,) = tmp_path.glob("*/*/*")
    whole = file.read_bytes()
    assert Folder.find(cache.folder, ("http", HOST, "/fr/", ""), State(1, 0.0))
    for length in (0, 20, len(whole) - 20):
        file.write_bytes(whole[:length])
        assert Folder.find(cache.folder, ("http", HOST, "/fr/", ""), State(1, 0.0)) is None
