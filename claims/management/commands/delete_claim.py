from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from claims.marks import parse_mark
from claims.models import ClaimPage
from translations.languages import LANGUAGES, NAMES

from ...decisions.deleting import delete_claim


class Command(BaseCommand):
    help = "Deletes a claim that bears a mark, with its record. Its mark, the day and the reason stay for all to read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mark", help="DS-4")
        parser.add_argument("--user", required=True, help="name of the superuser who answers for it, for the log")
        for code in LANGUAGES:
            parser.add_argument(f"--reason-{code}", default="", help=f"why, in {NAMES[code]}; everybody can read it")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"], is_superuser=True, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no superuser called {options['user']}.")
        mark = parse_mark(options["mark"])
        claim = ClaimPage.objects.filter(mark=str(mark)).first() if mark else None
        if claim is None:
            raise CommandError(f"No claim has the mark {options['mark']}.")
        if not options["yes"]:
            self.stdout.write(f"{claim}: the page, its wordings and its record will be deleted for good.")
            if input("Type the mark again to delete it: ").strip().upper() != claim.mark:
                raise CommandError("Nothing was deleted.")
        try:
            delete_claim(claim=claim, reason={code: options[f"reason_{code}"] for code in LANGUAGES}, user=user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{mark} was deleted. /r/{mark} says when and why.")
