"""The wordings of a claim: kept at each publication."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import override

from translations.languages import LANGUAGES, SOURCE, column

from ..models.claim import ClaimPage
from ..models.wording import Wording

STATEMENTS = [column("statement", language) for language in LANGUAGES]


def find_wording(claim: ClaimPage) -> Wording:
    """Return the wording that `claim`, about to be published, has: the last one if it says that, or else a new one.

    The claim names it from then on; record_wording() stores it.
    """
    texts = {name: getattr(claim, name) or "" for name in STATEMENTS}
    last = Wording.objects.filter(claim=claim.pk).order_by("number").last() if claim.pk else None
    if last and not last.withholding_id and not is_another(last, texts, claim):
        return last
    wording = Wording(number=last.number + 1 if last else 1)
    for name, text in texts.items():
        setattr(wording, name, text)
    claim.wording, claim.worded_at = wording.number, wording.published_at
    return wording


def record_wording(claim: ClaimPage, wording: Wording) -> None:
    """Store the `wording` of `claim`, which has just been saved; add a translation that it did not have yet.

    To be called in the claim's transaction.
    """
    if wording._state.adding:
        wording.claim = claim
        with override(SOURCE):
            wording.save()
        return
    texts = {name: getattr(claim, name) or "" for name in STATEMENTS}
    if added := find_added(wording, texts):
        Wording.objects.filter(pk=wording.pk).complete(**added)


def find_added(last: Wording, texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text and not getattr(last, name)}


def is_another(last: Wording, texts: dict[str, str], claim: ClaimPage) -> bool:
    """Tell whether `texts` are no longer `last`, or add to what everybody knows what not everybody may read."""
    if any(getattr(last, name) and getattr(last, name) != text for name, text in texts.items()):
        return True
    return bool(last.public_since and find_added(last, texts) and not is_public(claim))


def is_public(claim: ClaimPage) -> bool:
    return bool(type(claim).objects.visible().filter(pk=claim.pk).exists())


def record_public_wording(claim: ClaimPage) -> None:
    """Record that everybody can read from now on the wording that `claim` has. Those before it stay as they are."""
    current = Wording.objects.filter(claim=claim, number=claim.wording, public_since=None)
    current.complete(public_since=timezone.now())
