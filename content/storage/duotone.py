"""A picture printed in the site's two inks, as an operation on images that Wagtail's filters name `duotone`.

Shadows are in the blue-black of the words, what lies between in the red of the margin, and light is paper: so any
photograph looks as if it had come off the same press (static/cahier.css, --ink, --red, --paper).
"""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageOps
from wagtail.images.image_operations import FilterOperation
from willow.plugins.pillow import PillowImage

INK, RED, PAPER = "#131a38", "#c9454a", "#f6f5f0"
MIDDLE = 118  # of 255: the grey that becomes red
CLIPPED = 1  # of a hundred pixels at each end: a pale photograph gets black and white, too


class DuotoneOperation(FilterOperation):
    def construct(self) -> None: ...

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> PillowImage:
        return PillowImage(print_in_two_inks(willow.get_pillow_image()))


def print_in_two_inks(picture: Image.Image) -> Image.Image:
    """Return `picture` in the two inks; what is transparent in it is paper."""
    whole = Image.new("RGBA", picture.size, PAPER)
    whole.alpha_composite(picture.convert("RGBA"))
    grey = ImageOps.autocontrast(whole.convert("L"), cutoff=CLIPPED)
    return ImageOps.colorize(grey, black=INK, mid=RED, white=PAPER, midpoint=MIDDLE)
