"""What readers pass a page on by: its short address, a sentence to paste, a mail, a QR code drawn here."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import segno
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from translations.languages import SOURCE, column

BORDER = 4  # light modules around, as readers of the code need (ISO/IEC 18004)
DARK, LIGHT = "#131a38", "#fff"  # in the dark too: many readers know no light code on dark ground


@dataclass(frozen=True)
class Share:
    """A page to pass on. `sentence` says what it is, without its address, wholly in `language`."""

    language: str
    address: str  # the shortest one, absolute
    title: str
    sentence: str

    @property
    def text(self) -> str:
        """The sentence with the address, to paste wherever one writes."""
        return f"{self.sentence} {self.address}"

    @property
    def mailto(self) -> str:
        """A letter to nobody yet (RFC 6068)."""
        body = "\r\n\r\n".join([self.sentence, self.address])
        return f"mailto:?subject={quote(self.title)}&body={quote(body)}"

    @property
    def qr(self) -> SafeString:
        label = gettext("QR code of %(address)s") % {"address": self.address.partition("://")[2]}
        return format_html('<svg class="qr" role="img" aria-label="{}" {}</svg>', label, draw_code(self.address))


def share(*, language: str, path: str, title: str, sentence: str) -> Share:
    """Return how to pass on the page whose short address is `path`."""
    return Share(language, f"{settings.BASE_URL}{path}", title, sentence)


def read_texts(page: Any, *names: str) -> tuple[str, dict[str, str]]:
    """Return the language in which `page` can be passed on, and its texts in that one: fallback would mix two.

    :param names: of the texts; the first must not be empty, or else the source's language is taken
    """
    language = page.shown_language if getattr(page, column(names[0], page.shown_language)) else SOURCE
    return language, {name: getattr(page, column(name, language)) or "" for name in names}


def quoted(text: str) -> str:
    """Return `text` in the quotation marks of the active language."""
    return pgettext("quotation marks around a text", "“%(text)s”") % {"text": text}


@lru_cache(maxsize=512)
def draw_code(text: str) -> SafeString:
    """Return the inside of an SVG element that shows `text` as a QR code, from its attribute `viewBox` on."""
    file = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        file, kind="svg", border=BORDER, dark=DARK, light=LIGHT, xmldecl=False, svgns=False, nl=False, omitsize=True,
        svgclass=None, lineclass=None, encoding="utf-8",
    )  # fmt: skip
    drawing = file.getvalue().decode()
    return mark_safe(drawing.removeprefix("<svg ").removesuffix("</svg>"))  # noqa: S308  # numbers, made here
