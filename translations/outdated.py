"""What a translation does not follow yet: how the source's texts have changed since it was made, as readers may see it.

Only texts that were published once are shown, word by word against those that are published now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language

from .differences import Change, compare
from .languages import SOURCE
from .models import BasePage
from .sources import find_sources
from .status import DIGITS, Pair
from .texts import Text, find_texts

ENDS_OF_LINES = re.compile(r"<br\s*/?>|</(p|li|h\d|blockquote|tr|figcaption)>")


@dataclass(frozen=True)
class SourceChange:
    """What became of a text since its translation.

    :param changes: from what it said to what it says, in words; None where readers never saw what it said
    """

    label: str
    changes: list[Change] | None

    @property
    def same_words(self) -> bool:
        """Tell whether only links, emphasis or the like changed."""
        return self.changes is not None and all(change.kind == "same" for change in self.changes)


def find_source_changes(page: Any, language: str) -> list[SourceChange]:
    """Return what became of each text of `page`, as published, whose translation into `language` is outdated."""
    texts = find_texts(page)
    outdated = [text for text in texts if page.is_outdated(text.path, text.source, text.by[language], language)]
    if not outdated:
        return []
    now = {Pair.of(text.path, text.source, text.by[language]) for text in texts}
    made_from = {text.path: find_digests(page, text, language, now) for text in outdated}
    sources = find_sources(page, [digest for digests in made_from.values() for digest in digests], published=True)
    return [
        SourceChange(text.label, describe(text, next((sources[d] for d in made_from[text.path] if d in sources), None)))
        for text in outdated
    ]


def find_digests(page: Any, text: Text, language: str, now: set[Pair]) -> list[str]:
    """Return the digests of what `text` was translated from: several, where translations of more texts read alike."""
    own = Pair.of(text.path, text.source, text.by[language]).translation
    return sorted(pair[DIGITS:] for pair in page.get_pairs(language) - now if pair.translation == own)


def describe(text: Text, before: str | None) -> list[Change] | None:
    return None if before is None else compare(as_words(before, text), as_words(text.source, text))


def as_words(words: str, text: Text) -> str:
    """Return the text without its markup, each paragraph on a line of its own."""
    if not text.is_rich:
        return words
    plain = unescape(strip_tags(ENDS_OF_LINES.sub("\n", words)))
    return "\n".join(line.strip() for line in plain.splitlines() if line.strip())


def changes_url(page: BasePage, request: HttpRequest | None = None) -> str:
    """Return the address, in the active language, of what changed in `page`."""
    path = urlsplit(page.get_url(request) or "").path
    below = path.removeprefix(f"/{get_language() or SOURCE}/").strip("/")
    return reverse("source_changes", args=[below] if below else [])  # the home page has no path below it
