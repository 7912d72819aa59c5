"""HTML as assistive techniques read it: each piece of text in its language."""

from dataclasses import dataclass
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
READ_ALOUD = {"alt", "aria-label", "content", "placeholder", "title"}


@dataclass(frozen=True)
class Piece:
    """Some text, the `lang` of its nearest ancestor that has one, and whether it lies in <main>."""

    text: str
    lang: str | None
    in_main: bool


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self.links: list[dict[str, str | None]] = []
        self.open: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        lang = attributes.get("lang") or (self.open[-1][1] if self.open else None)
        self.open.append((tag, lang))
        for name in READ_ALOUD & attributes.keys():
            self.handle_data(attributes[name] or "")
        if tag in {"a", "link"}:
            self.links.append({"tag": tag, **attributes})
        if tag in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            opened, _lang = self.open.pop()
            assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][0] == "script"):  # data for programs
            in_main = any(tag == "main" for tag, _lang in self.open)
            self.pieces.append(Piece(data, self.open[-1][1] if self.open else None, in_main))

    def find(self, word: str) -> list[Piece]:
        return [piece for piece in self.pieces if word in piece.text]
