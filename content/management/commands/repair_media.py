from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from ...media.repair import (
    Broken,
    documents_to_measure,
    measure_document,
    orphaned_files,
    pictures_to_repair,
    repair_picture,
)


class Command(BaseCommand):
    help = (
        "Takes the metadata out of pictures that older versions stored, makes the renditions that pages lack, and "
        "lists files that nothing names. Can be stopped and started again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing")
        parser.add_argument("--delete-orphans", action="store_true", help="Delete the files that nothing names")

    def handle(self, *args: Any, dry_run: bool, delete_orphans: bool, **options: Any) -> None:
        stripped = remade = measured = orphans = 0
        for key, is_unstripped in pictures_to_repair():
            if self.attempt(f"Picture {key}", partial(repair_picture, key), dry_run=dry_run):
                stripped, remade = stripped + is_unstripped, remade + (not is_unstripped)
        for document in documents_to_measure().iterator():
            act = partial(measure_document, document)
            measured += self.attempt(f"Document {document.pk}", act, dry_run=dry_run)
        for path in orphaned_files():
            orphans += 1
            self.stdout.write(f"Orphan: {path}")
            if delete_orphans and not dry_run:
                default_storage.delete(path)
        self.stdout.write(f"{'To be stripped' if dry_run else 'Stripped'}: {stripped}")
        self.stdout.write(f"{'Renditions to be made' if dry_run else 'Renditions made'}: {remade}")
        self.stdout.write(f"{'Documents to be measured' if dry_run else 'Documents measured'}: {measured}")
        self.stdout.write(f"Orphans{' deleted' if delete_orphans and not dry_run else ''}: {orphans}")

    def attempt(self, subject: str, act: Callable[[], None], *, dry_run: bool) -> bool:
        """Do it, unless it is only to be counted; say why it could not be done, and go on."""
        if dry_run:
            return True
        try:
            act()
        except Broken as error:
            self.stderr.write(f"{subject}: {error}")
            return False
        return True
