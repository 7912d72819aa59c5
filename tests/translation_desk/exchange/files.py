"""Files as translators send them back."""

from typing import Any

from translation_desk.exchange.import_preview import ImportPreview, make_import_preview
from translation_desk.exchange.importing import import_texts, parse_import_file
from translation_desk.exchange.po import write_po
from translation_desk.exchange.selection import find_objects, gather_entries
from translation_desk.exchange.xliff import write_xliff

WRITERS = {"po": write_po, "xliff": write_xliff}


def export(start: Any = None, form: str = "po", *, unfinished: bool = False, below: bool = False) -> str:
    """Return the file of `start`, or of everything, in English."""
    start = start and type(start).objects.get(pk=start.pk)
    entries = list(gather_entries(find_objects(None, start, below=below), "en", unfinished=unfinished))
    return WRITERS[form](entries, "en").decode()


def translate(file: str, source: str, translation: str) -> str:
    """Return a PO file with `translation` for the text whose source is the one line `source`."""
    head, _found, tail = file.partition(f'msgid "{source}"\nmsgstr "')
    assert _found, file
    return f'{head}{_found}{translation}"{tail.partition(chr(34))[2]}'


def plan(file: str | bytes, user: Any = None) -> ImportPreview:
    content = file.encode() if isinstance(file, str) else file
    return make_import_preview(parse_import_file(content, "en"), "en", user)


def problems_of(file: str | bytes) -> list[str]:
    return [f"{problem.place}: {problem.words}" for problem in plan(file).problems]


def take_in(file: str, **options: Any) -> ImportPreview:
    return import_texts(parse_import_file(file.encode(), "en"), "en", None, **options)


def draft_of(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
