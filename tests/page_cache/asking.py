"""Requests to a WSGI application, and what it answered."""

import gzip
import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import brotli

from page_cache.generation import State
from page_cache.wsgi import PageCache

HOST = "cahier.example"


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> bytes:
        read = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("Content-Encoding", ""))
        return read(self.raw) if read and self.raw else self.raw

    @property
    def is_hit(self) -> bool:
        return self.headers.get("Cache-Status", "").startswith("page-cache; hit")


def ask(application: Any, path: str = "/", query: str = "", method: str = "GET", **variables: str) -> Answer:
    """Ask as a server does; `variables` are those of the request, such as HTTP_COOKIE."""
    path, _, after = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query or after,
        "SCRIPT_NAME": "",
        "HTTP_HOST": HOST,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        **variables,
    }
    got: list[Any] = []
    result = application(environ, lambda status, headers, exc_info=None: got.extend([status, headers]))
    try:
        raw = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    assert len({name.lower() for name, _value in got[1]}) == len(got[1]), "a header is sent twice"
    return Answer(got[0], dict(got[1]), raw)


class Result(list[bytes]):
    """A body as Django's responses are."""

    streaming = False


@dataclass
class OneWord:
    """An application whose pages all say the same, and how often they were made."""

    says: bytes = b"Bonjour"
    status: str = "200 OK"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html", "Cache-Control": "public"})
    made: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.made += 1
        start_response(self.status, list(self.headers.items()))
        return Result([self.says])


class Now:
    """A reader of states whose state a test sets; None stands for a database that does not answer."""

    def __init__(self) -> None:
        self.state: State | None = State(1, 0.0)
        self.last: State | None = self.state
        self.known_at = 0.0
        self.hints = 0

    def current(self) -> State | None:
        return self.state

    def change(self) -> None:
        assert self.state is not None
        self.state = self.last = State(self.state.number + 1, 0.0)

    @property
    def hint(self) -> "Now":
        return self

    def give(self) -> None:
        self.hints += 1


def make_cache(site: Any, now: Any, **options: Any) -> PageCache:
    chosen = {"hosts": [HOST], "cookies": ["sessionid", "messages", "csrftoken"], "most_bytes": 1 << 20, **options}
    return PageCache(site, now, **chosen)
