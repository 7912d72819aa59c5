"""French and English as they are set: spaces that do not break, quotes, apostrophes, dashes, ellipses.

French follows the usage of the *Lexique des règles typographiques en usage à l'Imprimerie nationale*: a thin space
before ; ! ? and between thousands, a full one before : and % and inside guillemets, none before an ellipsis. English
has its quotes, its apostrophe and its dashes. A space is added where French wants one only if what follows shows that
the sign ends words: 10:30, ?page=2 and C:\\ are no sentences. What looks like an address is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

HARD, THIN = "\u00a0", "\u202f"
SPACE = "[ \u00a0\u202f\u2009]"
CLOSING = r"\)\]»”’"
START = "\n"  # stands for what comes before the first word of a paragraph

MAILBOX = r"\w.!#$%&*+/=?^`{|}~\-"  # what stands before the @ (RFC 5322, 3.2.3), apostrophes apart: o'brien@example.org
ADDRESS = re.compile(
    r"""(?:(?:https?|ftp|file|webcals?|mailto|tel):|\bwww\.)[^\s«»“”"<>]++"""
    rf"""|(?:(?<![{MAILBOX}'])|(?<=(?<![{MAILBOX}'])'))[{MAILBOX}][{MAILBOX}']*+@[\w-]++(?:\.[\w-]++)+"""
    r"""|(?<![\w.-])(?:[\w-]++\.)+[a-z]{2,}+(?::\d++)?(?:[/?#][^\s«»“”"<>]++)?"""
)
# What any of the rules below begins with: a text without it is as it should be. The last is for “Mme Martin”.
TOUCHABLE = re.compile("[\"';:!?%€«»–—]|-[- \u00a0]|\\.\\.\\.|[\\d.°§r-t] |[\u00a0\u202f\u2009]|M(?:m|ll)?e ")

UNITS = (
    r"(?:[kcdm]?m[²³]?|km/h|ha|[kmµ]?g|t|[cdmh]?[lL]|h|min|s|[kKMGT]o|[kMGT]?B|[kMGT]?Wh?|[kMG]?Hz|px|°[CF]?"
    r"|[mb]illions?|milliards?|billion)(?![\w'’-])"
)
FRENCH_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

# Words that lose their vowel before another: at the end of a text only these have an apostrophe, as in l'<em>avis</em>.
ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr|aujourd|prud)"

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def rule(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern.replace("~", SPACE)), replacement


def narrow_thousands(match: re.Match[str]) -> str:
    return re.sub(SPACE, THIN, match[0])


def join_with_dash(match: re.Match[str]) -> str:
    around = match.string[match.start() - 1] + match.string[match.end()]
    return match[0] if around.isdigit() else " – "


ELLIPSIS = rule(r"(?<![./\\])\.\.\.(?![./\\])", "…")
HYPHEN_FOR_DASH = rule(r"(?<=[^\s-])~--?~(?=[^\s-])", join_with_dash)
UNIT = rule(rf"(?<=\d)~(?={UNITS})", HARD)

BEFORE_QUOTES: dict[str, list[Rule]] = {
    "fr": [ELLIPSIS, rule(rf"(?<=[^\W\d_])'(?=[\w«“\"])|(?<=[^\w'])((?i:{ELIDED}))'(?=\Z)", r"\1’")],
    "en": [
        ELLIPSIS,
        rule(r"(?<=[\s(\[“—–])'(?=(?:\d\ds?|em|til|tis|twas|cause|n)\b)", "’"),
        rule(r"(?<=[\s(\[“\"—–])'(?=[\w“\"]|\Z)", "‘"),
        rule(r"(?<=[^\W\d_])'|(?<=[.,!?…”\"%])'|(?<=\d)'(?=[^\W\d_])", "’"),
    ],
}
AFTER_QUOTES: dict[str, list[Rule]] = {
    "fr": [
        rule(r"«~*+(?!\s)", f"«{HARD}"),
        rule(r"(?<=[^\s«])~*+»", f"{HARD}»"),
        rule(r"(?<![\w.,+-])(?<!\d~)\d{1,3}(?:~\d{3})+(?![\w]|~\d|[-/]\d)", narrow_thousands),
        rule(r"(?<=\d)~?(?=[%‰€](?![\w(]))", HARD),
        UNIT,
        rule(r"(?<=\dh)~(?=[0-5]\d(?!\d))|(?<=\d~h)~(?=[0-5]\d(?!\d))", HARD),
        rule(rf"(?<=\d)~(?=(?:{FRENCH_MONTHS})\b)|(?<=\b1er)~(?=(?:{FRENCH_MONTHS})\b)", HARD),
        rule(r"(?:(?<=\b[nN][°º])|(?<=\bp\.)|(?<=\bpp\.)|(?<=\bart\.)|(?<=\bvol\.)|(?<=§))~(?=\d)", HARD),
        rule(
            r"(?:(?<=\bM\.)|(?<=\bMM\.)|(?<=\bMme)|(?<=\bMmes)|(?<=\bMlle)|(?<=\bMlles)|(?<=\bMe)|(?<=\b[DP]r))~(?=[A-ZÀ-Þ])",
            HARD,
        ),
        rule(r"(?<=[^\s«(\[])~++(?=[;!?]+(?![\w=/)-]))", THIN),
        rule(rf"(?<=[\w%€°\"{CLOSING}])(?=[;!?]+(?:[\s{CLOSING}\",.…]|\Z))", THIN),
        rule(r"(?<=[^\s«(\[])~++(?=:(?:\s|\Z))", HARD),
        rule(rf"(?<=[\w%€°\"{CLOSING}])(?=:(?:\s|\Z))", HARD),
        HYPHEN_FOR_DASH,
        rule(r"(?<=\n)([–—])~++(?=\S)", rf"\1{HARD}"),
    ],
    "en": [
        UNIT,
        rule(rf"(?<=\d)~(?=(?:{ENGLISH_MONTHS})\b)", HARD),
        rule(r"(?:(?<=\bNo\.)|(?<=\bp\.)|(?<=\bpp\.)|(?<=§))~(?=\d)", HARD),
        rule(r"(?:(?<=\bMr)|(?<=\bMrs)|(?<=\bMs)|(?<=\bDr))(?:(?<=\.)|)~(?=[A-Z])", HARD),
        rule(r"(?<=[^\W\d_])--(?=[^\W\d_])", "—"),
        HYPHEN_FOR_DASH,
        rule(r"(?<=[^\s\d])~(?=[–—] )", HARD),
    ],
}
LANGUAGES_SET = frozenset(AFTER_QUOTES)

QUOTE = re.compile(f'((?<!{SPACE}){SPACE}++|)(?<!")"(?!")({SPACE}*+)')
OPENERS = "([{«“‘’—–/"
SPACED_DASH = re.compile(rf"(?<=\S){SPACE}([–—]){SPACE}(?=\S)")
SENTENCE_ENDS = re.compile(r"[.!?…][»”)]?\s")


def set_text(text: str, language: str) -> str:
    """Return the plain `text`, of one or more paragraphs, as it is set in `language`; unchanged in others."""
    paragraphs = re.split(r"(\n\s*\n)", text) if "\n" in text else [text]
    return "".join(set_run(paragraph, language, START, False)[0] for paragraph in paragraphs)


def set_run(text: str, language: str, before: str, quoted: bool) -> tuple[str, bool]:
    """Return a run of text as it is set, and whether it leaves a straight quote open.

    :param language: code of ISO 639; a region after it, as in fr-CH, is not heard
    :param before: the character that the run follows, START at the start of a paragraph
    :param quoted: whether a straight quote is open there
    """
    language = language[:2] if language[2:3] in ("", "-") else language
    if language not in LANGUAGES_SET or not TOUCHABLE.search(text):
        return text, quoted
    # People's addresses are not kept in memory: whoever has them erased has them erased here too.
    function = set_pieces.__wrapped__ if "@" in text else set_pieces
    return function(text, language, before, quoted)


@lru_cache(maxsize=4096)
def set_pieces(text: str, language: str, before: str, quoted: bool) -> tuple[str, bool]:
    """Set what stands between the addresses in `text`."""
    pieces, position = [], 0
    for address in [*ADDRESS.finditer(text), None]:
        start, end = address.span() if address else (len(text), len(text))
        if start > position:
            piece, quoted = set_piece(text[position:start], language, before, quoted)
            pieces.append(piece)
        if address:
            pieces.append(address[0])
            before, position = address[0][-1], end
    return "".join(pieces), quoted


def set_piece(text: str, language: str, before: str, quoted: bool) -> tuple[str, bool]:
    # Rules look at the character before the piece, and never change it: so it must be none that they would.
    before = START if before.isspace() else before if before.isalnum() or before in OPENERS + "!?…%€°)]»”" else "’"
    text = before + text
    for pattern, replacement in BEFORE_QUOTES[language]:
        text = pattern.sub(replacement, text)
    text, quoted = set_quotes(text, language, quoted)
    for pattern, replacement in AFTER_QUOTES[language]:
        text = pattern.sub(replacement, text)
    if language == "fr":
        text = tie_dashes(text)
    return text[1:], quoted


def set_quotes(text: str, language: str, quoted: bool) -> tuple[str, bool]:
    """Turn straight double quotes into pairs; one that can open none, as after a measure in inches, stays."""
    opening, closing = (f"«{HARD}", f"{HARD}»") if language == "fr" else ("“", "”")

    def turn(match: re.Match[str]) -> str:
        nonlocal quoted
        before, after = match[1], match[2]
        previous = match.string[match.start() - 1]
        if quoted:
            quoted = False
            return f"{'' if language == 'fr' else before}{closing}{after}"
        if before or previous.isspace() or previous in OPENERS:
            quoted = True
            return f"{before}{opening}{'' if language == 'fr' else after}"
        return match[0]

    return (QUOTE.sub(turn, text), quoted) if '"' in text else (text, quoted)


def tie_dashes(text: str) -> str:
    """Keep each dash on the line of what it sets apart: the first of a pair with what follows, the second with what
    comes before."""
    end, is_open = 0, False

    def tie(match: re.Match[str]) -> str:
        nonlocal end, is_open
        if match.string[match.start() - 1].isdigit() and match.string[match.end()].isdigit():
            return match[0]
        is_open = not (is_open and not SENTENCE_ENDS.search(match.string, end, match.start()))
        end = match.end()
        return f" {match[1]}{HARD}" if is_open else f"{HARD}{match[1]} "

    return SPACED_DASH.sub(tie, text)
