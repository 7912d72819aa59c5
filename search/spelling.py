"""What counts as one word of a text, however it is spelled.

`salarié·e·s`, `travailleur·euse·s` and `délégué(e)s` are one word each, known by its first form; French feminines are
known by the masculine too, so that `salariée` and `travailleuse` find them. `S.N.C.F.` is the word `SNCF`. Accents that
are characters of their own and signs that nobody sees, a soft hyphen or a zero-width space, part no word.
"""

from __future__ import annotations

import re

LETTER = r"[^\W\d_]"
# Accents (NFD) and what shows nothing: grapheme joiner, soft hyphen, zero-width characters, marks of direction.
WITHIN = (
    r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    r"\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff"
)
# Endings of feminines. After a sign that does much else, a full stop, a hyphen or a slash, only those of which no word
# is made: “dis-le”, “a-t-elle” are two words.
TELLING = r"(?:n?es?|euses?|(?:t?r)?ices?|i?(?:è|e\u0300?)res?)"
ENDING = rf"(?:{TELLING}|[lst]{{1,2}}es?|[vhf]es?|sses?|esses?|elles?|i?ennes?|onnes?|eures?|a(?:l|in)es?)"
INCLUSIVE = (
    rf"(?:[·•‧⋅∙・]{ENDING}(?:[·•‧⋅∙・]?[sx])?"
    rf"|[.‐‑/-]{TELLING}(?:[.‐‑/-]s)?"
    rf"|\((?:{ENDING}|[sx])\)s?)(?![^\W_])"
)  # fmt: skip
# No part can give back what it took, but for the few letters of an ending: a text takes one pass, whatever it is.
WORD = re.compile(
    rf"(?P<acronym>{LETTER}(?:\.{LETTER}(?![^\W_]))++)"
    rf"|(?P<word>[^\W_](?:[^\W_]|[{WITHIN}])*+)(?:{INCLUSIVE})?",
    re.IGNORECASE,
)

# Of folded words. Verbs in -er have forms that look like feminines in -ère: hence so few of these.
FEMININES = [
    (re.compile(r"ees?$"), "e"),  # salariée
    (re.compile(r"(?<=[a-z]{2})eu(?:x|ses?)$"), "eur"),  # travailleuse; and heureux, to meet heureuse
    (re.compile(r"(?<=[td])rices?$"), "eur"),  # directrice, ambassadrice
    (re.compile(r"(?:(?<=i)|(?<=ng)|(?<=[^x]ag))eres?$"), "er"),  # ouvrière, étrangère, usagère; no “exagère”
    (re.compile(r"(?<=g)ers$"), "er"),  # usagers: of the plural Snowball would make another stem
]


def list_words(text: str) -> list[str]:
    """Return the words of `text`, as many as WORD finds in it, each without an ending in inclusive writing."""
    return [match["word"] or match["acronym"] for match in WORD.finditer(text)]


def to_masculine(word: str) -> str:
    """Return a folded French word by whose stem the feminine is known too: `salariees` is `salarie`."""
    for pattern, ending in FEMININES:
        word = pattern.sub(ending, word)
    return word
