"""The sizes in which pages show pictures, and where they are kept.

This list is all that visitors may see of a picture. Each size is made when the picture is saved: a page that asks for
another one would have to wait for it, and could fail with it.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images.models import Filter, WagtailImageField, WagtailImageFieldFile

from .metadata import strip_metadata

SIZES = {
    "wide": Filter("width-1120|format-webp"),  # across the text
    "side": Filter("width-640|format-webp"),  # beside it
}
SPECS = frozenset(size.spec for size in SIZES.values())

# Folders of MEDIA_ROOT. Those of Wagtail, original_images and images, hold what older versions of this site kept.
ORIGINALS = "originals"  # nobody gets them
PUBLIC = "pictures"  # in SIZES, for everybody
ADMIN = "admin_pictures"  # in whatever size the admin asks for, for those who may enter it
AVATARS = "avatar_images"  # editors' pictures of themselves, for the same; the name is Wagtail's


class PictureFieldFile(WagtailImageFieldFile):
    """Takes nothing in but pixels and a colour profile, whoever brings it: a form, a command, an import."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        stripped = strip_metadata(content)
        stripped.name = name  # Django measures no picture that has none
        super().save(name, stripped, save)


class PictureField(WagtailImageField):
    attr_class = PictureFieldFile

    def deconstruct(self) -> Any:
        """Leave migrations as they are: the column is Wagtail's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


def name_original(wagtails: str) -> str:
    return f"{ORIGINALS}/{PurePath(wagtails).name}"


def name_rendition(rendition: Any, filename: str) -> str:
    """Return where a rendition is kept.

    A public one has its original's hash for a name: it tells nothing that the picture does not show, cannot be guessed
    before the picture is published, and is never another picture's, as browsers keep it for a year.
    """
    if rendition.filter_spec not in SPECS:
        return f"{ADMIN}/{PurePath(filename).name}"
    parts = [rendition.image.file_hash, rendition.focal_point_key, rendition.filter_spec.replace("|", ".")]
    return f"{PUBLIC}/{'.'.join(filter(None, parts))}{PurePath(filename).suffix}"


def strip_file(file: Any) -> ContentFile:
    """Return what `file`, stored by an older version, is without its metadata."""
    with file.storage.open(file.name) as stored:
        return strip_metadata(stored)
