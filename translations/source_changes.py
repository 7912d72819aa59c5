"""What a translation does not follow yet: how the source's texts have changed since it was made, as readers may see it.

Only texts that were published once are shown, word by word against those that are published now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from .languages import SOURCE
from .models import BasePage
from .status.snapshots import SourceSnapshot, find_earlier_sources
from .texts.paths import Text, find_texts
from .texts.text_diff import TextChange, compare_words
from .texts.withheld import Withholding


@dataclass(frozen=True)
class SourceChange:
    """What became of a text since its translation.

    :param changes: from what it said to what it says, in words; None where readers never saw what it said, or may not
    :param withholding: by which they may not
    """

    label: str
    changes: list[TextChange] | None
    withholding: Withholding | None = None

    @property
    def same_words(self) -> bool:
        """Tell whether only links, emphasis or the like changed."""
        return self.changes is not None and all(change.kind == "same" for change in self.changes)


def find_source_changes(page: Any, language: str) -> list[SourceChange]:
    """Return what became of each text of `page`, as published, whose translation into `language` is outdated."""
    texts = find_texts(page)
    before = find_earlier_sources(page, texts, language, published=True)
    return [
        describe_change(text, before.get(text.path))
        for text in texts
        if page.is_outdated(text.path, text.source, text.by[language], language)
    ]


def describe_change(text: Text, before: SourceSnapshot | None) -> SourceChange:
    return SourceChange(text.label, compare_source(text, before), before.withholding if before else None)


def compare_source(text: Text, before: SourceSnapshot | None) -> list[TextChange] | None:
    """Return what leads from `before` to what `text` says now; None where that is not known, or withheld."""
    if before is None or before.withholding:
        return None
    return compare_words(before.text, text.source, rich=text.is_rich)


def changes_url(page: BasePage, request: HttpRequest | None = None) -> str:
    """Return the address, in the active language, of what changed in `page`."""
    path = urlsplit(page.get_url(request) or "").path
    below = path.removeprefix(f"/{get_language() or SOURCE}/").strip("/")
    return reverse("source_changes", args=[below] if below else [])  # the home page has no path below it
