"""Which state of the tables a backup was made in, and how to come to it.

A state is the set of the migrations that were applied. Names that the code has not are left over from a package that
has put old migrations into one, or of a later version.
"""

from __future__ import annotations

from collections.abc import Set

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Migration = tuple[str, str]  # app and name


def find_known() -> set[Migration]:
    """Return the migrations that are in the code, without those that others have replaced."""
    return set(MigrationLoader(None).graph.nodes)


def find_missing(applied: Set[Migration]) -> set[Migration]:
    """Return those that `applied` lacks: it is of an older version, if there are any."""
    return find_known() - applied


def find_unknown(applied: Set[Migration]) -> set[Migration]:
    """Return those of `applied` that the code has not: it is of a later version, if there are any."""
    files = MigrationLoader(None).disk_migrations
    replaced = {key for migration in files.values() for key in migration.replaces}
    return {key for key in applied if key not in files and key not in replaced}


def find_models(applied: Set[Migration]) -> Apps:
    """Return the models as they were in that state; today's, where nothing is missing."""
    if not find_missing(applied):
        return current_apps
    state = MigrationLoader(None).project_state(find_last(applied))
    return state.apps


def migrate_to(applied: Set[Migration], using: str) -> None:
    """Bring a database without tables to that state."""
    MigrationExecutor(connections[using]).migrate(find_last(applied))


def find_last(applied: Set[Migration]) -> list[Migration]:
    """Return the last of each app."""
    nodes = MigrationLoader(None).graph.node_map
    inside = applied & nodes.keys()
    followed = {parent.key for key in inside for parent in nodes[key].parents if parent.key[0] == key[0]}
    return sorted(inside - followed)
