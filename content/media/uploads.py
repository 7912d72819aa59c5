"""What an uploaded document must look like inside: a name says nothing, so its first bytes are asked.

Signatures: PDF (ISO 32000-1, 7.5.2), ZIP (APPNOTE 4.3), OpenDocument (part 2, 3.3), EPUB (OCF 3.3, 4.2.4), Office Open
XML (ISO 29500-2, 9), RTF (1.9.1), iCalendar (RFC 5545, 3.4).
"""

import zipfile
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

HEAD = 4096  # bytes looked at
ODF = "application/vnd.oasis.opendocument."
MIMETYPES = {
    "odt": ODF + "text",
    "ods": ODF + "spreadsheet",
    "odp": ODF + "presentation",
    "epub": "application/epub+zip",
}
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/"}
STARTS = {"pdf": b"%PDF-", "rtf": b"{\\rtf", "ics": b"BEGIN:VCALENDAR"}
TEXT_EXTENSIONS = {"csv", "txt"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<?php")


def check_content(file: File) -> None:
    """Refuse a file whose content is not what its extension says. The model refuses extensions not in the settings.

    :raises ValidationError: with a message that names the extension
    """
    extension = PurePath(file.name or "").suffix.removeprefix(".").lower()
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        return
    file.seek(0)
    fits = is_what_it_says(file, extension)
    file.seek(0)
    if not fits:
        message = _("This is not a .%(extension)s file: its contents do not match.") % {"extension": extension}
        raise ValidationError(message, code="content_mismatch")


def is_what_it_says(file: File, extension: str) -> bool:
    head = file.read(HEAD)
    if start := STARTS.get(extension):
        return head.removeprefix(BOM).startswith(start)
    if extension in TEXT_EXTENSIONS:
        return is_plain_text(head)
    return is_archive_of(file, extension)


def is_plain_text(head: bytes) -> bool:
    if filetype.guess(head) is not None:
        return False
    if b"\x00" in head and not head.startswith(UTF_16):
        return False
    return not head.removeprefix(BOM).lstrip().lower().startswith(MARKUP)


def is_archive_of(file: File, extension: str) -> bool:
    """Look into a ZIP file's directory, and read no more of its members than the name of a type."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if mimetype := MIMETYPES.get(extension):
                with archive.open("mimetype") as member:
                    return member.read(len(mimetype) + 1).strip() == mimetype.encode()
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError):
        return False
    if folder := OFFICE_FOLDERS.get(extension):
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
    return extension == "zip"
