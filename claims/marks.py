"""A claim's mark, `DS-4`: written on placards, typed by hand, read aloud, so read generously and written one way."""

import re
from typing import NamedTuple

# Hyphens and dashes that word processors make of a typed one, and what people type instead of it.
SEPARATORS = r"[\s\-\u00ad\u2010-\u2015\u2212._/]*"
PATTERN = re.compile(rf"\s*([A-Za-z]{{2,4}}){SEPARATORS}(\d{{1,6}})\s*")


class Mark(NamedTuple):
    code: str
    number: int

    def __str__(self) -> str:
        return f"{self.code}-{self.number}"


def parse_mark(text: str) -> Mark | None:
    """Read `ds-4`, `DS4`, `DS 4` or `DS–4` as DS-4; return None for what is no mark.

    Leading zeros do not count: `DS-04` is DS-4.
    """
    match = PATTERN.fullmatch(text)
    if not match or not match[2].isascii():
        return None
    return Mark(match[1].upper(), int(match[2]))
