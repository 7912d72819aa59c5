from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from translations.languages import TRANSLATIONS

from ...exchange.entries import load_object
from ...exchange.po import write_po
from ...exchange.selection import find_objects, gather_entries
from ...exchange.xliff import write_xliff

WRITERS = {"po": write_po, "xliff": write_xliff}


class Command(BaseCommand):
    help = "Write texts for translators into a file: of everything, of a page, or of a page and all pages below it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("language", choices=TRANSLATIONS)
        parser.add_argument("--page", type=int, help="number of a page; without it, everything goes out")
        parser.add_argument("--below", action="store_true", help="also the pages below it")
        parser.add_argument("--all", action="store_true", help="also the texts that have a current translation")
        parser.add_argument("--format", choices=sorted(WRITERS), default="xliff")
        parser.add_argument("--output", help="path of the file; without it, it is printed")

    def handle(self, *args: Any, **options: Any) -> None:
        start = None
        if options["page"]:
            draft = load_object(f"page:{options['page']}")
            if draft is None:
                raise CommandError(f"There is no page {options['page']} to translate.")
            start = type(draft).objects.get(pk=draft.pk)
        objects = find_objects(None, start, below=options["below"])
        entries = list(gather_entries(objects, options["language"], unfinished=not options["all"]))
        if not entries:
            raise CommandError("There is nothing to translate.")
        content = WRITERS[options["format"]](entries, options["language"])
        if options["output"]:
            Path(options["output"]).write_bytes(content)
            self.stderr.write(f"Texts written: {len(entries)}")
        else:
            self.stdout.write(content.decode(), ending="")
