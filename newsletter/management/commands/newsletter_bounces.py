from collections import Counter
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ...bounces.mailboxes import MailboxError, open_mailbox
from ...bounces.returned_mail import take_return


class Command(BaseCommand):
    help = (
        "Read the mails that came back, score their subscribers, and delete them. The mailbox is BOUNCES_URL, or a "
        "maildir named here. What cannot be understood stays there, marked as read."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--maildir", help="path of a maildir, instead of BOUNCES_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        url = f"maildir://{options['maildir']}" if options["maildir"] else settings.BOUNCES_URL
        if not url:
            raise CommandError("Set BOUNCES_URL, or name a maildir with --maildir.")
        try:
            counts = self.read(url)
        except MailboxError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Returned mails: {counts['HARD']} hard, {counts['SOFT']} soft, {counts['COMPLAINT']} complaints; "
            f"not understood: {counts['none']}"
        )

    def read(self, url: str) -> Counter[str]:
        """Take each unread mail: acted on and deleted, or marked as read. One that is taken twice counts once a day."""
        counts: Counter[str] = Counter()
        with closing(open_mailbox(url)) as mailbox:
            for key, message in mailbox.unread():
                verdict = take_return(message)
                if verdict is None:
                    mailbox.mark_read(key)
                else:
                    mailbox.delete(key)
                counts[verdict.name if verdict else "none"] += 1
        return counts
