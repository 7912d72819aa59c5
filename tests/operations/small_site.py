"""A site that gunicorn serves in tests of what it does with slow clients: no Django, so it starts at once."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from config.operations import gunicorn_worker

answered: list[str] = []


class QuickWorker(gunicorn_worker.SlowClientsWorker):
    """The worker, with times that a test can wait for."""

    def init_process(self) -> None:
        gunicorn_worker.HEAD = gunicorn_worker.BODY = 1.5
        super().init_process()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the thread's name, how much was sent, and what was answered before."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    answer = f"{threading.current_thread().name} {len(body)} {body[-3:].decode()} {','.join(answered)}".encode()
    if environ["PATH_INFO"] == "/large":
        answer = b"x" * 8_000_000  # more than the kernel takes at once
    answered.append(environ["PATH_INFO"])
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]
