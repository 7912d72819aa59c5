"""Put a backup in place."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError
from config.backup.archive import find_other_keys
from config.backup.restoring import restore_backup


class Command(BaseCommand):
    help = "Put a backup in place, into an empty database of either kind. See docs/backup.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where there is a site, which is then lost")

    def handle(self, *args: Any, file: Path, replace: bool, verbosity: int, **options: Any) -> None:
        tell = self.stdout.write if verbosity else lambda text: None
        try:
            manifest = restore_backup(file, replace=replace, tell=tell)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("update_index", verbosity=0)
        tell("What the admin searches in is made anew.")
        if others := find_other_keys(manifest):
            self.stderr.write(
                f"Other than where the backup was made: {', '.join(others)}. Links in mails and blocked addresses "
                "depend on them: set them as they were there."
            )
