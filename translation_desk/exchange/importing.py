"""Taking translations in: looked at first, then written as drafts, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core import signing
from django.db import transaction
from wagtail.log_actions import log

from translations.languages import column
from translations.publishing.locking import lock_pages
from translations.snippets import TranslatedSnippet
from translations.texts.paths import set_texts

from .import_preview import ImportPreview, ObjectChanges, digest_present, make_import_preview
from .imported_units import ImportedUnit
from .po import read_po
from .xliff import read_xliff

SALT = "translation_desk.exchange"
DAY = 24 * 60 * 60  # seconds


class ImportRefused(ValueError):
    """Nothing was written; `preview` says why."""

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__("; ".join(problem.words for problem in preview.problems))
        self.preview = preview


def parse_import_file(content: bytes, language: str) -> list[ImportedUnit]:
    """Return the texts of a PO or XLIFF 2 file. Raises UnreadableFile."""
    is_xml = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return list(read_xliff(content, language) if is_xml else read_po(content, language))


def import_texts(
    texts: Iterable[ImportedUnit],
    language: str,
    user: Any,
    *,
    expected: dict[str, str] | None = None,
    leave_stale: bool = False,
    at_once: bool = False,
) -> ImportPreview:
    """Write `texts` into drafts, in one transaction. Raises Refused, and then has written nothing.

    :param expected: id -> digest of the present translation, as somebody saw it before deciding
    :param leave_stale: leave out what has changed on the site since the file was made, instead of refusing the file
    :param at_once: write also what has no drafts (snippets, pictures): readers see it at once; else it is left out
    """
    texts = list(texts)
    with transaction.atomic():
        lock_pages(*find_page_keys(texts))
        preview = make_import_preview(texts, language, user, expected)
        if preview.problems and not (leave_stale and preview.all_are_stale):
            raise ImportRefused(preview)
        preview.groups = {name: group for name, group in preview.groups.items() if group.has_drafts or at_once}
        for group in preview.groups.values():
            write_changes(group, language, user)
    return preview


def find_page_keys(texts: Iterable[ImportedUnit]) -> Iterator[int]:
    for name in {text.id.partition("/")[0] for text in texts}:
        kind, _colon, key = name.partition(":")
        if kind == "page" and key.isascii() and key.isdigit() and len(key) < 19:
            yield int(key)


def write_changes(group: ObjectChanges, language: str, user: Any) -> None:
    """Write the changes of one object: of a page as a new draft, whatever is published."""
    obj = group.obj
    texts = {change.entry.text.path: change.stored for change in group.changes}
    if group.has_drafts:
        set_texts(obj, language, texts)
        obj.confirm_texts(language, texts)
        obj.save_revision(user=user, log_action=True, clean=False)
        return
    if isinstance(obj, TranslatedSnippet):
        set_texts(obj, language, texts)
        obj.confirm_texts(language, texts)
    else:
        for path, text in texts.items():
            setattr(obj, column(path, language), text)
    obj.save()
    log(obj, "wagtail.edit", user=user)


# Between the preview and the import


def sign_plan(preview: ImportPreview, user: Any) -> str:
    """Return what `preview` would change as a signed word for a form: what was seen is what will be written.

    So nothing is kept on the server for those who never come back, and no file need be chosen twice. It holds the
    changed texts only, compressed; everything is checked again when it returns.
    """
    texts = [
        [change.entry.id, change.place, change.said_source, change.said, digest_present(change.entry)]
        for change in preview.changes
    ]
    return signing.dumps({"language": preview.language, "user": user.pk, "texts": texts}, salt=SALT, compress=True)


def read_signed(word: str, user: Any) -> tuple[list[ImportedUnit], str, dict[str, str]]:
    """Return the texts, their language and the digests of what they replace. Raises signing.BadSignature."""
    signed = signing.loads(word, salt=SALT, max_age=DAY)
    if signed["user"] != user.pk:
        raise signing.BadSignature("another user's")
    texts = [
        ImportedUnit(text_id, place, source, target) for text_id, place, source, target, _digest in signed["texts"]
    ]
    return texts, signed["language"], {text[0]: text[4] for text in signed["texts"]}
