"""Pictures on pages: what is there, in which sizes and formats a browser may choose. Nothing is made here."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.db.models import prefetch_related_objects
from wagtail.images.models import ResponsiveImage

from ..models import CahierImage, Rendition

register = template.Library()

# How wide the layout shows a picture, by its size: from 46 em on, and below (static/cahier.css).
ON_A_PHONE = "100vw - 2.75rem"
SHOWN_AT = {"wide": ("76vw", ON_A_PHONE), "side": ("42rem", ON_A_PHONE)}


@dataclass(frozen=True)
class ShownPicture:
    """A picture in one of SHAPES: `rendition` for every browser, `sources` to choose from by type, lightest first."""

    rendition: Rendition
    sources: list[tuple[str, str]]  # type, srcset
    srcset: str
    sizes: str


@register.simple_tag
def find_picture(picture: CahierImage | None, size: str) -> ShownPicture | None:
    """`{% find_picture page.cover "side" as shown %}`: None where nothing is there to be shown.

    :param size: one of `content.storage.renditions.SHAPES`
    """
    if not picture:
        return None
    prefetch_related_objects([picture], "renditions")  # once, however often a page names the picture
    found = picture.find_renditions(size)
    if not found:
        return None
    *lighter, (_format, renditions) = found.items()
    rendition = renditions[-1]
    wide, narrow = (f"min({rendition.width}px, {width})" for width in SHOWN_AT.get(size, (ON_A_PHONE, ON_A_PHONE)))
    return ShownPicture(
        rendition=rendition,
        sources=[(f"image/{format}", srcset_of(of_format)) for format, of_format in lighter],
        srcset=srcset_of(renditions) if len(renditions) > 1 else "",
        sizes=f"(min-width: 46em) {wide}, {narrow}",
    )


def srcset_of(renditions: list[Rendition]) -> str:
    """Return the addresses with their widths, as Wagtail's own tags write them."""
    return str(ResponsiveImage.get_width_srcset(renditions))
