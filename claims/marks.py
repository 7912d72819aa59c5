"""What readers cite by: a claim's mark, `DS-4`, and that of a finding or open question of a report, `DS-C1`, `DS-Q1`.

They are written on placards, typed by hand, read aloud: so read generously and written one way.
"""

import re
import unicodedata
from typing import NamedTuple

# Hyphens and dashes that word processors make of a typed one, and what people type instead of it.
MARK_SEPARATORS = r"[\s\-\u00ad\u2010-\u2015\u2212._/]*"
MARK = re.compile(rf"\s*([A-Za-z]{{2,4}}){MARK_SEPARATORS}([0-9]{{1,6}})\s*")
ROW_MARK = re.compile(rf"\s*([A-Za-z]{{2,4}}){MARK_SEPARATORS}([CQcq]){MARK_SEPARATORS}([0-9]{{1,6}})\s*")
CODE_PATTERN = re.compile(r"\s*([A-Za-z]{2,4})\s*")

# What people say around a mark: “revendication DS-4”, “claim 4 of DS”, “constat C1 de l’atelier TR”.
KINDS = {
    "": "claim claims revendication revendications mark marque no number numero demand",
    "C": "constat constats finding findings",
    "Q": "question questions",
}
LETTER_OF = {word: letter for letter, words in KINDS.items() for word in words.split()}
FILLERS = re.compile("a|atelier|des?|d|du|from|in|l|la|le|n|of|open|ouverte|report|the|to|workshop")
LONGEST_TYPED = 60  # characters: more is a sentence


class Mark(NamedTuple):
    code: str
    number: int

    def __str__(self) -> str:
        return f"{self.code}-{self.number}"


class RowMark(NamedTuple):
    """Of a finding (`letter` C) or an open question (Q): unlike a claim's, its number is its report's own."""

    code: str
    letter: str
    number: int

    def __str__(self) -> str:
        return f"{self.code}-{self.letter}{self.number}"


def parse_mark(text: str) -> Mark | None:
    """Read `ds-4`, `DS4`, `DS 4` or `DS–4` as DS-4; return None for what is no mark.

    Leading zeros do not count: `DS-04` is DS-4.
    """
    match = MARK.fullmatch(text)
    return Mark(match[1].upper(), int(match[2])) if match else None


def parse_row_mark(text: str) -> RowMark | None:
    """Read `TR C1`, `tr-c1` or `TRC1` as TR-C1, the first finding of TR; return None for what is no such mark."""
    match = ROW_MARK.fullmatch(text)
    return RowMark(match[1].upper(), match[2].upper(), int(match[3])) if match else None


def parse_code(text: str) -> str | None:
    """Read `ds` as the code of a workshop, DS; return None for what is no code."""
    match = CODE_PATTERN.fullmatch(text)
    return match[1].upper() if match else None


def parse_spoken(text: str) -> Mark | RowMark | None:
    """Read a mark as people say it, `revendication DS-4`, `claim 4 of DS`, `finding C1 of TR`; None for all else."""
    if len(text) > LONGEST_TYPED:
        return None
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    words = [word for word in re.findall(r"[a-z]+[0-9]*|[0-9]+", plain) if not FILLERS.fullmatch(word)]
    letters = {LETTER_OF[word] for word in words if word in LETTER_OF}
    said = [word for word in words if word not in LETTER_OF]
    if not letters or len(said) > 3:
        return None
    letter = max(letters)
    for order in (said, said[::-1]):
        if row := parse_row_mark(" ".join(order)):
            return row
        if mark := parse_mark(" ".join(order)):
            return RowMark(mark.code, letter, mark.number) if letter else mark
    return None
