from typing import Any

from django.core.management.base import BaseCommand

from newsletter.subscribing import delete_unconfirmed


class Command(BaseCommand):
    help = "Erase the addresses that were not confirmed within seven days. To be run once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        count = delete_unconfirmed()
        self.stdout.write(f"Unconfirmed addresses erased: {count}")
