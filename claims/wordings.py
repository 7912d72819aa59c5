"""The wordings of a claim: kept at each publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import override

from translations.languages import LANGUAGES, SOURCE, column

from .models.wording import Wording

if TYPE_CHECKING:
    from .models.claim import ClaimPage

STATEMENTS = [column("statement", language) for language in LANGUAGES]


def record_wording(claim: ClaimPage) -> None:
    """Keep what `claim`, which has just been published, says: as a new wording, unless it is the last one.

    A translation that the last wording did not have yet is added to it. To be called in the claim's transaction.
    """
    texts = {name: getattr(claim, name) or "" for name in STATEMENTS}
    last = Wording.objects.filter(claim=claim).order_by("number").last()
    if last is None or any(getattr(last, name) and getattr(last, name) != text for name, text in texts.items()):
        wording = Wording(claim=claim, number=last.number + 1 if last else 1)
        for name, text in texts.items():
            setattr(wording, name, text)
        with override(SOURCE):
            wording.save()
        claim.wording, claim.worded_at = wording.number, wording.published_at
        type(claim).objects.filter(pk=claim.pk).update(wording=claim.wording, worded_at=claim.worded_at)
    elif added := {name: text for name, text in texts.items() if text and not getattr(last, name)}:
        models.QuerySet(Wording).filter(pk=last.pk).update(**added)
