"""Rich text as translators read it: words, and tags by their names with all that these carry kept out of sight.

`<p>Voir <a linktype="page" id="5">ici</a></p>` reads `Voir <a 1>ici</a>`. Empty lines tell paragraphs apart. A tag with
attributes has a number: 1, 2… in the order of the source, and for one that only the translation has, `t` and digits of
its digest, so that a number never comes to mean another link. What a number stands for is looked up in the present
source and translation: whoever writes a file cannot bring in an address, a script or a style.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

VOID = {"br", "embed", "hr", "img"}
LISTS = {"ul", "ol"}
BLOCKS = LISTS | {"p", "li", "blockquote", "embed", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
ADDABLE = {"b", "i", "sup", "sub", "br"}  # plain tags that a translation may have more of than its source
SPACE = " \t\r\n"  # what HTML folds into one space: not those that do not break
TAG_PATTERN = re.compile(r"<(/?)([a-z][a-z0-9]*)(?: +(t?[0-9a-f]+))? *(/?)>")


class BrokenMarkup(ValueError):
    """Says in words what is wrong with the tags of a text."""


@dataclass(frozen=True)
class Tag:
    """A tag as translators see it; `kind` is "open", "close" or "empty"."""

    name: str
    kind: str = "open"
    number: str = ""

    def __str__(self) -> str:
        if self.kind == "close":
            return f"</{self.name}>"
        return f"<{self.name}{' ' if self.number else ''}{self.number}{'/' if self.kind == 'empty' else ''}>"

    @property
    def is_block(self) -> bool:
        return self.name in BLOCKS


Piece = str | Tag
Numbers = dict[str, str]  # a start tag as HTML has it -> its number


def number_tags(source: str, translation: str) -> Numbers:
    """Number the tags with attributes of two texts in HTML: the same tag has the same number in both."""
    found, own = (find_numbered(html) for html in (source, translation))
    numbers = {tag: str(place) for place, tag in enumerate(dict.fromkeys(found), start=1)}
    return {tag: f"t{sha256(tag.encode()).hexdigest()[:6]}" for tag in own} | numbers


def find_numbered(html: str) -> list[str]:
    reader = MarkupReader({})
    reader.feed(html)
    return reader.numbered


# From HTML


class MarkupReader(HTMLParser):
    """Takes HTML apart."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__(convert_charrefs=True)
        self.numbers = numbers
        self.numbered: list[str] = []
        self.pieces: list[Piece] = []
        self.open: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        html = self.get_starttag_text() or ""
        self.numbered += [html] if attrs else []
        piece = Tag(tag, "empty" if tag in VOID else "open", self.numbers.get(html, ""))
        if piece.is_block:
            self.pieces.append("\n" if self.open else "\n\n")
        if not self.is_told_by_empty_lines(piece):
            self.pieces.append(piece)
        if piece.kind == "open":
            self.open.append(piece)
        elif piece.is_block and not self.open:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag not in {piece.name for piece in self.open}:
            return
        name = ""
        while name != tag:
            opened = self.open.pop()
            name = opened.name
            self.pieces += ["\n"] if name in LISTS else []
            if not self.is_told_by_empty_lines(opened):
                self.pieces.append(Tag(name, "close"))
            if opened.is_block and not self.open:
                self.pieces.append("\n\n")

    def is_told_by_empty_lines(self, piece: Tag) -> bool:
        return piece.name == "p" and not self.open and not piece.number

    def handle_data(self, data: str) -> None:
        self.pieces.append(re.sub(rf"[{SPACE}]+", " ", data))


def read_html(html: str, numbers: Numbers) -> list[Piece]:
    """Return the words and tags of `html`, tidied as a translator reads them."""
    reader = MarkupReader(numbers)
    reader.feed(html)
    reader.close()
    for piece in reversed(reader.open):
        reader.handle_endtag(piece.name)
    return tidy(reader.pieces)


def tidy(pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring words; leave no space at line ends, beside blocks and at both ends."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    tidied: list[Piece] = []
    for place, piece in enumerate(joined):
        if isinstance(piece, str):
            before, after = (
                joined[place - 1] if place else None,
                joined[place + 1] if place + 1 < len(joined) else None,
            )
            piece = re.sub(r"[ \t\r]+", " ", piece)
            piece = re.sub(r" ?\n ?", "\n", piece)
            piece = re.sub(r"\n\n+", "\n\n", piece)
            piece = piece.lstrip(SPACE if before is None else " ") if is_edge(before) else piece
            piece = piece.rstrip(SPACE if after is None else " ") if is_edge(after) else piece
        tidied += [piece] if piece else []
    return tidied


def is_edge(neighbour: Piece | None) -> bool:
    return neighbour is None or (isinstance(neighbour, Tag) and neighbour.is_block)


# As text with tags, which is what PO files hold


def to_text(pieces: list[Piece]) -> str:
    return "".join(
        piece.replace("&", "&amp;").replace("<", "&lt;") if isinstance(piece, str) else str(piece) for piece in pieces
    )


def from_text(text: str) -> list[Piece]:
    """Return the words and tags of `text`. Raises BrokenMarkup."""
    pieces: list[Piece] = []
    end = 0
    for found in TAG_PATTERN.finditer(text):
        closes, name, number, empties = found.groups()
        if closes and (number or empties):
            raise BrokenMarkup(_("%(tag)s is not a tag.") % {"tag": found.group()})
        kind = "close" if closes else "empty" if empties or name in VOID else "open"
        pieces += [read_plain_text(text[end : found.start()]), Tag(name, kind, number or "")]
        end = found.end()
    return tidy([*pieces, read_plain_text(text[end:])])


def read_plain_text(text: str) -> str:
    if "<" in text:
        rest = text[text.index("<") :][:20]
        raise BrokenMarkup(
            _("“%(rest)s” looks like a tag but is not one. To show the character itself, type &lt;") % {"rest": rest}
        )
    return unescape(text)


# To HTML


def write_html(pieces: list[Piece], numbers: Numbers) -> str:
    """Return `pieces` as HTML. Raises BrokenMarkup where tags cross, are left open, or stand where they may not."""
    check_nesting(pieces)
    tags = {(re.sub(r"\W.*", "", html[1:], flags=re.DOTALL).lower(), number): html for html, number in numbers.items()}
    return "".join(write_part(part, tags) for part in split_paragraphs(pieces))


def split_paragraphs(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the paragraphs, and the blocks between them."""
    parts: list[list[Piece]] = [[]]
    depth = 0
    for piece in pieces:
        if isinstance(piece, str):
            first, *others = [piece] if depth else piece.split("\n\n")
            parts[-1].append(first)
            parts += [[words] for words in others]
            continue
        if piece.is_block and not depth:
            parts.append([])
        parts[-1].append(piece)
        depth += {"open": 1, "close": -1, "empty": 0}[piece.kind]
        if piece.is_block and not depth:
            parts.append([])
    yield from filter(None, map(tidy, parts))


def write_part(part: list[Piece], tags: dict[tuple[str, str], str]) -> str:
    html = "".join(write_piece(piece, part, place, tags) for place, piece in enumerate(part))
    return html if isinstance(part[0], Tag) and part[0].is_block else f"<p>{html}</p>"


def write_piece(piece: Piece, part: list[Piece], place: int, tags: dict[tuple[str, str], str]) -> str:
    if isinstance(piece, str):
        piece = piece.lstrip("\n") if place and is_edge(part[place - 1]) else piece
        piece = piece.rstrip("\n") if place + 1 < len(part) and is_edge(part[place + 1]) else piece
        return escape(re.sub(r"\n+", " ", piece), quote=False)
    if not piece.number:
        return str(piece)
    if (piece.name, piece.number) not in tags:
        raise BrokenMarkup(
            _("%(tag)s has a number that is neither in the original nor in the translation.") % {"tag": piece}
        )
    return tags[piece.name, piece.number]


# Checking


def check_nesting(pieces: list[Piece]) -> None:
    """Raise BrokenMarkup unless tags are closed in their order and stand where HTML lets them stand."""
    stack: list[Tag] = []
    for piece in pieces:
        last = stack[-1] if stack else None
        if isinstance(piece, str):
            if last and not last.is_block and "\n\n" in piece:
                raise BrokenMarkup(_("%(tag)s stays open across an empty line.") % {"tag": last})
            if last and last.name in LISTS and piece.strip(SPACE):
                raise BrokenMarkup(_("%(tag)s contains words outside its <li>.") % {"tag": last})
        elif piece.kind != "close":
            if not may_stand(piece, stack):
                raise BrokenMarkup(_("%(tag)s is not allowed there.") % {"tag": piece})
            stack += [piece] if piece.kind == "open" else []
        elif last is None or last.name != piece.name:
            raise BrokenMarkup(_("%(tag)s closes a tag that is not open there.") % {"tag": piece})
        else:
            stack.pop()
    if stack:
        raise BrokenMarkup(_("%(tag)s is not closed.") % {"tag": stack[-1]})


def may_stand(tag: Tag, stack: list[Tag]) -> bool:
    parent = stack[-1] if stack else None
    if (tag.name == "li") != bool(parent and parent.name in LISTS):
        return False
    if tag.is_block:
        return parent is None or (parent.is_block and parent.name != "p")
    return tag.name not in {outer.name for outer in stack}


def check_tags(pieces: list[Piece], source: list[Piece], present: list[Piece]) -> None:
    """Raise BrokenMarkup unless `pieces` has the tags of its source, or those that the translation has now."""
    found = count_tags(pieces)
    for model in (source, present):
        wanted = count_tags(model)
        excess = [tag for tag in (found - wanted) if tag.number or tag.name not in ADDABLE]
        if model and not excess and not wanted - found:
            return
    wanted = count_tags(source)
    if missing := wanted - found:
        raise BrokenMarkup(
            _("Missing from the translation: %(tags)s") % {"tags": " ".join(map(str, missing.elements()))}
        )
    excess = [tag for tag in (found - wanted).elements() if tag.number or tag.name not in ADDABLE]
    raise BrokenMarkup(_("Not in the original: %(tags)s.") % {"tags": " ".join(map(str, excess))})


def count_tags(pieces: list[Piece]) -> Counter[Tag]:
    return Counter(piece for piece in pieces if isinstance(piece, Tag) and piece.kind != "close")
