"""Names of tables and columns, quoted, for the statements that are written out because no queryset makes them."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models


def name_table(model: type[models.Model], using: str = DEFAULT_DB_ALIAS) -> str:
    return connections[using].ops.quote_name(model._meta.db_table)


def name_column(model: type[models.Model], field: str, of: str = "", using: str = DEFAULT_DB_ALIAS) -> str:
    """Return the column of `field`, which belongs to what is called `of` in the statement."""
    found: Any = model._meta.get_field(field)
    quoted = connections[using].ops.quote_name(found.column)
    return f"{of}.{quoted}" if of else quoted
