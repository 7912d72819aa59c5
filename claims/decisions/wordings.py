"""The wordings of a claim: kept at each publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import override

from translations.languages import LANGUAGES, SOURCE, column

from ..models.wording import Wording

if TYPE_CHECKING:
    from ..models.claim import ClaimPage

STATEMENTS = [column("statement", language) for language in LANGUAGES]


def record_wording(claim: ClaimPage) -> None:
    """Keep what `claim`, which has just been published, says: as a new wording, unless it is the last one.

    A translation that the last wording did not have yet is added to it. To be called in the claim's transaction.
    """
    texts = {name: getattr(claim, name) or "" for name in STATEMENTS}
    last = Wording.objects.filter(claim=claim).order_by("number").last()
    if last is None or last.withholding_id or is_another(last, texts, claim):
        wording = Wording(claim=claim, number=last.number + 1 if last else 1)
        for name, text in texts.items():
            setattr(wording, name, text)
        wording.public_since = wording.published_at if is_public(claim) else None
        with override(SOURCE):
            wording.save()
        claim.wording, claim.worded_at = wording.number, wording.published_at
        type(claim).objects.filter(pk=claim.pk).update(wording=claim.wording, worded_at=claim.worded_at)
        return
    if added := find_added(last, texts):
        Wording.objects.filter(pk=last.pk).complete(**added)
    if last.public_since is None and is_public(claim):
        note_public_wording(claim)


def find_added(last: Wording, texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text and not getattr(last, name)}


def is_another(last: Wording, texts: dict[str, str], claim: ClaimPage) -> bool:
    """Tell whether `texts` are no longer `last`, or add to what everybody knows what not everybody may read."""
    if any(getattr(last, name) and getattr(last, name) != text for name, text in texts.items()):
        return True
    return bool(last.public_since and find_added(last, texts) and not is_public(claim))


def is_public(claim: ClaimPage) -> bool:
    return bool(type(claim).objects.visible().filter(pk=claim.pk).exists())


def note_public_wording(claim: ClaimPage) -> None:
    """Record that everybody can read from now on the wording that `claim` has. Those before it stay as they are."""
    current = Wording.objects.filter(claim=claim, number=claim.wording, public_since=None)
    current.complete(public_since=timezone.now())
