"""The sizes in which pages show pictures, and where they are kept.

These are all that visitors may see of a picture. Each size is made when the picture is saved: a page that asks for
another one would have to wait for it, and could fail with it.
"""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from PIL import features
from wagtail.images.models import Filter, WagtailImageField, WagtailImageFieldFile

from .metadata import strip_metadata

# Name of a size to its shape, in pixels. None is wider than its original: of two that would be alike, one is made.
SHAPES = {
    "stamp": "fill-192x192",  # in lists and beside names, at half that
    "small": "width-360",
    "side": "width-640",  # beside the text, and across it on a phone
    "wide": "width-1120",  # across the text
}
WIDTHS = {name: int(shape.removeprefix("width-")) for name, shape in SHAPES.items() if shape.startswith("width-")}
FORMATS = ["avif", "webp"] if features.check("avif") else ["webp"]  # the lightest first; every browser reads the last


@cache
def filter_of(size: str, format: str, *, in_two_inks: bool = False) -> Filter:
    """Return what Wagtail makes a rendition by. A stamp is too small to gain by a second format."""
    inks = ["duotone"] if in_two_inks else []
    return Filter("|".join([SHAPES[size], *inks, f"format-{format}"]))


def sizes_for(width: int) -> list[str]:
    """Return the names of the sizes to be made of a picture `width` pixels wide, the narrowest first."""
    narrower = [name for name, pixels in WIDTHS.items() if pixels < width]
    widest = [name for name, pixels in WIDTHS.items() if pixels >= width][:1]  # as it is, in a file of its own
    return ["stamp", *narrower, *widest]


def list_filters(width: int, *, in_two_inks: bool) -> list[Filter]:
    """Return every filter by which a picture `width` pixels wide is to be kept ready."""
    return [
        filter_of(size, format, in_two_inks=in_two_inks)
        for size in sizes_for(width)
        for format in (FORMATS if size in WIDTHS else FORMATS[-1:])
    ]


SPECS = frozenset(
    filter_of(size, format, in_two_inks=inks).spec for size in SHAPES for format in FORMATS for inks in (False, True)
)

# Folders of MEDIA_ROOT. Those of Wagtail, original_images and images, hold what older versions of this site kept.
ORIGINALS = "originals"  # nobody gets them
PUBLIC = "pictures"  # in SPECS, for everybody
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
