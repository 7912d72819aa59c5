"""What an imported file contains, before it is compared with what the site has."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from translations.languages import NAMES

from .markup import Piece

LARGEST = 5_000_000  # bytes: some thousand pages


class UnreadableFile(ValueError):
    """Says in words, with its place as far as there is one, why a file as a whole cannot be taken."""


@dataclass(frozen=True)
class ImportedUnit:
    """A text as it came back: `source` and `target` as text with tags (PO), or taken apart already (XLIFF).

    :param place: where it stands in the file, in words
    :param is_unfinished: its translator says that it is not done (PO: fuzzy; XLIFF: state “initial”)
    :param problem: what is wrong with it as it stands
    """

    id: str
    place: str
    source: str | list[Piece] = ""
    target: str | list[Piece] = ""
    is_unfinished: bool = False
    problem: str = ""


def decode_import(content: bytes) -> str:
    """Return the text of a file. Raises UnreadableFile."""
    if len(content) > LARGEST:
        raise UnreadableFile(say_too_large())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(_("Line %(line)s: the file is not in UTF-8.") % {"line": line}) from error
    if not text.strip():
        raise UnreadableFile(_("The file is empty."))
    return text


def say_too_large() -> str:
    return _("The file is larger than %(size)s megabytes.") % {"size": LARGEST // 1_000_000}


def check_language(found: str, language: str) -> None:
    """Raise UnreadableFile unless `found`, a language as a file names it, is `language`: en-GB is en."""
    if found.replace("_", "-").partition("-")[0].lower() != language:
        words = _("The file is for the language “%(found)s”, not for %(language)s.")
        raise UnreadableFile(words % {"found": found, "language": NAMES[language]})
