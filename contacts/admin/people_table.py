"""People as a table, out and in again: read, told row by row what would happen, then taken whole or not at all."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext, override, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from content.dates.reading import read_date
from content.spreadsheets import fold_heading, fold_headings
from translations.languages import LANGUAGES, SOURCE, column, in_each_language
from translations.sorting import letters_of

from ..exports.csv_table import read_table, write_table
from ..models import Person

PLAIN_COLUMNS = ["name", "family_name", "email", "phone", "postal_address", "languages", "time_zone", "source_url"]
DATE_COLUMNS = ["consent_on", "checked_on"]
TEXT_COLUMNS = [column(name, language) for name in ("hours", "source") for language in LANGUAGES]
CHOICES = {**{item: f"public_{item}" for item in Person.items}, "messages": "takes_messages"}
TABLE_COLUMNS = ["key", *PLAIN_COLUMNS, *TEXT_COLUMNS, *DATE_COLUMNS, "public"]
SPELLINGS = {  # of columns, beside their names and labels in each language
    "name": ["full name", "nom complet", "nom et prénom", "prénom et nom", "display name"],
    "family_name": ["last name", "surname"],
    "email": ["email", "mail", "email address", "courriel", "adresse email", "adresse mail", "adresse de messagerie",
              "adresse électronique"],
    "phone": ["phone number", "tel", "tél", "téléphone", "numéro de téléphone"],
    "postal_address": ["address", "adresse"],
    "languages": ["languages", "langues"],
}  # fmt: skip


@dataclass
class PersonRow:
    """What one row of a table would do. `changes` names columns; with `problems` it does nothing."""

    line: int
    person: Person
    is_new: bool
    changes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[str]:
        """Return the columns that change, as the table that we export names them."""
        labels = get_labels()
        return [labels[name] for name in self.changes]

    @property
    def outcome(self) -> Any:
        if self.problems:
            return pgettext_lazy("contacts", "Errors")
        if self.is_new:
            return pgettext_lazy("contacts", "New")
        return pgettext_lazy("contacts", "Changed") if self.changes else pgettext_lazy("contacts", "Unchanged")


def export_people(people: QuerySet[Person]) -> bytes:
    """Return `people` with what they keep to themselves, to be imported again.

    :param people: whom the reader may see so: see coordinators.may_take_out
    """
    rows = people.order_by("name", "pk")
    return write_table(TABLE_COLUMNS, (to_cells(person, in_words=True) for person in rows), get_labels())


def get_labels() -> dict[str, str]:
    """Return what stands above each column, in the active language."""
    fields = {name: str(Person._meta.get_field(name).verbose_name) for name in [*PLAIN_COLUMNS, *DATE_COLUMNS]}  # type: ignore[union-attr]
    texts = {
        column(name, language): f"{Person._meta.get_field(name).verbose_name} ({language})"  # type: ignore[union-attr]
        for name in ("hours", "source")
        for language in LANGUAGES
    }
    labels = {"key": pgettext("person", "key"), **fields, **texts, "public": pgettext("person", "public")}
    return {name: capfirst(labels[name]) for name in TABLE_COLUMNS}


def get_spellings() -> dict[str, str]:
    """Return the columns by every name that we take for them, in whichever language, folded."""
    labels = in_each_language(get_labels).values()
    return fold_headings(
        {name: [name, *SPELLINGS.get(name, ()), *(own[name] for own in labels)] for name in TABLE_COLUMNS}
    )


def get_items() -> dict[str, str]:
    """Return in words, in the active language, what a person can let be seen."""
    return {word: str(Person._meta.get_field(name).verbose_name) for word, name in CHOICES.items()}  # type: ignore[union-attr]


def get_item_spellings() -> dict[str, str]:
    own = in_each_language(get_items).values()
    return fold_headings({word: [word, *(items[word] for items in own)] for word in CHOICES})


def to_cells(person: Person, *, in_words: bool = False) -> dict[str, str]:
    """Return a person's cells; with `in_words`, what is public in the active language rather than by its names here."""
    cells = {name: str(getattr(person, name) or "") for name in ["key", *PLAIN_COLUMNS, *TEXT_COLUMNS, *DATE_COLUMNS]}
    public = [word for word, name in CHOICES.items() if getattr(person, name)]
    items = get_items() if in_words else {}
    return {**cells, "public": ", ".join(items[word] for word in public) if in_words else " ".join(public)}


def read_people(content: bytes) -> list[PersonRow]:
    """Return what importing `content`, a CSV file, would do. Raises UnreadableTable for a file wrong as a whole."""
    table = read_table(content, known=TABLE_COLUMNS, required=["name"], spellings=get_spellings())
    people = list(Person.objects.all())
    by_key = {str(person.key): person for person in people}
    rows: list[PersonRow] = []
    for line, cells in table:
        known = by_key.get(cells.get("key", "").strip().lower())
        row = PersonRow(line, known or Person(), is_new=known is None)
        fill_person(row, cells)
        row.problems += find_doubles(row, people, rows)
        rows.append(row)
    return rows


def import_people(content: bytes, *, user: Any) -> list[PersonRow]:
    """Add and change people as `content` says, and return what each row did: all, or none if one has a problem.

    Raises UnreadableTable.
    """
    with transaction.atomic():
        rows = read_people(content)
        if any(row.problems for row in rows):
            return rows
        for row in rows:
            if row.is_new or row.changes:
                with override(SOURCE):
                    row.person.save()
                log(row.person, "wagtail.create" if row.is_new else "wagtail.edit", user=user)
    return rows


def fill_person(row: PersonRow, cells: dict[str, str]) -> None:
    """Set what `cells` name; a column that the table does not have stays as it is."""
    key = cells.pop("key", "").strip()
    if key and row.is_new:
        row.problems.append(gettext("key: unknown in the directory. Leave it empty for a new person."))
    before = to_cells(row.person) if not row.is_new else {}
    for name, cell in cells.items():
        try:
            set_cell(row.person, name, cell.strip())
        except ValidationError as error:
            row.problems.append(f"{name}: {' '.join(error.messages)}")
    row.problems += list_faults(row.person)
    after = to_cells(row.person)
    row.changes = [name for name in TABLE_COLUMNS if before.get(name, "") != after[name]] if not row.is_new else []


def set_cell(person: Person, name: str, cell: str) -> None:
    if name == "public":
        words = read_items(cell)
        for word, choice in CHOICES.items():
            setattr(person, choice, word in words)
    elif name in DATE_COLUMNS:
        setattr(person, name, to_day(cell))
    else:
        setattr(person, name, cell.replace("\r\n", "\n"))


def read_items(cell: str) -> set[str]:
    """Return the items that `cell` names: in words between commas, or by their names here. Raises ValidationError."""
    known = get_item_spellings()
    parts = [part for part in re.split(r"[,;|]", cell) if part.strip()]
    words = [word for part in parts for word in ([part] if fold_heading(part) in known else part.split())]
    if unknown := [word for word in words if fold_heading(word) not in known]:
        raise ValidationError(
            _("unknown item: %(words)s. Allowed: %(items)s.")
            % {"words": ", ".join(unknown), "items": ", ".join(get_items().values())}
        )
    return {known[fold_heading(word)] for word in words}


def to_day(cell: str) -> datetime.date | None:
    """Return the day that `cell` names, however people or spreadsheets write it. Raises ValidationError."""
    day = read_date(cell)
    if cell and not day:
        raise ValidationError(_("“%(cell)s” is not a date. Use the form 2026-11-22.") % {"cell": cell})
    return day


def list_faults(person: Person) -> Iterator[str]:
    """Yield what the admin's form would say too."""
    try:
        person.full_clean(validate_unique=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield f"{name}: {' '.join(messages)}"


def find_doubles(row: PersonRow, people: list[Person], rows: list[PersonRow]) -> Iterator[str]:
    """Say where somebody stands already: in the directory, or higher up in the same table."""
    for person in people:
        if person.pk != row.person.pk and is_same(person, row.person):
            yield gettext(
                "%(name)s is already in the directory. To change their entry, use their key from an export."
            ) % {"name": person.name}
    for earlier in rows:
        if earlier.person is row.person or is_same(earlier.person, row.person):
            yield gettext("Same person as on line %(line)s.") % {"line": earlier.line}


def is_same(one: Person, other: Person) -> bool:
    """Tell whether two rows mean one person: by address, or by name where one of them has no address."""
    if one.email and other.email:
        return one.email.lower() == other.email.lower()
    return letters_of(one.name) == letters_of(other.name)
