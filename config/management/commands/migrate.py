"""Django's command, for which words make no migration, and which keeps the names of permissions up to date.

One at a time: several machines that start at once would each make the same tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand
from django.db import connections

from config.autodetector import AutodetectorWithoutWords
from config.permission_names import rename_permissions

LOCK = 0x63616869  # "cahi": PostgreSQL knows advisory locks by a number, apart for each database


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
        """Wait for another one on the same PostgreSQL database. What it has done is then no longer to be done.

        The lock goes with the connection, however this process ends. SQLite is of one machine: there is none.
        """
        connection = connections[database]
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                self.stderr.write("Another migrate is running: waiting for it to end.")
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
