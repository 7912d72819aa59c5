"""Media in a bucket of S3, or of what speaks like it: for several machines without a file system in common.

The bucket is nobody's but the site's: pictures and documents go through the site, which asks who may see them, and none
has an address of its own there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import ReadBytesWrapper

CONNECT_WITHIN, ANSWER_WITHIN = 2, 10  # seconds
KEPT_IN_MEMORY = 1024 * 1024  # bytes of a file that is read; a longer one waits on the disk
MOST_REMEMBERED = 20_000  # names


@contextmanager
def errors_of_files() -> Iterator[None]:
    """Raise what a file system would: FileNotFoundError, or OSError for a bucket that is away or refuses.

    :raises OSError: its words name no key and no address
    """
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError("The storage has no such file.") from error
        raise OSError(f"The storage refused ({status}).") from error
    except BotoCoreError as error:
        raise OSError(f"The storage does not answer ({type(error).__name__}).") from error


class BucketStorage(S3Storage):
    """django-storages', for files that stay as they are once they have a name."""

    def __init__(self, **given: Any) -> None:
        mine = {
            "file_overwrite": False,
            "default_acl": None,  # the bucket's own, which must be private
            "max_memory_size": KEPT_IN_MEMORY,
            "transfer_config": TransferConfig(use_threads=False),
            "client_config": Config(
                connect_timeout=CONNECT_WITHIN,
                read_timeout=ANSWER_WITHIN,
                retries={"mode": "standard", "total_max_attempts": 2},
                signature_version="s3v4",
                s3={"addressing_style": "path" if given.get("endpoint_url") else "auto"},
                # What speaks like S3 need not know checksums of its own making.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        super().__init__(**{**mine, **given})
        self.found: set[str] = set()

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the site's own address of a picture, as with files on a disk."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name).lstrip('/')}"

    def _open(self, name: str, mode: str = "rb") -> Any:
        """Fetch the file at once: who reads it meets no error of the network any more."""
        with errors_of_files():
            file = super()._open(name, mode)
            if "r" in mode:
                file.open()
        return file

    def _save(self, name: str, content: File) -> str:
        """Put a file whole, never in place of another: two uploads of one name may come at once.

        django-storages hands over to a manager of uploads in parts, which cannot be told so.
        """
        kept = name
        while not self.put(kept, content):
            kept = self.get_alternative_name(*split(name))
        return kept

    def put(self, name: str, content: File) -> bool:
        """Put a file unless there is one of that name; tell whether it was put."""
        content.seek(0)
        key = self._normalize_name(name)
        parameters = self._get_write_parameters(key, content)
        try:
            with errors_of_files():
                self.connection.meta.client.put_object(
                    Bucket=self.bucket_name, Key=key, Body=ReadBytesWrapper(content), IfNoneMatch="*", **parameters
                )
        except OSError as error:
            if isinstance(error.__cause__, ClientError) and is_taken(error.__cause__):
                return False
            raise
        return True

    def delete(self, name: str) -> None:
        self.found.discard(name)
        with errors_of_files():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Remember which files were found: pages ask for each of their pictures, each time, by a request.

        One that is deleted elsewhere meanwhile has no row any more that would ask for it.
        """
        if name in self.found:
            return True
        with errors_of_files():
            is_there: bool = super().exists(name)
        if is_there:
            if len(self.found) >= MOST_REMEMBERED:
                self.found.clear()
            self.found.add(name)
        return is_there

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with errors_of_files():
            folders, files = super().listdir(name)
        return folders, files

    def size(self, name: str) -> int:
        with errors_of_files():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with errors_of_files():
            modified: datetime = super().get_modified_time(name)
        return modified


def is_taken(error: ClientError) -> bool:
    """Tell whether a file of that name is there, or is being put by somebody else right now."""
    return error.response.get("Error", {}).get("Code") in ("PreconditionFailed", "ConditionalRequestConflict", "412")


def split(name: str) -> tuple[str, str]:
    """Return all before the last suffix, and it: what `Storage.get_alternative_name` takes."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem and "/" not in suffix else (name, "")
