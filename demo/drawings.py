"""The demo's pictures, drawn: two inks on paper, the second a little out of register, as from a small press.

They are ours, given to everybody (CC0 1.0), and the same wherever they are drawn.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

SIZE = (1400, 560)  # pixels: a frieze, so that the text below it stays in sight
FINE = 2  # each is drawn so many times larger, and reduced
SLIP = (5, -4)  # pixels by which the second ink is out of register
PAPER, INK, RED, VIOLET = "#f6f5f0", "#131a38", "#c3121b", "#77248f"

Point = tuple[float, float]


class Plate:
    """What one ink prints."""

    def __init__(self, slip: Point = (0, 0)) -> None:
        self.mask = Image.new("L", (SIZE[0] * FINE, SIZE[1] * FINE))
        self.pen = ImageDraw.Draw(self.mask)
        self.slip = slip

    def at(self, *points: Point) -> list[Point]:
        return [((x + self.slip[0]) * FINE, (y + self.slip[1]) * FINE) for x, y in points]

    def shape(self, *points: Point, tone: int = 255) -> None:
        self.pen.polygon(self.at(*points), fill=tone)

    def disc(self, x: float, y: float, radius: float, tone: int = 255) -> None:
        self.pen.ellipse(self.at((x - radius, y - radius), (x + radius, y + radius)), fill=tone)

    def box(self, left: float, top: float, right: float, bottom: float, *, round: float = 0, tone: int = 255) -> None:
        self.pen.rounded_rectangle(self.at((left, top), (right, bottom)), round * FINE, fill=tone)

    def arch(self, left: float, top: float, right: float, bottom: float, tone: int = 255) -> None:
        """Draw a box that is round above, as wide openings and shoulders are."""
        edges, radius = self.at((left, top), (right, bottom)), (right - left) / 2 * FINE
        self.pen.rounded_rectangle(edges, radius, fill=tone, corners=(True, True, False, False))

    def line(self, *points: Point, width: float = 6, tone: int = 255) -> None:
        self.pen.line(self.at(*points), fill=tone, width=int(width * FINE), joint="curve")

    def hatch(self, *points: Point, step: float = 12, width: float = 4, angle: float = 0) -> None:
        """Fill a shape with parallel lines, `angle` degrees from level."""
        lines, within = Plate(), Plate(self.slip)
        within.shape(*points)
        reach, lean = sum(SIZE), math.tan(math.radians(angle))
        for row in range(int(2 * reach / step)):
            y = row * step - reach / 2
            lines.line((0, y), (SIZE[0], y + SIZE[0] * lean), width=width)
        self.mask.paste(ImageChops.lighter(self.mask, ImageChops.multiply(lines.mask, within.mask)))

    def write(self, text: str, x: float, y: float, size: float, tone: int = 255) -> None:
        font = ImageFont.load_default(size * FINE)
        self.pen.text(self.at((x, y))[0], text, fill=tone, font=font, anchor="mm")

    def person(self, x: float, foot: float, height: float, tone: int = 255) -> None:
        """Draw somebody seen from behind, standing."""
        head = height * 0.13
        wide = height * 0.21
        self.disc(x, foot - height + head, head, tone)
        self.arch(x - wide, foot - height + head * 2.3, x + wide, foot, tone=tone)


def draw(motif: str) -> bytes:
    """Return the picture called `motif`, as a PNG.

    :raises KeyError: if there is none
    """
    drawing, second_ink = MOTIFS[motif]
    ink, other = Plate(), Plate(SLIP)
    drawing(ink, other)
    sheet = Image.new("RGB", ink.mask.size, PAPER)
    for plate, colour in ((other, second_ink), (ink, INK)):
        sheet = ImageChops.multiply(sheet, ImageOps.colorize(plate.mask, black="white", white=colour))
    printed = sheet.resize(SIZE, Image.Resampling.LANCZOS).quantize(64, dither=Image.Dither.NONE)
    written = io.BytesIO()
    printed.convert("RGB").save(written, "PNG", optimize=True)
    return written.getvalue()


def heaps(ink: Plate, red: Plate) -> None:
    """Saint-Étienne: the two slag heaps, the headframe of the mine, the sun behind, and people coming down the hill."""
    red.disc(930, 250, 205)
    red.hatch((0, 470), (1400, 470), (1400, 560), (0, 560), step=16, width=6)
    left, right = [(300, 480), (560, 130), (590, 126), (850, 480)], [(690, 480), (905, 205), (930, 202), (1180, 480)]
    ink.shape(*left)
    ink.hatch(*right, step=11, width=6, angle=38)
    ink.shape((905, 205), (930, 202), (1180, 480), (985, 480))
    for x in (105, 235):
        ink.line((x, 480), (170, 170), width=11)
    for y, half in ((400, 49), (320, 33), (245, 17)):
        ink.line((170 - half, y), (170 + half, y), width=7)
    ink.line((170, 170), (330, 480), width=11)
    ink.disc(170, 165, 44)
    ink.pen.ellipse(ink.at((139, 134), (201, 196)), fill=0)
    ink.line((126, 165), (214, 165), width=5)
    ink.line((170, 121), (170, 209), width=5)
    ink.box(0, 474, 1400, 486)
    for place, x in enumerate(range(1195, 1390, 34)):
        (red if place == 2 else ink).person(x, 478, 68 + 9 * (place * 7 % 4))


def counters(ink: Plate, red: Plate) -> None:
    """Counters of a public office: one is open, and people queue for it."""
    for place in range(7):
        left = 45 + place * 190
        is_open = place == 4
        (red if is_open else ink).arch(left, 70, left + 150, 396)
        if not is_open:
            ink.arch(left + 14, 84, left + 136, 392, tone=0)
            ink.hatch((left + 18, 150), (left + 132, 150), (left + 132, 392), (left + 18, 392), step=17, width=7)
    ink.person(880, 400, 215)
    ink.box(0, 392, 1400, 408)
    for place, x in enumerate([300, 386, 474, 556, 648, 735, 1010, 1105]):
        ink.person(x, 640, 205 + 17 * (place * 3 % 4))
    red.person(822, 640, 235)


def table(ink: Plate, red: Plate) -> None:
    """A table seen from above: papers on it, seats around it, and one pulled out that nobody had."""
    ink.box(190, 165, 1210, 395, round=115)
    for x in range(290, 1160, 135):
        ink.box(x, 78, x + 82, 138, round=18)
        if x != 560:
            ink.box(x, 422, x + 82, 482, round=18)
    red.box(548, 448, 654, 534, round=22)
    for place, x in enumerate(range(248, 1100, 135)):
        for y in (192, 308):
            ink.pen.polygon(ink.at((x, y + 4 * (place % 3)), (x + 104, y), (x + 108, y + 58), (x + 5, y + 62)), fill=0)
            for row in range(4):
                red.box(x + 14, y + 13 + row * 12, x + 90 - 17 * ((row + place) % 3), y + 18 + row * 12)


def cards(ink: Plate, red: Plate) -> None:
    """Eight cards of a register, each with its number, in a row."""
    for place in range(8):
        left, top = 40 + place * 167, 96 + 26 * (place % 2)
        red.box(left + 12, top + 14, left + 162, top + 362)
        ink.box(left, top, left + 150, top + 348)
        ink.pen.rectangle(ink.at((left + 6, top + 6), (left + 144, top + 342)), fill=0)
        red.pen.rectangle(red.at((left - 6, top + 4), (left + 144, top + 348)), fill=0)
        red.line((left + 30, top + 10), (left + 30, top + 338), width=4)
        ink.write(str(place + 1), left + 88, top + 96, 138)
        for row in range(6):
            ink.box(left + 44, top + 196 + row * 23, left + 130 - 19 * ((row * 5 + place) % 4), top + 203 + row * 23)


def hands(ink: Plate, violet: Plate) -> None:
    """Hands that are raised: a vote."""
    for place in range(11):
        plate = violet if place % 3 == 1 else ink
        raise_hand(plate, 70 + place * 126, 120 + 62 * (place * 5 % 4))


def raise_hand(plate: Plate, x: float, top: float) -> None:
    plate.shape((x - 34, 570), (x + 34, 570), (x + 27, top + 190), (x - 27, top + 190))
    plate.box(x - 42, top + 82, x + 42, top + 205, round=26)
    for finger, (dx, height) in enumerate([(-33, 22), (-11, 0), (11, 6), (33, 30)]):
        plate.box(x + dx - 9.5, top + height, x + dx + 9.5, top + 130, round=9 + finger % 1)
    plate.line((x + 36, top + 165), (x + 66, top + 112), width=19)
    plate.disc(x + 66, top + 112, 9.5)


MOTIFS: dict[str, tuple[Callable[[Plate, Plate], None], str]] = {
    "heaps": (heaps, RED),
    "counters": (counters, RED),
    "table": (table, RED),
    "cards": (cards, RED),
    "hands": (hands, VIOLET),
}
