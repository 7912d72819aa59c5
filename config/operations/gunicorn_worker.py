"""gunicorn's worker of threads, for which slow clients cost little where no proxy stands in front.

gunicorn gives a connection a thread as soon as it is opened, until the answer is taken whole: eight clients that send
half a request hold a site of eight threads for as long as they like. Here many threads wait for clients, WAITING in
each process, and few, as many as THREADS says, do the site's work, each with its connection to the database: these see
a request when it is here whole, and are free as soon as there is an answer. What a client may take is limited.

Overridden of ThreadWorker: `get_thread_pool`, which its documentation offers for that; `init_process`, `load_wsgi`,
`handle`, `handle_request` and `murder_pending`, around each of which something is added and nothing left out.
tests/operations/test_slow_clients.py fails if one of them is no longer called.
"""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

WAITING = 64  # threads of each process for clients; one takes about 100 kB
HEAD = 10.0  # seconds from which a request line and its headers must be here
BODY = 120.0  # seconds for what a form sends, files included
ANSWER = 300.0  # seconds for the answer, from when the request is here
KEPT_IN_MEMORY = 256 * 1024  # bytes of a body; what is longer waits in a file
MOST_KEPT = 32 * 1024 * 1024  # bytes of a body that is taken whole: longer than any that the site takes
SEND_BUFFER = 1024 * 1024  # bytes of an answer that the kernel takes at once, as far as net.core.wmem_max lets it


class SlowClientsWorker(ThreadWorker):
    wsgi: Any  # what gunicorn asks for an answer

    def init_process(self) -> None:
        self.deadlines: dict[socket.socket, float] = {}  # by time.monotonic()
        self.site_threads = ThreadPoolExecutor(self.cfg.threads, "site")
        for listener in self.sockets:
            if listener.family in (socket.AF_INET, socket.AF_INET6) and hasattr(socket, "TCP_DEFER_ACCEPT"):
                listener.sock.setsockopt(
                    socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, int(HEAD)
                )  # silent ones wait there
        super().init_process()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(WAITING, "client")

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.site, self.wsgi = self.wsgi, self.answer

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it, in one of the threads for clients."""
        self.deadlines[conn.sock] = time.monotonic() + HEAD
        try:
            return super().handle(conn)
        finally:
            self.deadlines.pop(conn.sock, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        return super().handle_request(req, conn)

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Be what gunicorn takes for the site: take the request whole, then let a thread of the site answer.

        Raises ConnectionResetError for a request whose end did not come.
        """
        connection = environ["gunicorn.socket"]
        self.deadlines[connection] = time.monotonic() + BODY
        take_whole(environ)
        self.deadlines[connection] = time.monotonic() + ANSWER
        return self.site_threads.submit(self.site, environ, start_response).result()

    def murder_pending(self) -> None:
        """Hang up on whoever is over their time; gunicorn calls this every second, in a thread of its own."""
        super().murder_pending()
        now = time.monotonic()
        for connection, deadline in list(self.deadlines.items()):
            if deadline < now:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)  # the thread that waits for it wakes up and ends


def take_whole(environ: dict[str, Any]) -> None:
    """Put into `environ` a body that waits for nobody. One without length is none to Django, and left as it is."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not 0 < length <= MOST_KEPT:
        return
    body = SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115  # gunicorn reads on after this
    left = length
    while left and (piece := environ["wsgi.input"].read(min(left, 64 * 1024))):
        body.write(piece)
        left -= len(piece)
    if left:
        raise ConnectionResetError(errno.ECONNRESET, "The request ended before its body did")
    body.seek(0)
    environ["wsgi.input"] = body
