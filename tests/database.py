"""A migrated database, made once and copied by whoever needs one: to run all migrations takes 40 s of a processor.

It is kept under a digest of the migrations and of the locked packages, so that a changed migration makes a new one.
`migrate` runs on each copy all the same: it has nothing to do but what follows migrations, such as permissions.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection, transaction
from django.utils.translation import override
from psycopg.sql import SQL, Identifier

from config.environment import BASE_DIR
from translations.languages import SOURCE

FOLDER = BASE_DIR / "var/test-databases"


@cache
def digest() -> str:
    return digest_of(BASE_DIR.glob("[!.]*/migrations/*.py"))


def digest_of(files: Iterable[Path]) -> str:
    """Return 20 hexadecimal digits that change when one of `files`, or a locked package, does."""
    content = hashlib.sha256()
    for path in sorted([BASE_DIR / "requirements/run.txt", *files]):
        content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()[:20]


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Let one process of this machine at a time make the database `name`; the others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=BASE_DIR, env=environment, check=True)


def migrated_file() -> Path:
    """Return the SQLite file to copy, once it is made."""
    path = FOLDER / f"{digest()}.sqlite3"
    with alone(digest()):
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            migrate(f"sqlite:///{unfinished}")
            with closing(sqlite3.connect(unfinished)) as made:
                made.execute("PRAGMA journal_mode=DELETE")  # all in one file
            unfinished.rename(path)
    return path


def migrated_postgresql() -> str:
    """Return the name of the PostgreSQL database to copy (CREATE DATABASE … TEMPLATE), once it is made."""
    name, unfinished = f"cahier_migrated_{digest()}", f"cahier_unfinished_{digest()}"
    given = urlsplit(os.environ["DATABASE_URL"])
    with alone(name), psycopg.connect(given.geturl(), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(unfinished)))
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(unfinished)))
            migrate(given._replace(path=f"/{unfinished}").geturl())
            server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(unfinished), Identifier(name)))
    return name


def make() -> None:
    """Make the migrated database, of the kind that the tests use, where there is none yet."""
    if connection.vendor == "postgresql":
        migrated_postgresql()
    elif is_ours():
        migrated_file()


def begin() -> "subprocess.Popen[bytes]":
    """Let a process of its own do so, and return it; whoever needs the database waits for it."""
    code = "import django; django.setup(); from tests import database; database.make()"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    return subprocess.Popen([sys.executable, "-c", code], cwd=BASE_DIR, env=environment)


@contextmanager
def copied_for_this_process() -> Iterator[None]:
    """Let Django find its test database migrated, as far as it would make a new one."""
    settings: dict[str, Any] = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        settings["TEMPLATE"] = migrated_postgresql()
    elif is_ours():
        shutil.copyfile(migrated_file(), settings["NAME"])
    yield


@contextmanager
def rows_for_several_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let what a fixture of a module or package stores stay until it ends; what tests change is rolled back before.

    A fixture of a package that another package imports lives as long as the session, and so would its transaction, in
    which SQLite lets nobody else write.

    :param request: the fixture's
    :raises TypeError: if the fixture lives as long as the session
    """
    if isinstance(request.node, pytest.Session):
        raise TypeError(f"{request.fixturename} would hold its transaction until the session ends: is it imported?")
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), transaction.atomic(), override(SOURCE):
        yield
        transaction.set_rollback(True)


def is_ours() -> bool:
    """Tell whether the database is a file that is copied here, and deleted with this process."""
    return connection.vendor == "sqlite" and "TEST_DATABASE" not in os.environ
