"""Marks as they are mentioned in running text, and the links they become when a page is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from html import escape
from typing import Any

from typography.markup import RAW, TOKEN, VOID, end_of_raw

from ..marks import Mark, RowMark

# A hyphen or a dash, as itself or as an entity. No space: "DS 4" and "IN 2026" could be anything, "TR C1" hardly.
JOINTS = r"(?:[-\u2010-\u2015\u2212]|&(?:ndash|mdash|minus|#8208|#8209|#8211|#x201[01345]);)"
SPACES = r"(?:[ \u00a0\u202f]|&(?:nbsp|#160|#8239);)"
MENTION = re.compile(
    rf"(?<![\w&@#.\-\u2010\u2011])([A-Z]{{2,4}})(?:{JOINTS}|{SPACES}(?=[CQ]))([CQ]?)([0-9]{{1,6}})"
    r"(?![\w@]|[-\u2010\u2011]\w)"
)
# What a mention is no mention in: addresses, of pages and of people
LONGEST_WORD = 200  # characters of an address looked at
ADDRESS_PART = re.compile(r"://|www\.|@|/r/|\w\.\w{2,}/")

LEFT_ALONE = RAW | {
    "a", "abbr", "address", "audio", "button", "code", "datalist", "form", "h1", "kbd", "label", "legend", "math",
    "object", "option", "pre", "samp", "select", "summary", "svg", "template", "video",
}  # fmt: skip
LEFT_ALONE_CLASSES = {"mark", "cite", "found", "count", "snippet"}
CLASS = re.compile(r"""\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def find_mentions(text: str) -> Iterator[tuple[int, int, Mark | RowMark]]:
    """Yield (start, end, mark) for what looks like a mark in `text`, a text without tags: `DS-4`, `DS–04`, `TR C1`."""
    for match in MENTION.finditer(text):
        start, end = match.span()
        if not ADDRESS_PART.search(word_around(text, start, end)):
            code, letter, number = match.groups()
            yield start, end, RowMark(code, letter, int(number)) if letter else Mark(code, int(number))


def word_around(text: str, start: int, end: int) -> str:
    before = re.split(r"\s", text[max(0, start - LONGEST_WORD) : start])[-1]
    after = re.split(r"\s", text[end : end + LONGEST_WORD], maxsplit=1)[0]
    return before + text[start:end] + after


def texts_in(html: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each run of text in `html` in which a mark may become a link.

    Elements left alone are closed by a tag of their own, as in all that templates and the rich text editor write. What
    follows a tag that never ends is left alone too.
    """
    left_alone, depth, position = "", 0, 0
    while match := TOKEN.match(html, position):
        position = match.end()
        name = (match["name"] or "").lower()
        if match["text"] is not None:
            if not left_alone:
                yield match.span()
        elif name and left_alone:
            depth += (-1 if match["end"] else 1) if name == left_alone else 0
            left_alone = left_alone if depth else ""
        elif name and not match["end"] and name not in VOID and is_left_alone(name, match["attributes"]):
            left_alone, depth = name, 1
        if name in RAW and not match["end"]:
            position = end_of_raw(html, name, position)


def is_left_alone(name: str, attributes: str) -> bool:
    if name in LEFT_ALONE:
        return True
    found = CLASS.search(attributes) if "class" in attributes.lower() else None
    return bool(found and LEFT_ALONE_CLASSES.intersection((found[1] or found[2] or found[3] or "").split()))


def link_mentions(html: str, get_addresses: Callable[[Collection[Any]], dict[Any, str]]) -> str:
    """Return `html` in which each mark that has an address is a link to it, all else as it was.

    :param get_addresses: maps those of the marks it is given that may be linked to their addresses; called once, and
        not at all where no mark is mentioned
    """
    mentions = [
        (start + begun, start + ended, mark)
        for start, end in texts_in(html)
        for begun, ended, mark in find_mentions(html[start:end])
    ]
    addresses = get_addresses({mark for _start, _end, mark in mentions}) if mentions else {}
    pieces, position = [], 0
    for start, end, mark in mentions:
        if address := addresses.get(mark):
            pieces += [html[position:start], f'<a class="cites" href="{escape(address)}">{html[start:end]}</a>']
            position = end
    return "".join([*pieces, html[position:]]) if pieces else html
