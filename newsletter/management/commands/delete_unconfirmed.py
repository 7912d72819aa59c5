from typing import Any

from django.core.management.base import BaseCommand

from public_forms.rate_limit import forget_past

from ...subscriptions.importing import delete_old_files
from ...subscriptions.unsubscribing import delete_unconfirmed


class Command(BaseCommand):
    help = (
        "Erase the addresses that were not confirmed within seven days, and what has served its time: counts of "
        "coupons, lists that were looked at and not imported. To be run once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        forget_past()
        delete_old_files()
        count = delete_unconfirmed()
        self.stdout.write(f"Unconfirmed addresses erased: {count}")
