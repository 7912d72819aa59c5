"""The order of names and titles: É after E and before F, on every database and whatever its own collation.

Columns that lists are sorted by carry the collation ALPHABETICAL (`db_collation`), so that every list of ours and of
Wagtail's has it. In PostgreSQL a migration makes it, of ICU; SQLite gets one of the same name on each connection.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from anyascii import anyascii
from django.db import models
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper

ALPHABETICAL = "alphabetical"
LATIN = range(0x250)  # and what NFKD makes of others: œ, ø, ß become letters of the alphabet
PUNCTUATION = range(0x2000, 0x2070)


def letters_of(text: str) -> str:
    """Return `text` without accents and capitals: `Élan` is `elan`, `Œuvre` is `oeuvre`."""
    plain = "".join(
        anyascii(character) if ord(character) in LATIN or ord(character) in PUNCTUATION else character
        for character in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(character)
    )
    return plain.casefold()


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> tuple[str, str, str, str]:
    """Return what `text` is sorted by: its letters, then their accents, then small before capital."""
    return letters_of(text), unicodedata.normalize("NFKD", text).casefold(), text.swapcase(), text


def compare_names(first: str, second: str) -> int:
    return (sort_key(first) > sort_key(second)) - (sort_key(first) < sort_key(second))


def add_collation(connection: Any, **kwargs: Any) -> None:
    connection.connection.create_collation(ALPHABETICAL, compare_names)


connection_created.connect(add_collation, sender=DatabaseWrapper)


def alphabetical(model: Any, name: str) -> Any:
    """Return the inherited field `name` of the abstract `model`, as lists are sorted by it."""
    inherited = model._meta.get_field(name)
    field: models.CharField[str, str] = inherited.clone()
    field.db_collation = ALPHABETICAL
    field.creation_counter = inherited.creation_counter  # its place in forms, and among a page's texts
    if hasattr(inherited, "required_on_save"):  # by which Wagtail asks even a draft for its title
        field.required_on_save = inherited.required_on_save  # type: ignore[attr-defined]
    return field
