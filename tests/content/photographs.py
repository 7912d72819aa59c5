"""Photographs as phones and programs write them, with where and by whom they were taken."""

import io
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, PngImagePlugin

from content.models import CahierImage

SECRET = b"Jeanne Martin, chez elle"
XMP = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
ORIENTATION, ARTIST, PLACE = 0x0112, 0x013B, 0x8825
QUARTER_TURN = 6
SIZE = (96, 64)


def make_exif(orientation: int = QUARTER_TURN) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, SECRET.decode()
    exif.get_ifd(PLACE)[1] = "N"
    exif.get_ifd(PLACE)[2] = (45.0, 26.0, 2.0)
    return exif.tobytes()


def make_photograph(format: str = "JPEG", orientation: int = QUARTER_TURN, size: tuple[int, int] = SIZE) -> bytes:
    """Return a picture, red on its left and blue on its right, with SECRET wherever the format has a place for it."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    options: dict = {"icc_profile": PROFILE, "exif": make_exif(orientation)}
    if format == "GIF":
        options = {"comment": SECRET}
    elif format == "PNG":
        options["pnginfo"] = texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_text("Comment", SECRET.decode(), zip=True)
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    else:
        options |= {"xmp": XMP, "comment": SECRET} if format == "JPEG" else {"xmp": XMP}
    content = io.BytesIO()
    picture.save(content, format, **options)
    iptc = b"\xff\xed" + (len(SECRET) + 2 + 14).to_bytes(2) + b"Photoshop 3.0\x00" + SECRET if format == "JPEG" else b""
    written = content.getvalue()
    return written[:2] + iptc + written[2:] + SECRET  # and more follows what the picture's format calls its end


def make_image(content: bytes | None = None, name: str = "salle.jpg", **texts: str) -> CahierImage:
    content = make_photograph() if content is None else content
    return CahierImage.objects.create(title_fr="Salle", file=ContentFile(content, name), **texts)


def store_unstripped(image: CahierImage, content: bytes | None = None) -> Path:
    """Let `image` be as an older version of the site kept it; return its file."""
    storage = image.file.storage
    path = Path(storage.path(f"original_images/{image.pk}.jpg"))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(make_photograph() if content is None else content)
    storage.delete(image.file.name)
    CahierImage.objects.filter(pk=image.pk).update(file=f"original_images/{image.pk}.jpg", width=96, height=64)
    image.renditions.all().delete()
    return path


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
