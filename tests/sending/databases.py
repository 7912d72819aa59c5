"""A copy of the test run's database, for processes of their own: no migration has to be run again."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier


@contextmanager
def copy_of_database(folder: Path) -> Iterator[str]:
    """Give the URL of a copy; remove it afterwards, whoever is still connected."""
    if connection.vendor == "sqlite":
        path = folder / "copy.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        yield f"sqlite:///{path}"
        return
    given = urlsplit(os.environ["DATABASE_URL"])
    template, name = connection.settings_dict["NAME"], f"cahier_copy_{os.getpid()}_{time.time_ns()}"
    connection.close()  # PostgreSQL copies no database that somebody uses
    with psycopg.connect(given.geturl(), autocommit=True) as server:
        statement = SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(statement.format(Identifier(name), Identifier(template)))
        try:
            yield given._replace(path=f"/{name}").geturl()
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
