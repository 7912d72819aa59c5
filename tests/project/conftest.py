from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from config.postgresql import base

from .proxy import Proxy, proxy_to
from .readers import Worker


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Worker]]:
    """Make workers; they see what every site has, a home page, and change nothing."""
    made: list[Worker] = []

    def make() -> Worker:
        made.append(Worker())
        return made[-1]

    monkeypatch.setattr(base.outage, "ends_at", None)
    yield make
    for worker in made:
        worker.end()


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The only way to PostgreSQL."""
    settings = connection.settings_dict
    with proxy_to(settings["HOST"] or "127.0.0.1", int(settings["PORT"] or 5432)) as proxy:
        monkeypatch.setitem(settings, "HOST", "127.0.0.1")
        monkeypatch.setitem(settings, "PORT", str(proxy.port))
        yield proxy


@pytest.fixture
def worker(proxy: Proxy, workers: Any) -> Worker:
    """One whose connection is open."""
    worker: Worker = workers()
    assert worker.get().status == 200
    return worker
