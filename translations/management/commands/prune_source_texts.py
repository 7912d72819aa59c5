from typing import Any

from django.core.management.base import BaseCommand

from ...upkeep.pruning import prune_source_texts


class Command(BaseCommand):
    help = "Deletes earlier texts that no translation refers to any more. To be run once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{prune_source_texts()} deleted")
