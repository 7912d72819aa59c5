"""The rules over a whole page or letter: each text by the language of its element, tags and attributes untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from .markup import RAW, TOKEN, VOID, end_of_raw
from .rules import START, set_run

LEFT_ALONE = RAW - {"title"} | {"code", "kbd", "math", "pre", "samp", "svg", "template", "var"}
# Elements that words go on through; any other begins a new paragraph.
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "i", "img", "ins", "label", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
} | {"code", "kbd", "samp", "var"}  # fmt: skip
LANG = re.compile(r"""(?:^|\s)lang\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
NOTHING = ""  # the language of what is left alone
WORD = "x"  # stands for what was left alone within a line


@dataclass
class Scope:
    """An element with a language of its own, and how many of its name are open within."""

    name: str
    language: str
    depth: int = 1


def set_html(html: str, language: str) -> str:
    """Return `html`, whose texts are in `language` but where an element says otherwise, as it is set.

    Elements are closed by a tag of their own, as in all that templates and the rich text editor write. Code is left
    alone, as is what carries `translate="no"`.
    """
    pieces: list[str] = []
    scopes: list[Scope] = []
    before, quoted, position = START, False, 0
    while match := TOKEN.match(html, position):
        position = match.end()
        text = match["text"]
        if text is not None:
            if text.isspace():
                before = before if before == START else " "
            elif current := scopes[-1].language if scopes else language:
                text, before, quoted = set_node(text, current, before, quoted)
            else:
                before = WORD
            pieces.append(text)
            continue
        pieces.append(match[0])
        if not match["name"]:
            continue
        name = match["name"].lower()
        if name not in INLINE:
            before, quoted = START, False
        if match["end"]:
            close(scopes, name)
        elif name not in VOID:
            open_scope(scopes, name, match["attributes"])
            if name in RAW and name != "title":
                end = end_of_raw(html, name, position)
                pieces.append(html[position:end])
                position = end
    pieces.append(html[position:])  # what follows a tag that never ends
    return "".join(pieces)


def set_node(source: str, language: str, before: str, quoted: bool) -> tuple[str, str, bool]:
    """Return a text of HTML as it is set, its last character, and whether it leaves a straight quote open."""
    text = unescape(source) if "&" in source else source
    done, quoted = set_run(text, language, before, quoted)
    return (source if done == text else escape(done, quote=False)), done[-1], quoted


def open_scope(scopes: list[Scope], name: str, attributes: str) -> None:
    found = LANG.search(attributes) if "lang" in attributes else None
    if name in LEFT_ALONE or 'translate="no"' in attributes or (name == "option" and "value=" not in attributes):
        scopes.append(Scope(name, NOTHING))
    elif found and not (scopes and scopes[-1].language == NOTHING):
        scopes.append(Scope(name, (found[1] or found[2] or found[3] or NOTHING).lower()))
    elif scopes and scopes[-1].name == name:
        scopes[-1].depth += 1


def close(scopes: list[Scope], name: str) -> None:
    if scopes and scopes[-1].name == name:
        scopes[-1].depth -= 1
        if not scopes[-1].depth:
            scopes.pop()
