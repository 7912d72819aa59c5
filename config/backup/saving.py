"""Makes a backup: the database as it was at one moment, then the media."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

import django
import wagtail
from django.core.files.storage import Storage, default_storage
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from . import BackupError
from .archive import CHUNK, MEDIA, TABLE, Writer, name_keys
from .migration_states import find_models, find_unknown
from .tables import Table, list_tables

PART = ".part"


def save_backup(path: Path, using: str = DEFAULT_DB_ALIAS) -> dict[str, Any]:
    """Write a backup to `path`, whole or not at all; return its manifest.

    :raises BackupError: the database is of a later version than the code
    :raises OSError: there is no room, or no such folder
    """
    unfinished = path.with_name(path.name + PART)
    try:
        with open(unfinished, "xb", opener=open_privately) as file:
            manifest = write_backup(file, using)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except FileExistsError as error:
        raise BackupError(f"{unfinished} exists: another backup is being made, or was killed. Delete it.") from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return manifest


def open_privately(path: str, flags: int) -> int:
    """Let nobody but oneself read it: it holds addresses and passwords' digests."""
    return os.open(path, flags, 0o600)


def write_backup(file: IO[bytes], using: str = DEFAULT_DB_ALIAS) -> dict[str, Any]:
    """Write a backup into `file`, which need not be one that can be sought in; return its manifest.

    A database that is still to be migrated is kept as it is, in its own state.

    :raises BackupError: the database is of a later version than the code
    """
    applied = set(MigrationRecorder(connections[using]).applied_migrations())
    if find_unknown(applied):
        raise BackupError("The database is of a later version than the code.")
    tables = list_tables(find_models(applied), using)
    with ZipFile(file, "w") as archive:
        writer = Writer(archive)
        manifest: dict[str, Any] = {
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "made_by": {"django": django.__version__, "wagtail": wagtail.__version__},
            "database": connections[using].vendor,
            "keys": name_keys(),
            "migrations": sorted(map(list, applied)),
            "tables": {},
        }
        with snapshot(using):
            for table in tables.values():
                said = writer.add(TABLE.format(table.name), table.read())
                manifest["tables"][table.name] = {**said, "columns": table.columns}
            named = set(list_named_files(tables.values()))
        # Last, as the database may name what has just come; what was deleted meanwhile is what it may name in vain.
        manifest["media"] = dict(add_media(writer, default_storage))
        manifest["missing_media"] = sorted(named - manifest["media"].keys())
        writer.finish(manifest)
    return manifest


@contextmanager
def snapshot(using: str) -> Iterator[None]:
    """Read everything as it is at one moment, while others write: none of them waits."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # not as atomic() does, which would lock out whoever writes
            cursor.execute("SELECT COUNT(*) FROM django_migrations").fetchall()  # from here on
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def list_named_files(tables: Iterable[Table]) -> Iterable[str]:
    """Yield the name of every file that a row names."""
    for table in tables:
        for field in table.fields:
            if isinstance(field, models.FileField) and field.storage == default_storage:
                yield from filter(None, table.read_column(field))


def add_media(writer: Writer, storage: Storage, folder: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Add every file of the storage; yield its name and what is to be said of it."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    for name in sorted(files):
        path = f"{folder}/{name}" if folder else name
        if path.endswith(PART):
            continue  # it is being written
        with suppress(FileNotFoundError), storage.open(path) as file:  # deleted meanwhile
            yield path, writer.add(MEDIA.format(path), file.chunks(CHUNK), compress=False)
    for name in sorted(folders):
        yield from add_media(writer, storage, f"{folder}/{name}" if folder else name)
