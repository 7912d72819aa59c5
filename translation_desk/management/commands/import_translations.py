from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from translations.languages import TRANSLATIONS

from ...exchange.import_preview import ImportPreview, make_import_preview
from ...exchange.imported_units import LARGEST, UnreadableFile, say_too_large
from ...exchange.importing import ImportRefused, import_texts, parse_import_file


class Command(BaseCommand):
    help = "Write the translations of a PO or XLIFF 2 file into drafts, all of them or none. Nothing is published."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file")
        parser.add_argument("language", choices=TRANSLATIONS)
        parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
        parser.add_argument("--leave-stale", action="store_true", help="leave out texts that have changed on the site")
        parser.add_argument("--at-once", action="store_true", help="write also what has no drafts: readers see it")
        parser.add_argument("--user", help="whose drafts they will be, and whose permissions count")

    def handle(self, *args: Any, **options: Any) -> None:
        path, language = Path(options["file"]), options["language"]
        users = get_user_model()._default_manager
        user = users.filter(username=options["user"]).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError(f"There is no user {options['user']}.")
        try:
            if path.stat().st_size > LARGEST:
                raise UnreadableFile(say_too_large())
            texts = parse_import_file(path.read_bytes(), language)
            if options["dry_run"]:
                self.say(make_import_preview(texts, language, user), "Texts that would be written")
                return
            preview = import_texts(
                texts, language, user, leave_stale=options["leave_stale"], at_once=options["at_once"]
            )
        except (OSError, UnreadableFile) as error:
            raise CommandError(str(error)) from error
        except ImportRefused as error:
            self.say(error.preview, "Texts that could be written")
            raise CommandError("Nothing was written.") from error
        self.say(preview, "Texts written")

    def say(self, preview: ImportPreview, label: str) -> None:
        for problem in preview.problems:
            self.stderr.write(f"{problem.place}: {problem.words}")
        self.stdout.write(
            f"{label}: {len(preview.changes)}; unchanged: {preview.unchanged}; "
            f"without translation: {preview.untranslated}; "
            f"unfinished: {preview.unfinished}"
        )
