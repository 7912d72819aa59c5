"""HTML read by tokens, as a browser reads it (HTML standard, section 13.2.5)."""

from __future__ import annotations

import re

# A comment, a tag, or text up to the next. All of it is possessive, so that no text, however broken, takes more than
# one pass.
VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)"""
ATTRIBUTE = rf"""(?:[\s/]++|[^\s/>=][^\s/>=]*+(?:\s*+=\s*+{VALUE})?+|=(?!\s*["'])[^\s/>=]*+)"""
TOKEN = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z)|<[!?][^>]*+>)"
    rf"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>{ATTRIBUTE}*+)>"
    r"|(?P<text>[^<]++|<(?![a-zA-Z/!?]))",
    re.DOTALL,
)
RAW = {"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "xmp"}  # hold no tags
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def end_of_raw(html: str, name: str, position: int) -> int:
    """Return where the closing tag of the raw element `name` begins, whose content begins at `position`."""
    closing = re.compile(rf"(?i)</{name}(?=[\s/>])").search(html, position)
    return closing.start() if closing else len(html)
