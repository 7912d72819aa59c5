"""A campaign passed on: its short address, the same in every language, and the sentence that says what it is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override, pgettext

from content.sharing import Share, quoted, read_texts, share


def share_campaign(campaign: Any) -> Share | None:
    """Return how to pass on `campaign`; None before it is stored. That one is invented is said along with it."""
    if not campaign.pk:
        return None
    language, texts = read_texts(campaign, "title", "organiser", "lead")
    with override(language):
        if campaign.is_example:
            words = pgettext("campaign", "Campaign %(title)s (fictional example).")
        elif texts["organiser"]:
            words = pgettext("campaign", "Campaign %(title)s, by %(organiser)s.")
        else:
            words = pgettext("campaign", "Campaign %(title)s.")
        sentence = words % {"title": quoted(texts["title"]), "organiser": texts["organiser"]}
    return share(
        language=language,
        path=reverse("campaign", args=[campaign.pk]),
        title=texts["title"],
        sentence=" ".join(filter(None, [sentence, texts["lead"]])),
    )
