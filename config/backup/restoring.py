"""Puts a backup in place: checked before anything is touched, all of its rows or none, and compared afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from newsletter.models import Subscriber
from translations.models import BasePage

from . import BackupError
from .archive import MEDIA, Reader
from .migration_states import Migration, find_known, find_missing, find_models, find_unknown, migrate_to
from .tables import Table, list_tables, reset_sequences

PAGES_OF_AN_EMPTY_SITE = 2  # Wagtail's root and the home page


def restore_backup(
    path: Path, using: str = DEFAULT_DB_ALIAS, *, replace: bool = False, tell: Callable[[str], object] = lambda _: None
) -> dict[str, Any]:
    """Put the backup at `path` in place of what the database holds; return its manifest.

    The index that the admin searches in is left to `update_index`.

    :param replace: also where the database holds a site; without, that is refused
    :param tell: is told what is being done
    :raises BackupError: the backup is none, damaged or of a later version; the database is not empty, or of another
        state than the backup; what arrived is not what was stored. The database is as it was
    """
    backup = Reader(path)
    try:
        tell("The backup is whole.")
        applied = {(app, name) for app, name in backup.manifest["migrations"]}
        if unknown := find_unknown(applied):
            raise BackupError(f"The backup is of a later version of the code: it knows {sorted(unknown)[0]}.")
        were_made = prepare_tables(applied, using, replace)
        tables = list_tables(find_models(applied), using)
        check_columns(backup, tables)
        with transaction.atomic(using):
            restore_rows(backup, tables, using)
            tell(f"{len(tables)} tables are as they were.")
            restore_media(backup, default_storage)
            tell(f"{len(backup.manifest['media'])} files are as they were.")
        forget_what_was_kept()
        if were_made or find_missing(applied):
            tell("What follows migrations is done, and those that the backup lacks.")
            call_command("migrate", database=using, verbosity=0)
        return backup.manifest
    finally:
        backup.close()


def prepare_tables(applied: Set[Migration], using: str, replace: bool) -> bool:
    """Make the tables where there are none, and tell whether; refuse those in use, or of another state."""
    if not connections[using].introspection.table_names():
        migrate_to(applied, using)
        return True
    here = MigrationRecorder(connections[using]).applied_migrations()
    if (applied - here.keys()) & find_known():
        raise BackupError("The database is of an older version than the backup: run manage.py migrate first.")
    if (here.keys() - applied) & find_known():
        raise BackupError(
            "The backup is of an older version than the database. Name one without any table, not even those of "
            "migrate: they are made there as they were then, and migrated once the rows are in."
        )
    if not replace and is_filled(using):
        raise BackupError("The database holds a site already. To lose it for the backup's, say --replace.")
    return False


def is_filled(using: str) -> bool:
    """Tell whether somebody has worked here, or subscribed: both need no more than what `migrate` leaves."""
    return (
        get_user_model()._default_manager.using(using).exists()
        or Subscriber.objects.using(using).exists()
        or BasePage.objects.using(using).count() > PAGES_OF_AN_EMPTY_SITE
    )


def check_columns(backup: Reader, tables: dict[str, Table]) -> None:
    said = {name: table["columns"] for name, table in backup.manifest["tables"].items()}
    here = {name: table.columns for name, table in tables.items()}
    if differing := sorted(name for name in {*said, *here} if sorted(said.get(name, [])) != sorted(here.get(name, []))):
        raise BackupError(f"The backup has other tables or columns than this code: {', '.join(differing)}.")
    for name, table in tables.items():  # a historical model may have them in another order
        by_column = {field.column: field for field in table.fields}
        table.columns = said[name]
        table.fields = [by_column[column] for column in table.columns]


def restore_rows(backup: Reader, tables: dict[str, Table], using: str) -> None:
    """Replace all rows. References between them are asked for at the end: both databases' are deferred."""
    for table in tables.values():
        table.clear()
    for name, table in tables.items():
        try:
            table.write(backup.lines(name))
        except DatabaseError as error:
            raise BackupError(f"The database refuses what the backup holds in {name}: {error}") from error
    try:
        connections[using].check_constraints()
    except DatabaseError as error:
        raise BackupError(f"The backup contradicts itself: {error}") from error
    reset_sequences(tables.values(), using)
    for name, table in tables.items():
        if table.digest() != backup.manifest["tables"][name]["sha256"]:
            raise BackupError(f"What arrived in {name} is not what the backup holds.")


def restore_media(backup: Reader, storage: Storage) -> None:
    """Write each file that is not there already; others stay."""
    for name, said in backup.manifest["media"].items():
        if storage.exists(name):
            if digest_file(storage, name) == said["sha256"]:
                continue
            storage.delete(name)
        with backup.archive.open(MEDIA.format(name)) as content:
            kept = storage.save(name, File(content))
        if kept != name or digest_file(storage, name) != said["sha256"]:
            raise BackupError(f"What arrived as {name} is not what the backup holds.")


def digest_file(storage: Storage, name: str) -> str:
    with storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def forget_what_was_kept() -> None:
    """Empty the cache, which may go by numbers that the backup counts from again; keys of types may be others, too."""
    ContentType.objects.clear_cache()
    cache.clear()
