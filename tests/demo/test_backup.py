"""What was kept comes back, on either database, whole or not at all; whatever is no backup changes nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from claims.models import ClaimPage
from config.backup import BackupError, archive, migration_states, restoring
from config.backup.restoring import is_filled, restore_backup
from config.backup.saving import save_backup
from config.backup.tables import list_tables
from search.models import SearchText, Synonyms
from translations.models import BasePage

pytestmark = pytest.mark.django_db
HERE = connection.vendor
# Round the databases that there are: the test run's own is where the demo is.
ROUND = ["sqlite", "postgresql", "sqlite"] if HERE == "postgresql" else ["sqlite"]


def rewrite(path: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Copy a backup, each member as `change` wants it; None leaves it out."""
    with ZipFile(path) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def change_manifest(path: Path, target: Path, **values: Any) -> Path:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps({**json.loads(content), **values}).encode() if name == archive.MANIFEST else content

    return rewrite(path, target, change)


def test_a_backup_comes_back_row_by_row_from_one_database_to_the_other(
    made: tuple[Path, dict[str, Any]], elsewhere: Path, make_database: Any, tmp_path: Path
) -> None:
    path, first = made
    claims = ClaimPage.objects.count()
    assert claims > 10
    assert len(first["media"]) > 5
    for number, kind in enumerate(ROUND):
        alias = make_database(kind)
        restore_backup(path, alias)
        path = tmp_path / f"{number}.zip"
        again = save_backup(path, alias)
        assert again["tables"] == first["tables"]
        assert again["media"] == first["media"]
        assert ClaimPage.objects.using(alias).count() == claims
        key = Synonyms.objects.using(alias).create(language="fr", expressions="a, b").pk
        assert key not in Synonyms.objects.values_list("pk", flat=True)  # each table goes on counting where it was
        assert_search_finds(alias)


def assert_search_finds(alias: str) -> None:
    """Ask the index of words itself: triggers fill it on SQLite, a column of its own on PostgreSQL."""
    words = {
        "sqlite": "SELECT COUNT(*) FROM translations_searchwords WHERE translations_searchwords MATCH %s",
        "postgresql": "SELECT COUNT(*) FROM translations_searchtext WHERE words @@ to_tsquery('simple', %s)",
    }
    term = SearchText.objects.using(alias).exclude(title_terms="").values_list("title_terms", flat=True)[0].split()[0]
    with connections[alias].cursor() as cursor:
        cursor.execute(words[connections[alias].vendor], [term])
        assert cursor.fetchone()[0] > 0


def test_what_follows_migrations_is_done_where_the_tables_were_made(
    backup: Path, elsewhere: Path, make_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Migrations alone make no index of words. Here they are not run, which takes long: the index is taken away."""
    alias = make_database()
    table, words = "translations_searchtext", "translations_searchwords"
    triggers = [f"DROP TRIGGER {words}_{event}" for event in ["insert", "update", "delete"]]
    statements = {
        "sqlite": [*triggers, f"DROP TABLE {words}"],
        "postgresql": [f"ALTER TABLE {table} DROP COLUMN words"],
    }
    with connections[alias].cursor() as cursor:
        for statement in statements[HERE]:
            cursor.execute(statement)
    monkeypatch.setattr(connections[alias].introspection, "table_names", list)
    monkeypatch.setattr(restoring, "migrate_to", lambda applied, using: monkeypatch.undo())
    restore_backup(backup, alias)
    assert_search_finds(alias)


def test_every_table_is_kept_but_for_those_made_anew() -> None:
    made_anew = (
        "django_migrations",
        "django_session",
        "wagtailsearch_indexentry",
        "translations_searchwords",
        "page_cache_generation",
    )
    tables = {name for name in connection.introspection.table_names() if not name.startswith(made_anew)}
    assert len(tables) > 100
    assert list_tables(apps, "default").keys() == tables


def test_a_migrated_database_counts_as_empty_and_one_with_an_account_as_filled(make_database: Any) -> None:
    alias = make_database()
    assert not is_filled(alias)
    get_user_model().objects.using(alias).create(username="somebody")
    assert is_filled(alias)


def test_a_site_is_only_replaced_by_whoever_says_so(backup: Path, elsewhere: Path, make_database: Any) -> None:
    alias = make_database()
    restore_backup(backup, alias)
    get_user_model().objects.using(alias).create(username="somebody")
    with pytest.raises(BackupError, match="--replace"):
        restore_backup(backup, alias)
    assert get_user_model().objects.using(alias).filter(username="somebody").exists()
    kept = next(path for path in elsewhere.rglob("*") if path.is_file())
    content = kept.read_bytes()
    kept.write_bytes(b"another")
    cache.set("counts", "of the site that is lost")
    restore_backup(backup, alias, replace=True)
    assert cache.get("counts") is None
    assert not get_user_model().objects.using(alias).filter(username="somebody").exists()
    assert kept.read_bytes() == content


# What is no backup, or not a whole one


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.9999])
def test_a_backup_that_was_cut_is_refused(backup: Path, tmp_path: Path, share: float) -> None:
    whole = backup.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert_refused(cut, "no backup")


def test_a_foreign_file_is_refused(demo: None, tmp_path: Path) -> None:
    text, other = tmp_path / "letter.txt", tmp_path / "other.zip"
    text.write_text("Dear all,")
    with ZipFile(other, "w") as foreign:
        foreign.writestr("manifest.json", '{"format": "another"}')
    assert_refused(text, "no backup")
    assert_refused(other, "no backup of Cahier")
    assert_refused(tmp_path / "nowhere.zip", "cannot be read")


def test_a_backup_that_was_changed_is_refused(backup: Path, tmp_path: Path) -> None:
    table = archive.TABLE.format("translations_basepage")
    changed = rewrite(backup, tmp_path / "a.zip", lambda name, text: text + b"[]\n" if name == table else text)
    assert_refused(changed, "damaged")
    less = rewrite(backup, tmp_path / "b.zip", lambda name, text: None if name == table else text)
    assert_refused(less, "does not hold")
    flipped = bytearray(backup.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    (tmp_path / "c.zip").write_bytes(flipped)
    assert_refused(tmp_path / "c.zip", "damaged")


def test_a_backup_of_a_later_version_is_refused(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    path, manifest = made
    assert_refused(change_manifest(path, tmp_path / "a.zip", version=archive.VERSION + 1), "later version of Cahier")
    migrations = [*manifest["migrations"], ["claims", "0999_of_tomorrow"]]
    assert_refused(change_manifest(path, tmp_path / "b.zip", migrations=migrations), "later version of the code")


def assert_refused(path: Path, words: str) -> None:
    """See that the demo, which is in the database, is not touched."""
    before = BasePage.objects.count()
    with pytest.raises(BackupError, match=words):
        restore_backup(path, replace=True)
    assert BasePage.objects.count() == before > 10


def test_what_does_not_arrive_as_it_was_leaves_the_database_as_it_was(
    backup: Path, elsewhere: Path, make_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alias = make_database()

    def fill_disk(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    for owner, name, fault in [
        (restoring.Table, "digest", lambda *arguments: "of other rows"),
        (restoring, "digest_file", lambda *arguments: "of another file"),
        (FileSystemStorage, "_save", fill_disk),
    ]:
        with monkeypatch.context() as faulty:
            faulty.setattr(owner, name, fault)
            with pytest.raises((BackupError, OSError)):
                restore_backup(backup, alias)
        assert BasePage.objects.using(alias).count() == restoring.PAGES_OF_AN_EMPTY_SITE


# Other versions


def test_a_backup_of_an_older_version_is_migrated_once_its_rows_are_in(
    backup: Path, elsewhere: Path, make_database: Any, tmp_path: Path
) -> None:
    """By a database that is taken one migration back, kept, and restored where there is nothing newer."""
    alias, older = make_database(), tmp_path / "older.zip"
    restore_backup(backup, alias)
    migrate_to(alias, "0010_row_citations")
    manifest = save_backup(older, alias)
    assert "present" not in str(manifest["tables"]["claims_decision"]["columns"])
    with pytest.raises(BackupError, match="older version than the backup"):
        restore_backup(backup, alias, replace=True)
    restore_backup(older, alias, replace=True)
    assert not migration_states.find_missing(set(MigrationExecutor(connections[alias]).loader.applied_migrations))
    assert ClaimPage.objects.using(alias).count() == ClaimPage.objects.count()


def test_a_backup_of_an_older_version_is_refused_where_the_tables_are_newer(
    made: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path, manifest = made
    migrations = [migration for migration in manifest["migrations"] if migration != ["claims", "0011_votes"]]
    assert_refused(change_manifest(path, tmp_path / "a.zip", migrations=migrations), "older version than the database")


def migrate_to(alias: str, name: str) -> None:
    MigrationExecutor(connections[alias]).migrate([("claims", name)])


def test_the_last_migration_of_each_app_leads_to_its_state() -> None:
    known = migration_states.find_known()
    assert migration_states.find_last(known) == sorted(migration_states.MigrationLoader(None).graph.leaf_nodes())
    assert ("claims", "0010_row_citations") in migration_states.find_last(known - {("claims", "0011_votes")})


def test_the_command_makes_the_index_of_the_admin_and_names_other_keys(
    backup: Path, elsewhere: Path, settings: Any, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr("config.management.commands.restore.call_command", lambda name, **_: made.append(name))
    settings.SECRET_KEY = "another" * 10
    call_command("restore", str(backup), replace=True)
    assert made == ["update_index"]
    assert "SECRET_KEY" in capsys.readouterr().err
    with pytest.raises(CommandError, match="holds a site"):
        call_command("restore", str(backup))
