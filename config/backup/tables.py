"""Rows of tables as lines of JSON, the same from SQLite and from PostgreSQL: read, written, and reset.

Below models: nothing is computed, sent or indexed, and what a field makes of a value when it is read (blocks, files) is
left alone.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections, models
from django.utils.duration import duration_iso_string

# By label of the app. Sessions: whoever was signed in signs in again. Wagtail's index: each database has its own form
# of it, and `update_index` makes it anew. The page cache's row: it stands for triggers, which may not be there.
LEFT_OUT = {"page_cache", "sessions", "wagtailsearch"}
# Fields whose values differ between the databases; JSON knows all others.
TYPED: tuple[type[models.Field], ...] = (
    models.BinaryField,
    models.DateField,  # and DateTimeField
    models.DecimalField,
    models.DurationField,
    models.TimeField,
    models.UUIDField,
)
AT_ONCE = 500  # rows


class Table:
    """A model's own table: of a page type, without the columns of the page it is."""

    def __init__(self, model: type[models.Model], using: str) -> None:
        self.model = model
        self.name = model._meta.db_table
        self.connection: Any = connections[using]
        self.fields: list[Any] = [field for field in model._meta.local_concrete_fields if not field.generated]
        self.columns = [field.column for field in self.fields]

    @property
    def quoted(self) -> tuple[str, str]:
        """The names of the table and of its columns, as SQL writes them."""
        quote = self.connection.ops.quote_name
        return quote(self.name), ", ".join(map(quote, self.columns))

    def read(self) -> Iterator[bytes]:
        """Yield a line for each row, in the order of the keys."""
        table, columns = self.quoted
        key = find_target(self.model._meta.pk)
        order = self.connection.ops.quote_name(self.model._meta.pk.column)
        readers = [self.find_reader(field) for field in self.fields]
        # Each name is one of a model's.
        statement = f"SELECT {columns} FROM {table} ORDER BY {order}"  # noqa: S608
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(statement)
            lines = (write_line([read(value) for read, value in zip(readers, row, strict=True)]) for row in cursor)
            # Only numbers are sorted alike everywhere.
            yield from lines if isinstance(key, models.IntegerField) else sorted(lines)

    def read_column(self, field: Any) -> list[Any]:
        column = self.connection.ops.quote_name(field.column)
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {self.quoted[0]}")  # noqa: S608
            return [value for (value,) in cursor.fetchall()]

    def find_reader(self, field: Any) -> Callable[[Any], Any]:
        if find_target(field).get_internal_type() == "JSONField":
            return tidy_json
        expression = field.get_col(self.name)
        converters = self.connection.ops.get_db_converters(expression)

        def read(value: Any) -> Any:
            for convert in converters:
                value = convert(value, expression, self.connection)
            return value

        return read

    def write(self, lines: Iterable[bytes]) -> None:
        """Add the rows that `read` made lines of.

        :raises django.db.DatabaseError: the database refuses one
        """
        table, columns = self.quoted
        places = ", ".join(["%s"] * len(self.columns))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
        writers = [self.find_writer(field) for field in self.fields]
        rows = ([write(value) for write, value in zip(writers, json.loads(line), strict=True)] for line in lines)
        with self.connection.cursor() as cursor:
            while some := list(islice(rows, AT_ONCE)):
                cursor.executemany(statement, some)

    def find_writer(self, field: Any) -> Callable[[Any], Any]:
        kind = getattr(models, find_target(field).get_internal_type(), models.Field)
        if not issubclass(kind, TYPED):
            return lambda value: value
        plain = kind()
        return lambda value: plain.get_db_prep_value(plain.to_python(value), self.connection)

    def clear(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.quoted[0]}")  # noqa: S608

    def digest(self) -> str:
        """Return the SHA-256 of all lines."""
        content = hashlib.sha256()
        for line in self.read():
            content.update(line)
        return content.hexdigest()


def list_tables(apps: Apps, using: str) -> dict[str, Table]:
    """Return every table of the models that are backed up, by name."""
    chosen = [
        model._meta.concrete_model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT
    ]
    tables = (Table(model, using) for model in chosen if model)
    return {table.name: table for table in sorted(tables, key=lambda table: table.name)}


def reset_sequences(tables: Iterable[Table], using: str) -> None:
    """Let the next row of each table get a key of its own: PostgreSQL counts apart from the rows."""
    connection = connections[using]
    statements = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def find_target(field: Any) -> Any:
    """Return the key that a relation stores the values of; another field is its own."""
    while field.remote_field and getattr(field, "target_field", None):
        field = field.target_field
    return field


def tidy_json(text: str | None) -> str | None:
    """Return a JSON column's text as both databases can keep it: PostgreSQL forgets the order of names, and spaces."""
    if text is None:
        return None
    return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_line(row: list[Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=write_value).encode() + b"\n"


def write_value(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)
