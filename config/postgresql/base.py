"""PostgreSQL for a site that must not hang when its database does: who answers a request waits for seconds only.

Commands and the background wait as long as it takes: a migration, an index or a newsletter must not be cut.
"""

from collections.abc import Callable, Generator, Iterable
from functools import wraps
from threading import local
from time import monotonic
from types import SimpleNamespace
from typing import Any

import psycopg
import psycopg.waiting
from django.conf import settings
from django.db.backends.postgresql import base

from config.operations.outages import Outage

USABLE_WITHIN = 0.5  # seconds in which a connection that is used again must answer
LOOK_EVERY = 0.1  # seconds at most between two looks at whether the time for connecting is over
GRACE = 2.0  # seconds beyond `statement_timeout`, in which a server that is not silent ends a statement by itself
PAUSE = 1.0  # seconds

outage = Outage("PostgreSQL", PAUSE)
thread = local()

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def limit_waits(application: Application) -> Application:
    """Wrap a WSGI application: the connections that its threads open obey settings.DATABASE_LIMITS."""

    @wraps(application)
    def limited(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        limit_thread()
        return application(environ, start_response)

    return limited


def limit_thread() -> None:
    """Let the connections that this thread opens from now on obey the limits."""
    thread.answers_requests = True


def answers_requests() -> bool:
    return getattr(thread, "answers_requests", False)


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection that gives up, and closes, when the server stays silent.

    `statement_timeout` is the server's own: one that is stopped, or behind a network that drops what is sent, never
    hears of it. psycopg has a limit for connecting only, but `wait`, by which it waits for every answer, takes one.
    """

    patience: float | None = None  # seconds to wait for an answer; None: for ever

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Any:
        """Connect here, where this thread has a limit, and hand on what came of it.

        libpq, and psycopg after it, wait two seconds at least; a reader has waited too long by then. `connect` calls
        this for each address of the host in turn, and takes a timeout raised here for its own.
        """
        connecting = super()._connect_gen(conninfo)
        if (end := getattr(thread, "connect_by", None)) is None:
            return connecting
        limit = max(end - monotonic(), LOOK_EVERY)
        return handed_on(psycopg.waiting.wait_conn(connecting, interval=LOOK_EVERY, timeout=limit))

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("The server does not answer.") from error


def handed_on(result: Any) -> Generator[Any, Any, Any]:
    """Be a generator that comes to its end with `result` at once."""
    yield from ()
    return result


class DatabaseWrapper(base.DatabaseWrapper):
    waited = 0.0  # seconds, in vain, for the connection that is to be made anew

    # What Django connects by is a function of the driver's module.
    Database = SimpleNamespace(**{**vars(psycopg), "connect": ImpatientConnection.connect})  # type: ignore[assignment]

    def get_connection_params(self) -> dict[str, Any]:
        """Return Django's with the limits, as startup parameters: they cost no statement."""
        params: dict[str, Any] = super().get_connection_params()
        if answers_requests():
            limits = [f"-c {name}={milliseconds}" for name, milliseconds in settings.DATABASE_LIMITS.items()]
            params["options"] = " ".join([params.get("options", ""), *limits]).strip()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, unless somebody has found a moment ago that this leads nowhere.

        :raises psycopg.OperationalError: the server refuses or does not answer, or is left alone for a moment
        """
        if not answers_requests():
            return super().get_new_connection(conn_params)
        if not outage.may_ask():
            raise psycopg.OperationalError("The server did not answer a moment ago.")
        thread.connect_by = monotonic() + settings.DATABASE_CONNECT_TIMEOUT - self.waited
        self.waited = 0.0
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            outage.begin(error)
            raise
        finally:
            thread.connect_by = None
        outage.end()
        if statement_timeout := settings.DATABASE_LIMITS["statement_timeout"]:
            connection.patience = statement_timeout / 1000 + GRACE
        return connection

    def is_usable(self) -> bool:
        """Ask the server as Django does before a connection is used again (CONN_HEALTH_CHECKS), but not for long."""
        if not isinstance(self.connection, ImpatientConnection):
            return bool(super().is_usable())
        if answers_requests() and outage.is_paused:
            return False
        began = monotonic()
        usual, self.connection.patience = self.connection.patience, USABLE_WITHIN
        try:
            usable = bool(super().is_usable())
        finally:
            self.connection.patience = usual
        self.waited = 0.0 if usable else monotonic() - began
        return usable
