"""A claim's mark, `DS-4`: written on placards, typed by hand, read aloud, so read generously and written one way."""

import re
from typing import NamedTuple

# Hyphens and dashes that word processors make of a typed one, and what people type instead of it.
MARK_SEPARATORS = r"[\s\-\u00ad\u2010-\u2015\u2212._/]*"
MARK = re.compile(rf"\s*([A-Za-z]{{2,4}}){MARK_SEPARATORS}([0-9]{{1,6}})\s*")
CODE_PATTERN = re.compile(r"\s*([A-Za-z]{2,4})\s*")


class Mark(NamedTuple):
    code: str
    number: int

    def __str__(self) -> str:
        return f"{self.code}-{self.number}"


def parse_mark(text: str) -> Mark | None:
    """Read `ds-4`, `DS4`, `DS 4` or `DS–4` as DS-4; return None for what is no mark.

    Leading zeros do not count: `DS-04` is DS-4.
    """
    match = MARK.fullmatch(text)
    return Mark(match[1].upper(), int(match[2])) if match else None


def parse_code(text: str) -> str | None:
    """Read `ds` as the code of a workshop, DS; return None for what is no code."""
    match = CODE_PATTERN.fullmatch(text)
    return match[1].upper() if match else None
