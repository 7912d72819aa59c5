"""In which state visitors see the site now, and how a process learns that it has changed.

The number in the database is the truth. A hint only says "look again": it need be neither right nor complete, as each
process looks again after a second anyway. On SQLite no hint is needed: the database says at once that somebody wrote.
"""

from __future__ import annotations

import datetime
import logging
import mmap
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error, close_old_connections, connections
from django.utils import timezone

from .models import Generation

LOOK_EVERY = 1.0  # seconds
PATIENCE = 1.0  # seconds that a reader waits for another who is asking the database
HINT_BYTES = 8

logger = logging.getLogger(__name__)


class State(NamedTuple):
    """What a page was made of: two pages made in one state are the same."""

    number: int
    until: float  # seconds since 1970, when pages change though nothing is written


class Hint:
    """Eight bytes that a server and the workers it forks share: whoever has written changes them."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, HINT_BYTES)

    def read(self) -> bytes:
        return self.memory[:HINT_BYTES]

    def give(self) -> None:
        self.memory[:HINT_BYTES] = time.time_ns().to_bytes(HINT_BYTES, "little")


class StateReader:
    """Tells the current state, from the database at most once a second, or when a hint was given.

    :param find_next_moment: returns the next moment after the one it is given at which pages change though nothing is
        written
    """

    def __init__(self, find_next_moment: Callable[[datetime.datetime], datetime.datetime]) -> None:
        self.find_next_moment = find_next_moment
        self.hint = Hint()
        self.lock = threading.Lock()
        self.looking_since: float | None = None  # on the monotonic clock, while somebody asks the database
        self.looked = 0.0  # on that clock, when it was asked last
        self.looked_at = 0.0  # the same in seconds since 1970, as `until`
        self.heard: Any = None  # what told of changes as it was BEFORE that look
        self.state: State | None = None
        self.last: State | None = None  # before the database went away
        self.is_away = False  # the database, as it was found last
        self.known_at = 0.0  # on the monotonic clock, when that was known

    def current(self) -> State | None:
        """Return the state of the site, or None where the database does not answer or has no triggers."""
        told = self.hint.read()
        if self.is_known(told):
            return self.state
        since = self.looking_since
        if since is not None and time.monotonic() - since > PATIENCE:
            return None  # the database is silent; one reader who hangs is enough
        if not self.lock.acquire(timeout=0 if self.is_away else PATIENCE):
            return None
        try:
            if not self.is_known(told):
                self.look(told)
            return self.state
        finally:
            self.lock.release()

    def is_known(self, told: Any) -> bool:
        return told == self.heard and time.monotonic() - self.looked < LOOK_EVERY and self.is_in_time()

    def is_in_time(self) -> bool:
        """Tell whether no moment has come since the last look, nor the clock been set back behind it."""
        return self.state is None or self.looked_at <= time.time() < self.state.until

    def look(self, told: Any) -> None:
        """Ask the database. `heard` is set last: until then no other thread takes what was known before for current."""
        self.looking_since = begun = time.monotonic()
        now = time.time()
        was_known = self.state is not None or not self.looked
        try:
            self.state = self.last = self.ask()
            self.looked = self.known_at = begun
            self.is_away = False
            if self.state is None and was_known:
                logger.warning("No page is kept: the database has no triggers for it before migrate has run")
        except Error as error:
            self.state, self.is_away = None, True
            self.looked = time.monotonic()  # to ask may have taken long: a second later again
            if was_known:
                logger.warning("Pages are served as they were: the database is away (%s)", type(error).__name__)
        finally:
            self.looking_since = None
        self.looked_at, self.heard = now, told

    def ask(self) -> State | None:
        """Read the state; once more where an idle connection turns out to be dead.

        :raises django.db.Error: where the database does not answer
        """
        close_old_connections()
        connection = connections[DEFAULT_DB_ALIAS]
        was_open = connection.connection is not None
        try:
            return self.read()
        except Error:
            connection.close()
            if was_open:
                return self.read()
            raise

    def read(self) -> State | None:
        number = Generation.objects.values_list("number", flat=True).first()
        if number is None:
            return None
        if self.last and self.last.number == number and self.looked_at <= time.time() < self.last.until:
            return self.last
        return State(number, self.find_next_moment(timezone.now()).timestamp())


class SQLiteStateReader(StateReader):
    """Asks SQLite before each answer, in some microseconds, whether any other connection has written."""

    def __init__(self, find_next_moment: Callable[[datetime.datetime], datetime.datetime]) -> None:
        super().__init__(find_next_moment)
        self.connection: Any = None

    def current(self) -> State | None:
        with self.lock:
            told = self.read_version()
            if told is None or told != self.heard or not self.is_in_time():
                self.look(told)
            elif self.state is not None:
                self.known_at = time.monotonic()
            return self.state

    def read_version(self) -> int | None:
        """Return what `PRAGMA data_version` says, by a connection that nothing is written by; None if it fails."""
        try:
            if self.connection is None:
                self.connection = connections.create_connection(DEFAULT_DB_ALIAS)
                self.connection.inc_thread_sharing()
            self.connection.ensure_connection()
            with self.connection.wrap_database_errors:
                (version,) = self.connection.connection.execute("PRAGMA data_version").fetchone()
        except Error:
            self.close()
            return None
        return int(version)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def make_reader(find_next_moment: Callable[[datetime.datetime], datetime.datetime]) -> StateReader:
    on_sqlite = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
    return SQLiteStateReader(find_next_moment) if on_sqlite else StateReader(find_next_moment)
