from typing import Any

from django.core.management.base import BaseCommand

from campaigns.joining.applying import process_applications


class Command(BaseCommand):
    help = "Pass on applications that still wait for it, erase those whose time is over. To be run once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        forwarded, erased = process_applications()
        self.stdout.write(f"Applications passed on: {forwarded}. Erased: {erased}")
