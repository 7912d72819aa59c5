"""The file of a backup: a ZIP with a manifest, which says of each member what it is. A ZIP that was cut has no list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import BackupError

FORMAT, VERSION = "cahier-backup", 1
MANIFEST = "manifest.json"
TABLE, MEDIA = "database/{}.jsonl", "media/{}"  # names of members
CHUNK = 1024 * 1024  # bytes


class Writer:
    """Adds members, and notes what is to be said of each."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive

    def add(self, name: str, chunks: Iterable[bytes], compress: bool = True) -> dict[str, Any]:
        """Add a member; return its size in bytes, its SHA-256, and how many chunks it came in."""
        content, size, count = hashlib.sha256(), 0, 0
        info = ZipInfo(name, timezone.localtime().timetuple()[:6])
        info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
        with self.archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                content.update(chunk)
                size, count = size + len(chunk), count + 1
        return {"size": size, "sha256": content.hexdigest(), "count": count}

    def finish(self, manifest: Mapping[str, Any]) -> None:
        text = json.dumps({"format": FORMAT, "version": VERSION, **manifest}, ensure_ascii=False, indent=1)
        self.archive.writestr(MANIFEST, text, ZIP_DEFLATED)


class Reader:
    """An archive whose every member has been read and compared before anybody gets to use it."""

    def __init__(self, path: Path) -> None:
        """:raises BackupError: no file, no backup, one that is cut or damaged, or of a later form"""
        try:
            self.archive = ZipFile(path)
        except BadZipFile as error:
            raise BackupError(f"{path} is no backup, or was cut: {error}.") from error
        except OSError as error:
            raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            self.manifest = self.read_manifest(path)
            self.check()
        except BaseException:
            self.archive.close()
            raise

    def read_manifest(self, path: Path) -> dict[str, Any]:
        manifest: Any = None
        with suppress(KeyError, ValueError, BadZipFile):
            manifest = json.loads(self.archive.read(MANIFEST))
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise BackupError(f"{path} is no backup of Cahier.")
        if manifest["version"] > VERSION:
            raise BackupError(f"{path} was made by a later version of Cahier: restore it with that one.")
        return manifest

    def check(self) -> None:
        expected = {TABLE.format(name): said for name, said in self.manifest["tables"].items()}
        expected |= {MEDIA.format(name): said for name, said in self.manifest["media"].items()}
        if expected.keys() != set(self.archive.namelist()) - {MANIFEST}:
            raise BackupError("The backup does not hold what it says it holds.")
        for name, said in expected.items():
            content = hashlib.sha256()
            try:
                for chunk in self.read(name):
                    content.update(chunk)
            except (BadZipFile, EOFError, OSError, ValueError) as error:
                raise BackupError(f"The backup is damaged: {name} cannot be read.") from error
            if content.hexdigest() != said["sha256"]:
                raise BackupError(f"The backup is damaged: {name} is not what was stored.")

    def read(self, name: str) -> Iterable[bytes]:
        with self.archive.open(name) as member:
            yield from iter(lambda: member.read(CHUNK), b"")

    def lines(self, table: str) -> Iterable[bytes]:
        with self.archive.open(TABLE.format(table)) as member:
            yield from member

    def close(self) -> None:
        self.archive.close()


def fingerprint(key: str) -> str:
    """Return what recognises a key and tells nothing of it."""
    return salted_hmac("cahier backup", "fingerprint", key, algorithm="sha256").hexdigest()[:12]


def name_keys() -> dict[str, list[str]]:
    """Return the secrets without which links in mails, blocked addresses and passwords to be set anew are lost."""
    keys = {"SECRET_KEY": [settings.SECRET_KEY], "NEWSLETTER_KEYS": settings.NEWSLETTER_KEYS}
    return {name: [fingerprint(key) for key in values] for name, values in keys.items() if values}


def find_other_keys(manifest: Mapping[str, Any]) -> list[str]:
    """Return the names of those secrets that the backup's site had and this one has not."""
    here = name_keys()
    return [name for name, values in manifest["keys"].items() if not set(values) <= set(here.get(name, []))]
