"""Compares two versions of a text word by word."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

MOST_PAIRS = 200_000  # of equal words compared: difflib takes time for each, and one word repeated makes millions
ENDS_OF_LINES = re.compile(r"<br\s*/?>|</(p|li|h\d|blockquote|tr|figcaption)>")


@dataclass(frozen=True)
class TextChange:
    """A run of words that two texts share ("same"), or that only the later or the earlier one has."""

    kind: str  # "same", "added" or "removed"
    words: str


def diff_texts(before: str, after: str) -> list[TextChange]:
    """Return the runs of words that lead from `before` to `after`; those without the removed make up `after`.

    Punctuation counts as words of its own. Spaces go with the word before them and are not compared.
    """
    old, new = (re.findall(r"\w+\s*|[^\w\s]+\s*|^\s+", text) for text in (before, after))
    changes: list[TextChange] = []
    words = [word.strip() for word in old], [word.strip() for word in new]
    for is_same, old_from, old_to, new_from, new_to in align_runs(*words):
        if is_same:
            changes.append(TextChange("same", "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            changes.append(TextChange("removed", set_apart("".join(old[old_from:old_to]), old[:old_from], changes)))
        if new_to > new_from:
            changes.append(TextChange("added", "".join(new[new_from:new_to])))
    return changes


def align_runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Return, in order, the runs of `old` and `new` and whether they are the same, as difflib's opcodes number them.

    What both begin and end with is found first. Where what is left would take too long to compare, as when one word
    stands there thousands of times, it counts as replaced.
    """
    shorter = min(len(old), len(new))
    first = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    left = shorter - first
    last = next((place for place in range(left) if old[-1 - place] != new[-1 - place]), left)
    old_end, new_end = len(old) - last, len(new) - last
    found = Counter(new[first:new_end])
    if sum(found[word] for word in old[first:old_end]) <= MOST_PAIRS:
        matcher = difflib.SequenceMatcher(None, old[first:old_end], new[first:new_end], autojunk=False)
        middle = [
            (kind == "equal", first + old_from, first + old_to, first + new_from, first + new_to)
            for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes()
        ]
    else:
        middle = [(False, first, old_end, first, new_end)]
    runs = [(True, 0, first, 0, first), *middle, (True, old_end, len(old), new_end, len(new))]
    return join_runs([run for run in runs if run[2] > run[1] or run[4] > run[3]])


def join_runs(runs: list[tuple[bool, int, int, int, int]]) -> list[tuple[bool, int, int, int, int]]:
    joined: list[tuple[bool, int, int, int, int]] = []
    for run in runs:
        if joined and joined[-1][0] == run[0]:
            before = joined.pop()
            run = (run[0], before[1], run[2], before[3], run[4])
        joined.append(run)
    return joined


def set_apart(removed: str, before: list[str], changes: list[TextChange]) -> str:
    """Return words that were `removed` with the space that stood before them, where what is kept has lost it."""
    spaced = bool(before) and before[-1][-1].isspace()
    return f" {removed}" if spaced and changes and not changes[-1].words[-1].isspace() else removed


def compare_words(before: str, after: str, *, rich: bool) -> list[TextChange]:
    """Compare what readers read of two texts.

    :param rich: whether they are HTML
    """
    return diff_texts(strip_markup(before), strip_markup(after)) if rich else diff_texts(before, after)


def strip_markup(html: str) -> str:
    """Return `html` without its markup, each paragraph on a line of its own."""
    plain = unescape(strip_tags(ENDS_OF_LINES.sub("\n", html)))
    return "\n".join(line.strip() for line in plain.splitlines() if line.strip())
