"""Redis as a cache that nothing depends on: no answer, or one that nobody can read, is a miss."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError, TimeoutError
from redis.retry import Retry

from config.operations.outages import Outage

TIMEOUT = 0.25  # seconds for an answer, and for a connection: a page that asks no cache is made in less
PAUSE = 5.0  # seconds

log = logging.getLogger(__name__)
outage = Outage("Redis", PAUSE)  # of all threads: Django makes a cache for each


class FaultTolerantRedisCache(RedisCache):
    """Django's, whose every error is a miss.

    A deletion that Redis missed is not made up for: what was to be deleted lives until its own time is over.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        """:param params: as Django's; OPTIONS go before the timeouts here, as in redis://host/0?socket_timeout=1"""
        limits = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": {**limits, **params.get("OPTIONS", {})}})

    def ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        """Return the answer to `question`, or `otherwise` if there is none that can be read."""
        if not outage.may_ask():
            return otherwise
        try:
            answer = question()
        except (ConnectionError, TimeoutError, OSError) as error:
            outage.begin(error)
            return otherwise
        except RedisError as error:  # it answers, but refuses: read-only, out of memory, another type of value
            log.warning("Redis refused what the cache asked (%s).", type(error).__name__)
            answer = otherwise
        outage.end()
        return answer

    def read(self, question: Callable[[], Any], otherwise: Any) -> Any:
        """Do so where values come back, which unpickling may fail at in any way."""
        try:
            return self.ask(question, otherwise)
        except Exception as error:
            outage.end()
            log.warning("The cache holds a value that cannot be read (%s).", type(error).__name__)
            return otherwise

    # What Django calls, one by one

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self.read(lambda: RedisCache.get(self, key, default, version), default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self.read(lambda: RedisCache.get_many(self, keys, version), {})
        return found

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self.ask(lambda: RedisCache.has_key(self, key, version), False))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Return True where Redis is away: who adds and is told False takes it that somebody else has done so."""
        return bool(self.ask(lambda: RedisCache.add(self, key, value, timeout, version), True))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self.ask(lambda: RedisCache.set(self, key, value, timeout, version), None)

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Return the keys that were not stored: all of them, where Redis is away."""
        failed: list[Any] = self.ask(lambda: RedisCache.set_many(self, data, timeout, version), list(data))
        return failed

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self.ask(lambda: RedisCache.touch(self, key, timeout, version), False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """:raises ValueError: there is no such key, or nobody who could tell"""
        total = self.ask(lambda: RedisCache.incr(self, key, delta, version), None)
        if total is None:
            raise ValueError(f"Key '{key}' not found.")
        return int(total)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self.ask(lambda: RedisCache.delete(self, key, version), False))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self.ask(lambda: RedisCache.delete_many(self, keys, version), None)

    def clear(self) -> None:
        self.ask(lambda: RedisCache.clear(self), None)
