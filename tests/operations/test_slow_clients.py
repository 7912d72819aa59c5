"""Slow clients hold no thread of the site, with a real server and no proxy in front of it."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from config.environment import BASE_DIR

HALF = b"GET / HTTP/1.1\r\nHost: loc"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nname="
MANY = 20  # clients, of a server that has two threads for the site


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server of the small site, with two threads."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [sys.executable, "-m", "gunicorn", "--worker-class", "tests.operations.small_site.QuickWorker"]
        command += [
            "--threads",
            "2",
            "--log-level",
            "warning",
            "--no-control-socket",
            "--bind",
            f"fd://{listener.fileno()}",
        ]
        with subprocess.Popen(
            [*command, "tests.operations.small_site:application"],
            cwd=BASE_DIR, pass_fds=[listener.fileno()], stderr=subprocess.PIPE,
        ) as server:  # fmt: skip
            yield listener.getsockname()[1]
            server.terminate()
            assert server.communicate(timeout=30)[1] == b""  # not a line about slow clients in the log


def ask(port: int, path: str = "/", body: bytes | None = None) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST" if body else "GET", path, body)
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


@pytest.mark.parametrize("sent", [b"", HALF, POST], ids=["nothing", "half a head", "half a body"])
def test_many_who_send_no_whole_request_keep_nobody_waiting(port: int, sent: bytes) -> None:
    ask(port)
    with ExitStack() as held:
        for _number in range(MANY):
            held.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(sent)
        began = time.monotonic()
        for _number in range(5):
            ask(port, "/quick")
        assert time.monotonic() - began < 1.0


def test_many_who_do_not_read_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as held:
        for _number in range(MANY):
            reader = held.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            reader.connect(("127.0.0.1", port))
            reader.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        began = time.monotonic()
        for _number in range(5):
            ask(port, "/quick")
        assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("sent", [HALF, POST], ids=["half a head", "half a body"])
def test_who_takes_too_long_is_hung_up_on_however_often_they_send_a_little(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=0.2) as client:
        client.sendall(sent)
        began = time.monotonic()
        while time.monotonic() - began < 20:
            try:
                client.sendall(b"a")
                if client.recv(100) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - began < 10


def test_the_site_is_asked_by_as_few_threads_as_it_has_connections_to_the_database(port: int) -> None:
    names = {ask(port).split()[0] for _number in range(6)}
    assert names <= {"site_0", "site_1"}


@pytest.mark.parametrize("size", [10, 700_000])
def test_the_site_gets_what_was_sent_whole(port: int, size: int) -> None:
    assert ask(port, body=b"a" * (size - 3) + b"end").split()[1:3] == [str(size), "end"]


def test_the_site_never_sees_a_request_whose_end_did_not_come(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(POST.replace(b"POST /", b"POST /cut"))
        client.shutdown(socket.SHUT_WR)
        assert client.recv(100) == b""
    assert "/cut" not in ask(port)
