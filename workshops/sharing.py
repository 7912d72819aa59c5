"""A report passed on: the sentence that says what it is, wherever it is pasted."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override, pgettext

from content.sharing import Share, quoted, read_texts, share


def share_report(report: Any, convention: Any) -> Share | None:
    """Return how to pass on `report`; None before it has its code. That one is invented is said along with it."""
    if not report.code:
        return None
    language, texts = read_texts(report, "title")
    with override(language):
        example = pgettext("report", "%(title)s (%(code)s), what a workshop found and claims, a fictional example.")
        real = pgettext("report", "%(title)s (%(code)s), what a workshop of the convention found and claims.")
        words = example if convention.is_example else real
        sentence = words % {"title": quoted(texts["title"]), "code": report.code}
    title = f"{texts['title']} ({report.code})"
    return share(language=language, path=reverse("mark", args=[report.code]), title=title, sentence=sentence)
