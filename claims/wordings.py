"""The wordings of a claim: kept at each publication, and compared word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Change:
    """A run of words that two wordings share ("same"), or that only the later or the earlier one has."""

    kind: str  # "same", "added" or "removed"
    words: str


def compare(before: str, after: str) -> list[Change]:
    """Return the runs of words that lead from `before` to `after`; those without the removed make up `after`.

    Punctuation counts as words of its own. Spaces go with the word before them and are not compared.
    """
    old, new = (re.findall(r"\w+\s*|[^\w\s]+\s*|^\s+", text) for text in (before, after))
    matcher = difflib.SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    changes: list[Change] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            changes.append(Change("removed", set_apart("".join(old[old_from:old_to]), old[:old_from], changes)))
        if new_to > new_from:
            changes.append(Change("added", "".join(new[new_from:new_to])))
    return changes


def set_apart(removed: str, before: list[str], changes: list[Change]) -> str:
    """Return words that were `removed` with the space that stood before them, where what is kept has lost it."""
    spaced = bool(before) and before[-1][-1].isspace()
    return f" {removed}" if spaced and changes and not changes[-1].words[-1].isspace() else removed
