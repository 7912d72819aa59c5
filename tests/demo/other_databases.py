"""Databases beside the test run's own, of either kind: migrated, or copies, under a name of Django's connections."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connections
from psycopg.sql import SQL, Identifier

from config.environment import env
from tests.database import migrated_file, migrated_postgresql

SQLITE_OPTIONS = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}


@contextmanager
def another_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the alias of a migrated database that holds nothing else; remove it afterwards.

    :param kind: "sqlite" or "postgresql"
    """
    alias = f"another_{time.time_ns()}"
    if kind == "sqlite":
        path = folder / f"{alias}.sqlite3"
        shutil.copy(migrated_file(), path)
        with known_as(alias, {**env.db_url_config(f"sqlite:///{path}"), "OPTIONS": SQLITE_OPTIONS}):
            yield alias
        return
    given = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(given.geturl(), autocommit=True) as server:
        create = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(alias), Identifier(migrated_postgresql()))
        server.execute(create)
        try:
            settings = env.db_url_config(given._replace(path=f"/{alias}").geturl())
            with known_as(alias, {**settings, "ENGINE": "config.postgresql"}):
                yield alias
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(alias)))


@contextmanager
def known_as(alias: str, settings: dict[str, Any]) -> Iterator[None]:
    connections.settings.update({alias: connections.configure_settings({"default": {}, alias: settings})[alias]})
    try:
        connections[alias].connect()  # Django's tests forbid other databases to open by themselves
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
