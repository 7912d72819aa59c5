"""What cameras and programs write into a picture beside its pixels: where it was taken, by whom, with a thumbnail.

A list of what to take out would never be complete (EXIF, XMP, IPTC, text chunks, comments, what follows the end of the
file). So the pixels are written anew into a file that holds nothing else but the colour profile.
"""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin

# What Pillow reads, and as what it is written. MPO is a JPEG followed by others: a phone's preview, its depth, a video.
PICTURE_FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WEBP"}
WEBP_QUALITY = 92  # the original's is not known; pages are shown smaller pictures made of this one


class UnreadablePictureError(ValueError):
    """The file is no picture of a kind we take, or it is damaged."""


class StrippedFile(ContentFile):
    """A picture without metadata. Made by `strip_metadata` alone: who gets one need not strip it again."""


def strip_metadata(file: File) -> StrippedFile:
    """Return the picture in `file` turned as its orientation says, with its colour profile and no other metadata.

    An animation keeps its frames. A JPEG is compressed with the tables that it came with, so it loses next to nothing.

    :raises UnreadablePictureError: for what Pillow cannot read to its end
    """
    if isinstance(file, StrippedFile):
        file.seek(0)
        return file
    try:
        file.seek(0)
        content = file.read()
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "GIF", "WEBP"]) as picture:
            written = write_anew(picture, content)
    except Exception as error:  # decoders meet damaged bytes with errors of many kinds, SyntaxError among them
        raise UnreadablePictureError(str(error)) from error
    return StrippedFile(written, name=PurePath(file.name or "").name)


def write_anew(picture: Image.Image, content: bytes) -> bytes:
    written = io.BytesIO()
    format = PICTURE_FORMATS[picture.format or ""]
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    if format == "JPEG":
        options |= compression_of(picture)
    elif format == "WEBP":
        options |= {"quality": WEBP_QUALITY, "lossless": b"VP8L" in content}
    frames = 1 if format == "JPEG" else getattr(picture, "n_frames", 1)
    if frames > 1:
        whole = [frame.convert("RGBA") for frame in ImageSequence.Iterator(picture)]
        durations = [frame.info.get("duration", 0) for frame in whole]
        first, *others = [bare(frame) for frame in whole]
        options |= {"save_all": True, "append_images": others, "duration": durations}
        options |= {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    else:
        first = bare(ImageOps.exif_transpose(picture), "transparency")
    first.save(written, format, **options)
    return written.getvalue()


def compression_of(picture: Any) -> dict[str, Any]:
    """Return what makes Pillow compress a JPEG as it was.

    Colours sampled in one direction only would be so in the wrong one after a quarter turn: they are then kept whole.
    """
    sampling = JpegImagePlugin.get_sampling(picture)
    return {"qtables": picture.quantization, "subsampling": 0 if sampling == 1 else sampling, "optimize": True}


def bare(picture: Image.Image, *kept: str) -> Image.Image:
    """Return `picture` without what its file said, which Pillow would write again, but for the names `kept`."""
    picture.info = {name: value for name, value in picture.info.items() if name in kept}
    return picture
