from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ...scheduling import due_revisions, expired_pages, publish_due


class Command(BaseCommand):
    """In place of Wagtail's, whose name it has."""

    help = "Publish the pages whose date has come and unpublish those that have expired. To be run every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dryrun", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, dryrun: bool = False, **options: Any) -> None:
        if not dryrun:
            publish_due(retry_after=timedelta(0))
            return
        now = timezone.now()
        for page in expired_pages(now):
            self.stdout.write(f"{page.expire_at:%Y-%m-%d %H:%M} unpublish {page.pk} {page.title}")
        for revision in due_revisions(now):
            self.stdout.write(f"{revision.approved_go_live_at:%Y-%m-%d %H:%M} publish {revision.page_key} {revision}")
