"""Files and the rows that name them: neither stays where the other could not be kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from wagtail.utils.file import hash_filelike


class WholeFileStorage(FileSystemStorage):
    """Keeps a file whole or not at all. Django's leaves what it had written when the disk was full."""

    def _save(self, name: str, content: File) -> str:
        written = f"{name}.{uuid4().hex}.part"
        try:
            written = super()._save(written, content)  # type: ignore[misc]
            # Take the name: another upload may want it too.
            name = super()._save(name, ContentFile(b""))  # type: ignore[misc]
            try:
                os.replace(self.path(written), self.path(name))
            except BaseException:
                self.delete(name)
                raise
        except BaseException:
            self.delete(written)
            raise
        return name


class FileOwner(models.Model):
    """A row with a `file`: a new one goes if the row cannot be saved, the one it replaces once the row is."""

    class Meta:
        abstract = True

    file: Any

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        if update_fields is not None and "file" not in update_fields:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        before = stored_name(self)
        with file_kept_if_saved(self, before):
            self.keep_new_file()  # first, as other columns say what it is like
            if self.file.name != before:
                self.read_new_file()
            super().save(*args, update_fields=update_fields, **kwargs)
        if before and before != self.file.name:
            self.drop_replaced_file(before)

    def keep_new_file(self) -> None:
        """Write a file that has just come to where files are kept."""
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)

    def read_new_file(self) -> None:
        """Set the columns that follow from a file that has just come."""

    def drop_replaced_file(self, name: str) -> None:
        transaction.on_commit(partial(self.file.storage.delete, name), robust=True)


class MeasuredFileOwner(FileOwner):
    """Knows its file's size and hash from the beginning: Wagtail writes them when a visitor first asks."""

    class Meta:
        abstract = True

    file_size: Any
    file_hash: str

    def read_new_file(self) -> None:
        self.file.close()  # Wagtail leaves it open where it makes a picture of an upload that lacked something
        try:
            with self.file.storage.open(self.file.name) as file:
                self.file_size, self.file_hash = file.size, hash_filelike(file)
        except OSError:  # there is none, as in an import of rows before their files
            self.file_size, self.file_hash = None, ""

    def get_file_size(self) -> int | None:
        return self.file_size

    def get_file_hash(self) -> str:
        return self.file_hash


def stored_name(row: Any) -> str:
    """Return the file that `row` names in the database; nothing of a new row."""
    stored = type(row)._default_manager.filter(pk=row.pk).values_list("file", flat=True) if row.pk else []
    return next(iter(stored), "")


@contextmanager
def file_kept_if_saved(row: FileOwner, before: str) -> Iterator[None]:
    """Delete the new file of `row` when what is done within fails.

    :param before: the file that the row names in the database, which stays
    """
    try:
        yield
    except BaseException:
        if row.file and row.file._committed and row.file.name != before:
            row.file.storage.delete(row.file.name)
        raise
