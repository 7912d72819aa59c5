"""Django's command, for which words make no migration, and which keeps the names of permissions up to date.

One at a time: several machines that start at once, or two people at one, would each make the same tables.
"""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.autodetector import AutodetectorWithoutWords
from config.permission_names import rename_permissions

LOCK = 0x63616869  # "cahi": PostgreSQL knows advisory locks by a number, apart for each database
WAITING = "Another migrate is running: waiting for it to end."


class Command(DjangoCommand):
    autodetector = AutodetectorWithoutWords

    def handle(self, *args: Any, **options: Any) -> None:
        database = options["database"]
        with self.alone(database):
            super().handle(*args, **options)
            is_whole = not (options["app_label"] or options["plan"] or options["check_unapplied"])
            if is_whole and "auth_permission" in connections[database].introspection.table_names():
                rename_permissions(using=database)

    @contextmanager
    def alone(self, database: str) -> Iterator[None]:
        """Wait for another one on the same database. What it has done is then no longer to be done.

        The lock goes with the connection, or with the process, however it ends.
        """
        connection = connections[database]
        on_file = connection.vendor == "sqlite" and not connection.is_in_memory_db()  # type: ignore[attr-defined]
        if connection.vendor == "postgresql":
            lock: AbstractContextManager[None] = self.lock_postgresql(connection)
        else:
            lock = self.lock_file(str(connection.settings_dict["NAME"])) if on_file else nullcontext()
        with lock:
            yield

    @contextmanager
    def lock_postgresql(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                self.stderr.write(WAITING)
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    @contextmanager
    def lock_file(self, database: str) -> Iterator[None]:
        """Lock a file beside SQLite's, which stays: whoever deleted it could let two others in, each with its own.

        Not SQLite's file itself, whose locks SQLite loses when anybody in the process closes it.
        """
        with open(f"{database}.migrate-lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.stderr.write(WAITING)
                fcntl.flock(file, fcntl.LOCK_EX)
            yield
