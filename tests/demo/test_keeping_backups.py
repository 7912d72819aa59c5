"""A backup is made of one moment, whole or not at all, and tells what it does not hold."""

import io
import json
import sys
from pathlib import Path
from threading import Event, Thread
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from config.backup import archive, saving
from config.backup.saving import save_backup
from search.models import KnownWord, Synonyms

pytestmark = pytest.mark.django_db


def test_a_backup_is_of_one_moment_while_others_write(make_database: Any, tmp_path: Path, elsewhere: Path) -> None:
    """Somebody adds to two tables, in one transaction each time; one is read long before the other."""
    alias, stop, has_written = make_database(), Event(), Event()
    written = 0

    def write() -> None:
        nonlocal written
        connections[alias].connect()
        try:
            while not stop.is_set():
                with transaction.atomic(alias):
                    KnownWord.objects.using(alias).create(term=f"fr{written}", sound="a")
                    Synonyms.objects.using(alias).create(language="fr", expressions=f"a, {written}")
                written += 1
                has_written.set()
        finally:
            connections[alias].close()

    words = KnownWord.objects.using(alias).count()
    writer = Thread(target=write)
    writer.start()
    has_written.wait(10)
    before = written
    manifest = save_backup(tmp_path / "moment.zip", alias)
    after = written
    stop.set()
    writer.join()
    kept = manifest["tables"]["search_synonyms"]["count"]
    assert manifest["tables"]["search_knownword"]["count"] - words == kept
    assert before <= kept < after  # and nobody waited


def test_a_backup_tells_which_keys_are_needed_and_not_the_keys(backup: Path, settings: Any) -> None:
    settings.NEWSLETTER_KEYS = ["of the newsletter"]
    keys = archive.name_keys()
    assert keys.keys() == {"SECRET_KEY", "NEWSLETTER_KEYS"}
    with ZipFile(backup) as kept:
        text = kept.read(archive.MANIFEST).decode()
    assert settings.SECRET_KEY not in text
    assert archive.find_other_keys(json.loads(text)) == []
    settings.SECRET_KEY = "another" * 10
    assert archive.find_other_keys(json.loads(text)) == ["SECRET_KEY"]


def test_a_folder_keeps_as_many_as_it_is_told(demo: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 4):
        (tmp_path / f"cahier-2026-01-0{day}T04-00-00.zip").touch()
    (tmp_path / "holidays.zip").touch()
    call_command("backup", str(tmp_path), keep=2, verbosity=0)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 3
    assert names[0] == "cahier-2026-01-03T04-00-00.zip"
    assert names[2] == "holidays.zip"
    assert (tmp_path / names[1]).stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", str(tmp_path / "one.zip"), keep=2)


def test_a_backup_can_go_through_a_pipe(demo: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *arguments: Any) -> int:
            raise io.UnsupportedOperation

        tell = seek

    pipe = io.TextIOWrapper(Pipe())
    monkeypatch.setattr(sys, "stdout", pipe)
    call_command("backup", "-")
    monkeypatch.undo()
    (tmp_path / "piped.zip").write_bytes(pipe.buffer.getvalue())
    archive.Reader(tmp_path / "piped.zip").close()


def test_a_backup_that_fails_leaves_nothing_and_one_at_a_time_is_made(
    demo: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "kept.zip"
    path.write_text("the one before")
    monkeypatch.setattr(archive.Writer, "finish", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", str(path))
    assert [file.name for file in tmp_path.iterdir()] == ["kept.zip"]
    assert path.read_text() == "the one before"
    (tmp_path / "kept.zip.part").touch()
    with pytest.raises(CommandError, match="another backup"):
        call_command("backup", str(path))


def test_a_file_that_the_database_names_in_vain_is_told(demo: None, tmp_path: Path, elsewhere: Path) -> None:
    default_storage.save("documents/other.pdf", ContentFile(b"a"))
    manifest = save_backup(tmp_path / "a.zip")
    assert list(manifest["media"]) == ["documents/other.pdf"]
    assert len(manifest["missing_media"]) > 3


def test_nothing_is_backed_up_of_a_database_of_a_later_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(saving, "find_unknown", lambda applied: {("claims", "0999_of_tomorrow")})
    with pytest.raises(CommandError, match="later version"):
        call_command("backup", str(tmp_path / "a.zip"))
    assert list(tmp_path.iterdir()) == []
