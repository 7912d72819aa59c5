"""Two states of a text, compared word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

ENDS_OF_LINES = re.compile(r"<br\s*/?>|</(p|li|h\d|blockquote|tr|figcaption)>")


@dataclass(frozen=True)
class Change:
    """A run of words that two texts share ("same"), or that only the later or the earlier one has."""

    kind: str  # "same", "added" or "removed"
    words: str


def compare(before: str, after: str) -> list[Change]:
    """Return the runs of words that lead from `before` to `after`; those without the removed make up `after`.

    Punctuation counts as words of its own. Spaces go with the word before them and are not compared.
    """
    old, new = (re.findall(r"\w+\s*|[^\w\s]+\s*|^\s+", text) for text in (before, after))
    matcher = difflib.SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    changes: list[Change] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            changes.append(Change("removed", set_apart("".join(old[old_from:old_to]), old[:old_from], changes)))
        if new_to > new_from:
            changes.append(Change("added", "".join(new[new_from:new_to])))
    return changes


def set_apart(removed: str, before: list[str], changes: list[Change]) -> str:
    """Return words that were `removed` with the space that stood before them, where what is kept has lost it."""
    spaced = bool(before) and before[-1][-1].isspace()
    return f" {removed}" if spaced and changes and not changes[-1].words[-1].isspace() else removed


def compare_words(before: str, after: str, *, rich: bool) -> list[Change]:
    """Compare what readers read of two texts.

    :param rich: whether they are HTML
    """
    return compare(words_of(before), words_of(after)) if rich else compare(before, after)


def words_of(html: str) -> str:
    """Return `html` without its markup, each paragraph on a line of its own."""
    plain = unescape(strip_tags(ENDS_OF_LINES.sub("\n", html)))
    return "\n".join(line.strip() for line in plain.splitlines() if line.strip())
