"""A full disk: editors are told so in words, and keep what they typed."""

from __future__ import annotations

import errno
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy as _

FULL = (errno.ENOSPC, errno.EDQUOT)
IN_DATABASES = ("SQLITE_FULL", "53100")  # the name of SQLite's error; PostgreSQL's class of error, disk_full
WORDS = _("The file could not be saved: the server’s disk is full. Tell the person who runs the site, then try again.")


def is_full_disk(error: BaseException) -> bool:
    """Tell whether `error` says that there is no room: on the disk, in one's part of it, or where the database lies."""
    if isinstance(error, OSError):
        return error.errno in FULL
    cause = error.__cause__
    return getattr(cause, "sqlite_errorname", None) in IN_DATABASES or getattr(cause, "sqlstate", None) in IN_DATABASES


class LostUpload(UploadedFile):
    """A file for which there was no room on its way in. Whatever form takes it answers with the words: each asks its
    size first."""

    def __init__(self, name: str) -> None:
        super().__init__(None, name)

    @property
    def size(self) -> int:
        raise ValidationError(WORDS, code="full_disk")

    @size.setter
    def size(self, value: Any) -> None: ...

    def close(self) -> None: ...


class RoomyUploadHandler(TemporaryFileUploadHandler):
    """Keeps big uploads on the disk, as Django's; where there is no room, the rest of the request is read all the same,
    with what was typed."""

    is_lost = False
    file: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.is_lost, self.file = False, None
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self.lose(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self.is_lost:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as error:
                self.lose(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_lost:
            try:
                return super().file_complete(file_size)
            except OSError as error:  # what was still to be written
                self.lose(error)
        return LostUpload(self.file_name or "")

    def upload_interrupted(self) -> None:
        if not self.is_lost:
            super().upload_interrupted()

    def lose(self, error: OSError) -> None:
        """Delete what was written of the file. Where no folder takes one at all, Python says that there is none."""
        if not is_full_disk(error) and not isinstance(error, FileNotFoundError):
            raise error
        self.is_lost = True
        if self.file:
            with suppress(OSError):  # once more, as it has something left to write
                self.file.close()
