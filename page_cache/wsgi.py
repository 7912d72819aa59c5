"""Answers visitors from memory, before Django: right by construction, as each page is kept under what it was made of.

A response is kept under the state that was read BEFORE it was made, and given out only while that is the current one.
What is newer than its state can happen, and does no harm; what is older cannot.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from .folder import Folder
from .generation import State, StateReader
from .kept import NOT_WITH_304, Headers, KeptResponse, Response, choose_coding, may_keep
from .memory import Key, Memory, is_of_the_site

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LONGEST_QUERY = 200  # characters; longer ones are not kept
LONGEST_WAIT = 10.0  # seconds for another thread that renders the same page
# RFC 9211, section 2
HIT = ("Cache-Status", "page-cache; hit")
STORED = ("Cache-Status", "page-cache; fwd=miss; stored")
STALE = 'page-cache; hit; ttl=-{}; detail="database away"'


class PageCache:
    """Stands before `application`.

    :param reader: tells in which state the site is
    :param hosts: the values of the Host header that are kept for, as browsers send them
    :param cookies: names of cookies whose bearers are not everybody: sessions, messages, CSRF
    :param secure_header: the variable of the environment that a proxy says the scheme by, and its value for HTTPS, as
        in Django's SECURE_PROXY_SSL_HEADER
    :param most_bytes: of memory in each process
    :param folder: of the second level, if there is one
    :param stale_for: seconds that pages are still given out while the database is away
    """

    def __init__(
        self,
        application: Application,
        reader: StateReader,
        *,
        hosts: Collection[str],
        cookies: Collection[str],
        secure_header: tuple[str, str] | None = None,
        most_bytes: int,
        folder: Path | None = None,
        stale_for: int = 0,
    ) -> None:
        self.application, self.reader = application, reader
        self.hosts, self.cookies, self.secure_header = frozenset(hosts), tuple(cookies), secure_header
        self.memory = Memory(most_bytes)
        self.folder = Folder(folder) if folder else None
        self.stale_for = stale_for
        self.lock = threading.Lock()
        self.under_way: dict[Key, threading.Event] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.pass_on_and_hint(environ, start_response)
        if not self.is_for_everybody(environ):
            return self.application(environ, start_response)
        key = self.make_key(environ)
        state = self.reader.current()
        if state is None:
            return self.answer_stale(key, environ, start_response)
        if kept := self.memory.find(key, state):
            return answer(kept, environ, start_response, HIT)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        return self.render_once(key, state, environ, start_response)

    def is_for_everybody(self, environ: Environ) -> bool:
        """Tell whether who asks gets what all others get."""
        cookie = environ.get("HTTP_COOKIE")
        return (
            environ.get("HTTP_HOST") in self.hosts
            and not (cookie and any(name in cookie for name in self.cookies))
            and "HTTP_AUTHORIZATION" not in environ
            and "HTTP_RANGE" not in environ
            and len(environ.get("QUERY_STRING", "")) <= LONGEST_QUERY
        )

    def make_key(self, environ: Environ) -> Key:
        """Return all of a request that a page may depend on. Its language is in the path; the rest says Vary."""
        scheme = environ["wsgi.url_scheme"]
        if self.secure_header and (said := environ.get(self.secure_header[0])):
            scheme = "https" if said.split(",", 1)[0].strip() == self.secure_header[1] else "http"
        path = environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]
        return (scheme, environ["HTTP_HOST"], path, environ.get("QUERY_STRING", ""))

    def pass_on_and_hint(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let all processes look again before who has written something reads it: by now that is committed."""
        try:
            return self.application(environ, start_response)
        finally:
            self.reader.hint.give()

    # Rendering

    def render_once(self, key: Key, state: State, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let one thread render a page while the others wait for it."""
        with self.lock:
            event = self.under_way.get(key)
            is_first = event is None
            if event is None:
                event = self.under_way[key] = threading.Event()
        if is_first:
            try:
                return self.render(key, state, environ, start_response)
            finally:
                with self.lock:
                    del self.under_way[key]
                event.set()
        event.wait(LONGEST_WAIT)
        now = self.reader.current()
        if now and (kept := self.memory.find(key, now)):
            return answer(kept, environ, start_response, HIT)
        return self.application(environ, start_response)

    def render(self, key: Key, state: State, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self.folder and (kept := self.folder.find(key, state)):
            self.memory.put(key, kept)
            return answer(kept, environ, start_response, HIT)
        got: list[Any] = []

        def note(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            got[:] = [status, headers]
            return lambda data: None

        result = self.application(environ, note)
        status, headers = got
        # Django's responses say whether they stream; what does not say so is a file.
        if getattr(result, "streaming", True) or not may_keep(status, headers):
            start_response(status, headers)
            return result
        kept = KeptResponse.of(Response(status, headers, read_body(result, headers)), state)
        self.memory.put(key, kept)
        if self.folder and is_of_the_site(key, kept):
            self.folder.put(key, kept)
        return answer(kept, environ, start_response, STORED)

    def answer_stale(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Give out what was right when the database went away; let Django say what it can of all else."""
        last, age = self.reader.last, int(time.monotonic() - self.reader.known_at)
        if last is not None and age <= self.stale_for:
            kept = self.memory.find(key, last) or (self.folder.find(key, last) if self.folder else None)
            if kept:
                return answer(kept, environ, start_response, ("Cache-Status", STALE.format(age)))
        return self.application(environ, start_response)


def read_body(result: Iterable[bytes], headers: Headers) -> bytes:
    try:
        body = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    compressed = any(name.lower() == "content-encoding" for name, _value in headers)
    return gzip.decompress(body) if compressed else body


def answer(
    kept: KeptResponse, environ: Environ, start_response: StartResponse, cache_status: tuple[str, str]
) -> Iterable[bytes]:
    coding = choose_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers = [*kept.sent[coding], cache_status]
    if_none_match, if_modified_since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if (if_none_match or if_modified_since) and kept.is_known_to(coding, if_none_match, if_modified_since):
        start_response("304 Not Modified", [header for header in headers if header[0].lower() not in NOT_WITH_304])
        return []
    start_response(kept.response_status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.get_body(coding)]
