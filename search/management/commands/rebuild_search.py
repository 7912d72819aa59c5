from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.coreutils import resolve_model_string

from translations.models import BasePage

from ...indexing import write_all_texts


class Command(BaseCommand):
    help = "Brings what visitors' searches find pages by up to date, as after rows were changed past the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("page_type", nargs="*", help="such as contacts.RegionPage; without any, all pages")

    def handle(self, *args: Any, page_type: list[str], verbosity: int, **options: Any) -> None:
        try:
            types = [resolve_model_string(name) for name in page_type] or [BasePage]
        except (LookupError, ValueError) as error:
            raise CommandError(error) from error
        if others := [model._meta.label for model in types if not issubclass(model, BasePage)]:
            raise CommandError(f"No page types: {', '.join(others)}")
        count = sum(map(write_all_texts, types))
        if verbosity:
            self.stdout.write(f"texts of {count} pages up to date")
