"""Requests in threads of their own, each with its own connection to the database, as gunicorn's are answered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import RequestFactory

from config.postgresql import base

AT_ONCE = 1.0  # seconds, on a machine that does other things too; to wait for the server would take longer


class Answer:
    def __init__(self, application: Any, request: Any) -> None:
        began = monotonic()
        body = application(request.environ, self.start_response)
        self.text = b"".join(body).decode()
        if hasattr(body, "close"):  # a list that comes from memory has none
            body.close()
        self.seconds = monotonic() - began

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = int(status[:3]), dict(headers)


def ask_for(address: str) -> Any:
    return RequestFactory().get(address, headers={"host": "testserver"})


class Worker:
    """A thread that answers requests, one after the other."""

    def __init__(self) -> None:
        self.application = base.limit_waits(WSGIHandler())
        self.threads = ThreadPoolExecutor(1)

    def do(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return self.threads.submit(work, *arguments).result(30)

    def get(self, address: str = "/fr/") -> Answer:
        return self.do(Answer, self.application, ask_for(address))

    def post(self, address: str, data: dict[str, str]) -> Answer:
        request = RequestFactory().post(address, data, headers={"Sec-Fetch-Site": "same-origin"})
        return self.do(Answer, self.application, request)

    def execute(self, statement: str) -> Any:
        def execute() -> Any:
            with connection.cursor() as cursor:
                return cursor.execute(statement).fetchone()[0]

        return self.do(execute)

    def end(self) -> None:
        self.do(connections.close_all)
        self.threads.shutdown()


def ask_together(workers: list[Worker], address: str) -> list[Answer]:
    futures = [worker.threads.submit(Answer, worker.application, ask_for(address)) for worker in workers]
    return [future.result(30) for future in futures]
