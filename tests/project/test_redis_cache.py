"""Redis down, hung, refusing, or with a value that nobody can read: the site goes on, and does not wait for it."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import redis
from django.core.cache import cache

from config.operations import redis_cache

AT_ONCE = 1.0  # seconds, on a machine that does other things too; to ask each time would take longer
KEY = "key"


class Server:
    """A Redis of the tests' own."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        while "Ready to accept connections" not in (line := self.process.stdout.readline()):
            assert line, "redis-server has ended"
        self.client = redis.Redis.from_url(self.url)

    def end(self) -> None:
        self.client.close()
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not shutil.which("redis-server") and "CI" not in os.environ:
        pytest.skip("redis-server is not installed")
    server = Server(tmp_path_factory.mktemp("redis"))
    yield server
    server.end()


@pytest.fixture(autouse=True)
def no_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_cache.outage, "ends_at", None)


@pytest.fixture
def use_cache(settings: Any) -> Iterator[Any]:
    """Let the site use the cache at an address."""

    def use(url: str) -> None:
        settings.CACHES = {
            "default": {"BACKEND": "config.operations.redis_cache.FaultTolerantRedisCache", "LOCATION": url}
        }

    yield use
    cache.close()


@pytest.fixture
def up(server: Server, use_cache: Any) -> Server:
    server.client.flushdb()
    use_cache(server.url)
    return server


@pytest.fixture
def down(use_cache: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    use_cache(f"redis://127.0.0.1:{port}/0")


@pytest.fixture
def hung(up: Server) -> Iterator[Server]:
    """It has answered, and stops in the middle of its work: the kernel still takes what is sent to it."""
    cache.set(KEY, "kept")
    up.process.send_signal(signal.SIGSTOP)
    yield up
    up.process.send_signal(signal.SIGCONT)


def ask_everything() -> list[Any]:
    """Call each public method once; return what they answered."""
    with pytest.raises(ValueError, match="not found"):
        cache.incr(KEY)
    return [
        cache.get(KEY, "default"),
        cache.get_many([KEY, "b"]),
        cache.has_key(KEY),
        cache.add(KEY, 1),
        cache.set(KEY, 1),
        cache.set_many({KEY: 1}),
        cache.touch(KEY),
        cache.delete(KEY),
        cache.delete_many([KEY]),
        cache.clear(),
        cache.get_or_set(KEY, lambda: "made"),
    ]


MISSES = ["default", {}, False, True, None, [KEY], False, False, None, None, "made"]


def test_what_is_kept_comes_back(up: Server) -> None:
    cache.set(KEY, {"a": 1})
    assert cache.get(KEY) == {"a": 1}
    assert cache.get_many([KEY, "b"]) == {KEY: {"a": 1}}
    assert cache.add(KEY, 2) is False
    assert cache.set_many({"n": 4}) == []
    assert cache.incr("n") == 5
    assert cache.delete(KEY)
    assert not cache.has_key(KEY)


def test_a_server_that_is_down_is_a_miss(down: None, caplog: pytest.LogCaptureFixture) -> None:
    began = monotonic()
    assert ask_everything() == MISSES
    assert monotonic() - began < AT_ONCE
    assert [record.getMessage() for record in caplog.records] == ["Redis does not answer (ConnectionError)."]


def test_a_server_that_hangs_is_waited_for_once(hung: Server, caplog: pytest.LogCaptureFixture) -> None:
    began = monotonic()
    assert ask_everything() == MISSES
    assert monotonic() - began < redis_cache.TIMEOUT + AT_ONCE
    assert [record.getMessage() for record in caplog.records] == ["Redis does not answer (TimeoutError)."]


def test_a_server_that_answers_again_is_used_again(
    hung: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert cache.get(KEY) is None
    hung.process.send_signal(signal.SIGCONT)
    assert cache.get(KEY) is None  # it is left alone for some seconds
    monkeypatch.setattr(redis_cache.outage, "ends_at", monotonic())
    assert cache.get(KEY) == "kept"
    assert caplog.messages[-1] == "Redis answers again."


def test_after_the_pause_one_thread_asks_and_the_others_go_on() -> None:
    redis_cache.outage.begin(OSError())
    assert not redis_cache.outage.may_ask()
    redis_cache.outage.ends_at = monotonic()
    assert [redis_cache.outage.may_ask() for _thread in range(3)] == [True, False, False]


@pytest.mark.parametrize("poison", [b"\x80garbage", b"", b"cnowhere\nNothing\n."], ids=["garbage", "empty", "gone"])
def test_a_value_that_nobody_can_read_is_a_miss(up: Server, poison: bytes, caplog: pytest.LogCaptureFixture) -> None:
    cache.set("other", 1)
    up.client.set(cache.make_key(KEY), poison)
    assert cache.get(KEY, "default") == "default"
    assert cache.get_many([KEY]) == {}
    assert {record.name for record in caplog.records} == {"config.operations.redis_cache"}
    assert cache.get("other") == 1  # and Redis is not taken to be away
    cache.set(KEY, "new")
    assert cache.get(KEY) == "new"


def test_a_key_of_another_type_is_a_miss(up: Server, caplog: pytest.LogCaptureFixture) -> None:
    up.client.lpush(cache.make_key(KEY), "a")
    assert cache.get(KEY) is None
    assert caplog.messages == ["Redis refused what the cache asked (ResponseError)."]


def test_a_restart_is_not_noticed(up: Server, tmp_path: Path, use_cache: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The server ends the connection, as at a restart: the next question opens another."""
    cache.set(KEY, 1)
    for client in up.client.client_list(_type="normal"):
        if client["cmd"] != "client|list":
            up.client.client_kill_filter(_id=client["id"])
    assert cache.get(KEY) == 1
    assert caplog.messages == []


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["down", "hung"])
def test_pages_are_served_without_redis(
    fault: str, request: pytest.FixtureRequest, client: Any, django_assert_max_num_queries: Any
) -> None:
    client.get("/fr/")  # what a process makes once
    request.getfixturevalue(fault)
    began = monotonic()
    for address in ["/fr/", "/en/", "/fr/recherche/?q=a"]:
        with django_assert_max_num_queries(40):
            assert client.get(address).status_code == 200
    assert monotonic() - began < 5


@pytest.mark.django_db
def test_pages_are_served_with_every_key_poisoned(up: Server, client: Any) -> None:
    assert client.get("/fr/").status_code == 200
    keys = up.client.keys("*")
    assert keys
    for key in keys:
        up.client.set(key, b"\x80garbage")
    assert client.get("/fr/").status_code == 200
