"""Who raises the generation: triggers of the database, on every table but those that are excepted.

They hear what signals do not: `update()`, `bulk_create()`, SQL of a command or of psql. A table that nobody thought of
raises it too, so a new model makes the cache forget too often, never too rarely. Columns whose change no visitor sees
are left out, so that a draft or an unchanged page raises nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.conf import settings
from django.db import connections, models
from django.db.backends.utils import truncate_name
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from .models import Generation

PREFIX = "page_cache_"
LONGEST_NAME = 63  # bytes of a name in PostgreSQL


@dataclass(frozen=True)
class Exceptions:
    """What visitors do not see change. Models are named by their labels; those of an app together as `app.*`."""

    unread: Mapping[str, str]  # tables that no page kept for visitors reads, and why
    harmless: Mapping[str, str] = field(default_factory=dict)  # tables that pages read, and why a change does no harm
    columns: Mapping[str, set[str]] = field(default_factory=dict)  # columns that no page shows
    rows: Mapping[str, str] = field(default_factory=dict)  # the column that says which rows are added to what is shown

    def has(self, model: type[models.Model]) -> bool:
        named = {*self.unread, *self.harmless}
        return model._meta.label in named or f"{model._meta.app_label}.*" in named


def get_exceptions() -> Exceptions:
    exceptions: Exceptions = import_string(settings.PAGE_CACHE_EXCEPTIONS)
    return exceptions


def list_watched() -> list[type[models.Model]]:
    """Return the models whose tables raise the generation."""
    exceptions = get_exceptions()
    return [
        model
        for model in installed_apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model is not Generation and not exceptions.has(model)
    ]


def list_conditions(model: type[models.Model]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each event of `model`'s table that raises: its name, the rows that count, the columns that are compared."""
    exceptions, label = get_exceptions(), model._meta.label
    unseen, shown = exceptions.columns.get(label, set()), exceptions.rows.get(label, "")
    yield "INSERT", f'NEW."{shown}"' if shown else "", []
    yield "DELETE", f'OLD."{shown}"' if shown else "", []
    yield (
        "UPDATE",
        "",
        [str(column.column) for column in model._meta.local_concrete_fields if column.name not in unseen],
    )


class SQLite:
    """Triggers within the writer's statement: SQLite has one writer at a time."""

    list_names = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    drop = 'DROP TRIGGER IF EXISTS "{name}"'
    beforehand: tuple[str, ...] = ()

    def define(self, model: type[models.Model]) -> Iterator[tuple[str, str]]:
        """Yield name and definition of each trigger on `model`'s table."""
        table = model._meta.db_table
        act = f"UPDATE {Generation._meta.db_table} SET number = random()"  # noqa: S608
        for event, rows, columns in list_conditions(model):
            differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
            when = f"WHEN {rows or differs}" if rows or differs else ""
            name = name_trigger(table, event)
            yield name, f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" {when} BEGIN {act}; END'


class PostgreSQL:
    """Deferred triggers: the one row is locked at the very end of a transaction, so nobody waits for it meanwhile."""

    list_names = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    drop = 'DROP TRIGGER IF EXISTS "{name}" ON {table}'
    # Once in a transaction is enough: the setting ends with it, or is rolled back with what raised the number.
    beforehand = (
        f"""CREATE OR REPLACE FUNCTION {PREFIX}raise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('page_cache.raised', true) IS DISTINCT FROM txid_current()::text THEN
    UPDATE {Generation._meta.db_table} SET number = (random() * 9007199254740992)::bigint;
    PERFORM set_config('page_cache.raised', txid_current()::text, true);
  END IF;
  RETURN NULL;
END $$""",  # noqa: S608
    )

    def define(self, model: type[models.Model]) -> Iterator[tuple[str, str]]:
        table = model._meta.db_table
        act = f"EXECUTE FUNCTION {PREFIX}raise()"
        for event, rows, columns in list_conditions(model):
            old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
            differs = f"({old}) IS DISTINCT FROM ({new})" if columns else ""
            when = f"WHEN ({rows or differs})" if rows or differs else ""
            name = name_trigger(table, event)
            yield (
                name,
                f'CREATE CONSTRAINT TRIGGER "{name}" AFTER {event} ON "{table}" '
                f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {when} {act}",
            )
        name = name_trigger(table, "TRUNCATE")
        yield name, f'CREATE TRIGGER "{name}" AFTER TRUNCATE ON "{table}" FOR EACH STATEMENT {act}'


def name_trigger(table: str, event: str) -> str:
    return truncate_name(f"{PREFIX}{event.lower()}_{table}", LONGEST_NAME)


def get_engine(using: str) -> SQLite | PostgreSQL:
    return PostgreSQL() if connections[using].vendor == "postgresql" else SQLite()


def prepare(using: str) -> None:
    """Make the triggers anew, and the row that they raise, unless those that stand are the ones that are wanted.

    Each is a transaction of its own, so that no table is locked for longer than it takes; the row goes first and comes
    last, so nothing is kept meanwhile.
    """
    engine = get_engine(using)
    definitions = [definition for model in list_watched() for _name, definition in engine.define(model)]
    digest = hashlib.sha256("\n".join([*engine.beforehand, *definitions]).encode()).hexdigest()
    if Generation.objects.using(using).filter(triggers=digest).exists():
        return
    withdraw(using)
    with connections[using].cursor() as cursor:
        for statement in (*engine.beforehand, *definitions):
            cursor.execute(statement)
    Generation.objects.using(using).create(pk=1, number=secrets.randbits(53), triggers=digest)


def withdraw(using: str) -> None:
    """Take the row and the triggers away."""
    engine = get_engine(using)
    Generation.objects.using(using).all().delete()
    with connections[using].cursor() as cursor:
        cursor.execute(engine.list_names)
        for name, table in cursor.fetchall():
            if name.startswith(PREFIX):
                cursor.execute(engine.drop.format(name=name, table=table))


def prepare_database(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Make the triggers, where the page cache is on and every table is as the code wants it. Receives post_migrate."""
    if settings.PAGE_CACHE_BYTES and is_migrated(using):
        prepare(using)


def is_migrated(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def withdraw_before_migrations(sender: AppConfig, using: str, plan: list[Any], **kwargs: Any) -> None:
    """Take the triggers away, and the row: nothing is kept until they are back. Receives pre_migrate.

    SQLite drops triggers with a table that is made anew; PostgreSQL changes no column that a trigger compares.
    """
    if plan and Generation._meta.db_table in connections[using].introspection.table_names():
        withdraw(using)
