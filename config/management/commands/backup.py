"""Keep the site in one file: database and media."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backup import BackupError
from config.backup.saving import save_backup, write_backup

NAME = "cahier-{:%Y-%m-%dT%H-%M-%S}.zip"  # of one of many in a folder
NAMES = "cahier-????-??-??T??-??-??.zip"


class Command(BaseCommand):
    help = "Keep the site in one file: database and media, as they are at one moment. See docs/backup.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="where to write it; a folder, for one named by its time; - for the output")
        parser.add_argument("--keep", type=int, metavar="N", help="delete all but the N newest in that folder")

    def handle(self, *args: Any, file: str, keep: int | None, verbosity: int, **options: Any) -> None:
        path = Path(file)
        is_folder = file != "-" and path.is_dir()
        if keep is not None and not (is_folder and keep > 0):
            raise CommandError("--keep goes with a folder that exists, and is at least 1.")
        try:
            if file == "-":
                write_backup(sys.stdout.buffer)
                return
            made = path / NAME.format(timezone.now()) if is_folder else path
            manifest = save_backup(made)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        for older in sorted(path.glob(NAMES))[:-keep] if keep else []:
            older.unlink()
        if missing := manifest["missing_media"]:
            self.stderr.write(f"The database names {len(missing)} files that are not there, such as {missing[0]}.")
        if verbosity:
            rows = sum(table["count"] for table in manifest["tables"].values())
            self.stdout.write(
                f"{made}: {rows} rows of {len(manifest['tables'])} tables, {len(manifest['media'])} files"
            )
            self.stdout.write(f"Keep elsewhere, as the backup does not hold them: {', '.join(manifest['keys'])}.")
