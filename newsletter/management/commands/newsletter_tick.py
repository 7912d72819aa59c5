import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mail.queue import send_due_emails
from translations.scheduling import publish_due

from ...delivery.daily_work import do_daily_work
from ...delivery.queue import run_queue
from ...delivery.scheduler import tick


class Command(BaseCommand):
    help = (
        "Publish what is due; hand over the emails that wait; move the newsletter on: start what is due, make digests, "
        "return what a dead worker held; once a day, forget earlier texts that nothing refers to, and tidy up stored "
        "files. To be run often."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send", action="store_true", help="also do the sending, where there is no worker")
        parser.add_argument("--loop", type=float, metavar="SECONDS", help="go on for ever, so often")

    def handle(self, *args: Any, send: bool, loop: float | None, **options: Any) -> None:
        while True:
            publish_due()
            send_due_emails()
            tick()
            do_daily_work()
            if send:
                run_queue()
            if not loop:
                break
            time.sleep(loop)
