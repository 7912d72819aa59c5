"""`manage.py load_demo`: the two documents of the demo, in French and English."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import override

from ...loading import Demo
from ...records import load_records
from ...size import generate_reports

EDITOR = "editor"


class Command(BaseCommand):
    help = "Load the demo site: makes what is missing, leaves everything else as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--size", type=int, default=0, metavar="N", help="also generate N reports with 20 claims each"
        )
        parser.add_argument("--editor", action="store_true", help=f"also make a login for the admin, named “{EDITOR}”")
        parser.add_argument("--password", help="the password of that login (default: a random one, printed)")

    def handle(self, *args: Any, size: int, editor: bool, password: str | None, **options: Any) -> None:
        if size < 0:
            raise CommandError("--size takes a number of reports, 0 or more.")
        if password and not editor:
            raise CommandError("--password goes with --editor.")
        with override(settings.LANGUAGE_CODE), transaction.atomic():
            demo = Demo()
            load_records(demo, demo.load())
            with override("en"):
                for model in [*demo.made, *(demo.found.keys() - demo.made.keys())]:
                    name = model._meta.verbose_name_plural
                    self.stdout.write(f"{name}: {demo.made[model]} made, {demo.found[model]} there already")
            if size:
                made = generate_reports(size)
                self.stdout.write(f"generated reports: {made} made, {size - made} there already")
            if editor:
                self.make_editor(password)

    def make_editor(self, password: str | None) -> None:
        """Make the login once. Whoever holds it may have changed its password: that is never set again."""
        users = get_user_model()._default_manager
        if users.filter(username=EDITOR).exists():
            self.stdout.write(f"login “{EDITOR}” there already, its password unchanged")
            return
        password = password or get_random_string(16)
        users.create_superuser(EDITOR, "", password)
        self.stdout.write(f"login “{EDITOR}” made, password: {password}")
