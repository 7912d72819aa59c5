"""Translations as PO files, written and read by translate-toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from translate.storage.poparser import PoParseError
from translate.storage.pypo import pofile

from translations.languages import SOURCE

from .entries import Entry
from .imported_units import ImportedUnit, UnreadableFile, check_language, decode_import


def write_po(entries: Iterable[Entry], language: str) -> bytes:
    """Return `entries` as a PO file. One that is outdated or a machine's is fuzzy: no reader takes it as done."""
    store = pofile()
    store.updateheader(
        add=True,
        Project_Id_Version=settings.WAGTAIL_SITE_NAME,
        PO_Revision_Date=timezone.localtime().strftime("%Y-%m-%d %H:%M%z"),
        Last_Translator=settings.DEFAULT_FROM_EMAIL,
        Language_Team=language,
        Language=language,
        MIME_Version="1.0",
        Content_Type="text/plain; charset=UTF-8",
        Content_Transfer_Encoding="8bit",
        X_Source_Language=SOURCE,
    )
    for entry in entries:
        unit = store.addsourceunit(entry.serialize(entry.source))
        unit.setcontext(entry.id)
        unit.target = entry.serialize(entry.present)
        unit.addnote("\n".join(entry.describe()), origin="developer")
        if entry.present and entry.is_unfinished:
            unit.markfuzzy()
            if entry.before:
                unit.prev_source = entry.serialize(entry.split(entry.before))
    out = BytesIO()
    store.serialize(out)
    return out.getvalue()


def read_po(content: bytes, language: str) -> Iterator[ImportedUnit]:
    """Yield the texts of a PO file for `language`. Raises UnreadableFile."""
    decode_import(content)
    store = pofile()
    try:
        store.parse(content)
    except (PoParseError, ValueError, LookupError) as error:
        raise UnreadableFile(_("This is not a PO file: %(error)s") % {"error": error}) from error
    check_header(store, language)
    for unit in store.unit_iter():
        yield read_po_unit(unit)


def check_header(store: Any, language: str) -> None:
    header = store.parseheader() if store.units and store.units[0].isheader() else {}
    if not header.get("Language"):
        raise UnreadableFile(_("Line 1: the header that names the file’s language is missing."))
    if store.encoding.lower().replace("-", "") != "utf8":
        raise UnreadableFile(_("Line 1: the header says that the file is not in UTF-8."))
    check_language(header["Language"], language)
    check_source(header.get("X-Source-Language", SOURCE))


def check_source(found: str) -> None:
    check_language(found, SOURCE)


def read_po_unit(unit: Any) -> ImportedUnit:
    place = _("Line %(line)s") % {"line": unit.line_number}
    if unit.hasplural():
        return ImportedUnit(unit.getcontext(), place, problem=_("Texts on this site have no plural forms."))
    return ImportedUnit(unit.getcontext(), place, unit.source, unit.target, is_unfinished=unit.isfuzzy())
