"""The site in a server of its own, and what each of its answers costs there: for `bench.pages` and `bench.hits`."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

WAIT = 60  # seconds for the server to start
TRIVIAL = "/trivial/"  # 35 kB behind Django's middlewares, none of ours: bench/wsgi.py
TRIVIAL_VIEW = "trivial view"


class Request(NamedTuple):
    address: str
    headers: Mapping[str, str] = {}


@contextmanager
def serving(**environment: str) -> Iterator[tuple[int, int]]:
    """Give the port and the process of a server's one worker. `environment` is set for it."""
    with socket.create_server(("localhost", 0)) as listener:
        descriptor = listener.fileno()
        command = [sys.executable, "-m", "gunicorn", "bench.wsgi", f"--bind=fd://{descriptor}"]
        command += ["--preload", "--workers=1", "--threads=4", "--log-level=warning"]
        server = subprocess.Popen(  # noqa: S603  # nothing of it comes from elsewhere
            command, pass_fds=[descriptor], env={**os.environ, **environment}
        )
        try:
            yield listener.getsockname()[1], find_worker(server.pid)
        finally:
            server.terminate()
            server.wait(WAIT)


def find_worker(server: int) -> int:
    last_try = time.monotonic() + WAIT
    while time.monotonic() < last_try:
        if children := Path(f"/proc/{server}/task/{server}/children").read_text().split():
            return int(children[0])
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def cpu_of(process: int) -> int:
    """Return the nanoseconds that all threads of `process` have run."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{process}/task").glob("*/schedstat"))


def measure(
    requests: Mapping[str, Request], *, are_hits: bool, rounds: int, repeats: int, **environment: str
) -> dict[str, list[float]]:
    """Return what each request costs the worker in each round, in milliseconds of CPU time; the trivial view's first.

    :param are_hits: whether the page cache is to answer them; the wrong one is an error
    :param repeats: of one request in a round; the trivial view takes ten times as many, being so small
    """
    asked = {TRIVIAL_VIEW: Request(TRIVIAL), **requests}
    milliseconds: dict[str, list[float]] = {name: [] for name in asked}
    with serving(**environment) as (port, worker):
        connection = http.client.HTTPConnection("localhost", port)

        def ask(request: Request) -> http.client.HTTPResponse:
            headers = {"Host": "localhost", "Accept-Encoding": "identity", **request.headers}
            connection.request("GET", request.address, headers=headers)
            response = connection.getresponse()
            response.read()
            return response

        for name, request in asked.items():
            ask(request)  # warm up: templates, URL patterns, the page cache
            response = ask(request)
            is_hit = "hit" in response.headers.get("Cache-Status", "")
            if response.status != http.HTTPStatus.OK or is_hit != (are_hits and name != TRIVIAL_VIEW):
                raise RuntimeError(f"{name} is answered {response.status}, or not by whom it should")
        for _round in range(rounds):
            for name, request in asked.items():
                times = repeats * 10 if name == TRIVIAL_VIEW and not are_hits else repeats
                begun = cpu_of(worker)
                for _ in range(times):
                    ask(request)
                milliseconds[name].append((cpu_of(worker) - begun) / times / 1e6)
        connection.close()
    return milliseconds


def ratios(milliseconds: Mapping[str, list[float]], name: str) -> list[float]:
    """Return what a request costs, round by round, in trivial views."""
    return [one / other for one, other in zip(milliseconds[name], milliseconds[TRIVIAL_VIEW], strict=True)]
