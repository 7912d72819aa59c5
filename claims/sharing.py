"""A claim passed on: the sentence that says what it is, wherever it is pasted."""

from __future__ import annotations

from django.utils.translation import override, pgettext

from content.sharing import Share, quoted, read_texts, share

from .models import ClaimPage


def share_claim(claim: ClaimPage, *, is_example: bool) -> Share | None:
    """Return how to pass on `claim`; None before it has its number. That one is invented is said along with it."""
    if not claim.mark:
        return None
    language, texts = read_texts(claim, "statement", "title")
    with override(language):
        example, real = pgettext("claim", "Claim %(mark)s (fictional example):"), pgettext("claim", "Claim %(mark)s:")
        name = (example if is_example else real) % {"mark": claim.mark}
        sentence = f"{name} {quoted(texts['statement'])}"
    title = f"{claim.mark}. {texts['title']}"
    return share(language=language, path=claim.short_address, title=title, sentence=sentence)
