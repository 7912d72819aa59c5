"""What makes a migration, and what does not: words."""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ProjectState

from config.autodetector import AutodetectorWithoutWords
from config.environment import BASE_DIR
from config.management.commands import makemigrations, migrate
from tests import database


@pytest.fixture
def states() -> tuple[ProjectState, ProjectState]:
    return ProjectState.from_apps(apps), ProjectState.from_apps(apps)


def detect(states: tuple[ProjectState, ProjectState], detector: type[MigrationAutodetector]) -> Any:
    return detector(*states)._detect_changes()


def rename_field(state: ProjectState) -> None:
    field = state.models["claims", "organisation"].fields["url"] = models.URLField("their site", blank=True)
    field.help_text = "Where it is found"


def rename_choice(state: ProjectState) -> None:
    old = state.models["claims", "support"].fields["role"]
    state.models["claims", "support"].fields["role"] = models.CharField(
        "part", max_length=old.max_length, choices=[("carries", "Leads"), ("supports", "Helps")], default="carries"
    )


def rename_model(state: ProjectState) -> None:
    state.models["claims", "step"].options["verbose_name"] = "move"


def rename_permission(state: ProjectState) -> None:
    options = state.models["newsletter", "subscriber"].options
    options["permissions"] = [(codename, "Can do something") for codename, _name in options["permissions"]]


@pytest.mark.parametrize("rename", [rename_field, rename_choice, rename_model, rename_permission])
def test_words_make_no_migration(states: tuple[ProjectState, ProjectState], rename: Any) -> None:
    rename(states[1])
    assert detect(states, MigrationAutodetector)
    assert not detect((states[0], states[1]), AutodetectorWithoutWords)


def widen_field(state: ProjectState) -> None:
    old = state.models["claims", "support"].fields["role"]
    state.models["claims", "support"].fields["role"] = models.CharField(max_length=old.max_length + 1)


def add_permission(state: ProjectState) -> None:
    state.models["newsletter", "subscriber"].options["permissions"].append(("praise", "Can praise"))


@pytest.mark.parametrize("change", [widen_field, add_permission])
def test_what_the_database_knows_makes_one(states: tuple[ProjectState, ProjectState], change: Any) -> None:
    states[1].models["newsletter", "subscriber"].options["permissions"] = list(
        states[1].models["newsletter", "subscriber"].options["permissions"]
    )
    change(states[1])
    assert detect(states, AutodetectorWithoutWords)


def test_commands_ask_the_same_detector() -> None:
    assert {makemigrations.Command.autodetector, migrate.Command.autodetector} == {AutodetectorWithoutWords}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is of one machine")
def test_two_that_migrate_at_once_do_so_one_after_the_other() -> None:
    settings = connection.settings_dict
    parameters = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"]}
    words = io.StringIO()

    def run() -> None:
        try:
            call_command("migrate", verbosity=0, stderr=words)
        finally:
            connection.close()

    with (
        psycopg.connect(**parameters, port=settings["PORT"] or 5432, password=settings["PASSWORD"]) as first,
        ThreadPoolExecutor(1) as threads,
    ):
        first.execute("SELECT pg_advisory_lock(%s)", [migrate.LOCK])
        second = threads.submit(run)
        waiting = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
        while not first.execute(waiting, [migrate.LOCK]).fetchone()[0]:  # type: ignore[index]
            assert not second.done()
        first.execute("SELECT pg_advisory_unlock(%s)", [migrate.LOCK])
        first.commit()
        second.result(60)
        held = first.execute("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [migrate.LOCK])
        assert held.fetchone() == (0,)
    assert "Another migrate is running" in words.getvalue()


@pytest.fixture
def unmigrated(tmp_path: Path) -> Path:
    """A SQLite database that lacks one migration, which makes a table."""
    path = tmp_path / "site.sqlite3"
    shutil.copyfile(database.migrated_file(), path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("DELETE FROM django_migrations WHERE app = 'page_cache'")
        file.execute("DROP TABLE page_cache_generation")
        file.commit()
    return path


def has_table(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as file:
        return bool(file.execute("SELECT 1 FROM sqlite_master WHERE name = 'page_cache_generation'").fetchone())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has locks of its own")
def test_two_processes_that_migrate_one_file_do_so_one_after_the_other(unmigrated: Path) -> None:
    variables = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{unmigrated}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    with ExitStack() as first:
        first.enter_context(migrate.Command().lock_file(str(unmigrated)))
        with subprocess.Popen(command, cwd=BASE_DIR, env=variables, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr
            assert "Another migrate is running" in second.stderr.readline()
            assert not has_table(unmigrated)
            first.close()
            assert second.wait(60) == 0
    assert has_table(unmigrated)
