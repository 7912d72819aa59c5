"""What is wrong with stored pictures and documents, and putting it right: after an update, a full disk or a restore."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from ..models import CahierDocument, CahierImage
from ..storage.metadata import UnreadablePictureError
from ..storage.renditions import ADMIN, AVATARS, ORIGINALS, PUBLIC, strip_file

FOLDERS = [ORIGINALS, PUBLIC, ADMIN, AVATARS, "documents", "original_images", "images"]  # two are of older versions
SETTLED = timedelta(days=1)  # a younger file may belong to an upload under way
MOST_ORPHANS = 50  # of one day: more come of a database put back without its files, or of files without theirs

log = logging.getLogger(__name__)


class Broken(Exception):
    """Says in words what cannot be put right."""


def repair_safely() -> None:
    """Do what can do no harm, once a day: make lost renditions anew, delete what nothing names.

    The rest is the operator's, by `manage.py repair_media`: originals of older versions, and orphans by the dozen.
    """
    for key, is_unstripped in pictures_to_repair():
        if is_unstripped:
            continue
        with suppress(Broken):  # which is logged
            repair_picture(key)
    orphans = list(islice(orphaned_files(), MOST_ORPHANS + 1))
    if len(orphans) > MOST_ORPHANS:
        log.warning("More than %s files in MEDIA_ROOT are named nowhere: see manage.py repair_media.", MOST_ORPHANS)
        return
    for path in orphans:
        default_storage.delete(path)
        log.info("%s was named nowhere and is deleted.", path)


def pictures_to_repair() -> Iterator[tuple[int, bool]]:
    """Find pictures kept with their metadata or lacking a size that pages show: (key, whether to be stripped)."""
    for picture in CahierImage.objects.order_by("pk").prefetch_related("renditions").iterator(chunk_size=200):
        if not picture.is_stripped:
            yield picture.pk, True
        elif len(picture.find_existing_renditions(*picture.filters)) < len(picture.filters):
            yield picture.pk, False


def repair_picture(key: int) -> None:
    """Strip the picture's original and make its missing renditions; nothing where another process has done so.

    :raises Broken: if the original is gone or damaged; it then stays as it is, and nobody can ask for it
    """
    with transaction.atomic():
        picture = CahierImage.objects.select_for_update().filter(pk=key).first()
        if picture and not picture.is_stripped:
            strip_original(picture)
    if picture and (failures := picture.make_renditions()):
        raise Broken("; ".join(failures))


def strip_original(picture: CahierImage) -> None:
    before = picture.width, picture.height
    try:
        picture.file = strip_file(picture.file)  # type: ignore[assignment]
    except (OSError, UnreadablePictureError) as error:
        raise Broken(str(error)) from error
    if before != (picture.width, picture.height) and picture.has_focal_point():
        # It was chosen on the picture as it is shown, turned, and counted in the width and height that it had unturned.
        across, down = picture.width / before[0], picture.height / before[1]
        for name, factor in [("x", across), ("width", across), ("y", down), ("height", down)]:
            setattr(picture, f"focal_point_{name}", round(getattr(picture, f"focal_point_{name}") * factor))
    picture.save()


def documents_to_measure() -> Any:
    return CahierDocument.objects.filter(models.Q(file_hash="") | models.Q(file_size=None)).order_by("pk")


def measure_document(document: CahierDocument) -> None:
    """Note size and hash of a document that came without them.

    :raises Broken: if its file is gone
    """
    document.read_new_file()
    if not document.file_hash:
        raise Broken("its file is gone")
    document.save(update_fields=["file_size", "file_hash"])


def orphaned_files() -> Iterator[str]:
    """Find files that no row names and that have lain there for a day: what a killed process leaves behind."""
    named = {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
        for name in model._default_manager.values_list(field.name, flat=True)
    }
    for folder in FOLDERS:
        for path in list_files(folder):
            if path not in named and is_settled(path):
                yield path


def list_files(folder: str) -> Iterator[str]:
    """Yield the names of all files below a folder of the storage, whatever kind it is of."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept there
        return
    for name in sorted(files):
        yield f"{folder}/{name}"
    for name in sorted(folders):
        yield from list_files(f"{folder}/{name}")


def is_settled(path: str) -> bool:
    changed: datetime = default_storage.get_modified_time(path)
    return changed < timezone.now() - SETTLED
