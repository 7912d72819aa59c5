"""Two editors of one page: each saves what the other has not touched, and is told where both have made changes.

A page has a part for each language and one for what belongs to none (`draft_merge.FACTS`). A form carries digests of
the parts as it shows them and as they were stored then; so it is known, when it comes back, who has changed which.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..languages import LANGUAGES
from .draft_merge import FACTS, Draft, combine, digest_parts

PART_NAMES = [*LANGUAGES, FACTS]


@dataclass(frozen=True)
class EditedPart:
    """One part of a page in somebody's browser.

    :param shown: digest of what the form shows
    :param stored: digest of what was stored when the form was last in step with it
    :param stale: whether the form shows something older than what is stored
    :param disputed: whether the editor has been told that somebody else had changed it too, and has yet to decide
    """

    shown: str
    stored: str
    stale: bool = False
    disputed: bool = False


@dataclass(frozen=True)
class Merge:
    """What to store, the parts taken from the other editor, and those that both have changed."""

    content: Draft
    theirs: list[str]
    conflicts: list[str]


def as_shown(model: type[Any], draft: Draft) -> dict[str, EditedPart]:
    """Return the parts of a form that shows `draft` as it is stored."""
    return {part: EditedPart(digest, digest) for part, digest in digest_parts(model, draft).items()}


def as_disputed(model: type[Any], latest: Draft, conflicts: Collection[str]) -> dict[str, EditedPart]:
    """Return the parts of a form that shows what its editor wrote beside `latest`, which differs in `conflicts`.

    What comes back counts as changed, so that it is stored if the editor says so.
    """
    digests = digest_parts(model, latest)
    return {part: EditedPart(digest, digest, disputed=part in conflicts) for part, digest in digests.items()}


def as_saved(model: type[Any], mine: Draft, merge: Merge, saved: Draft) -> dict[str, EditedPart]:
    """Return the parts of a form that goes on showing `mine` after `merge_edits` was stored as `saved`."""
    shown, stored = digest_parts(model, mine), digest_parts(model, saved)
    return {part: EditedPart(shown[part], stored[part], part in merge.theirs) for part in PART_NAMES}


def merge_edits(model: type[Any], mine: Draft, latest: Draft, loaded: Mapping[str, EditedPart]) -> Merge:
    """Put together what came back from a form and what has been stored meanwhile.

    Where both editors changed one part, `content` holds mine: it is for the form, to be looked at, not to be stored.
    """
    shown, stored = digest_parts(model, mine), digest_parts(model, latest)
    theirs, conflicts = [], []
    for part, was in loaded.items():
        i_changed = shown[part] != was.shown
        they_changed = was.stale or stored[part] != was.stored
        if they_changed and not i_changed:
            theirs.append(part)
        elif they_changed and shown[part] != stored[part]:
            conflicts.append(part)
    languages = [part for part in theirs if part != FACTS]
    if FACTS in theirs:
        content = combine(model, latest, mine, [language for language in LANGUAGES if language not in languages])
    else:
        content = combine(model, mine, latest, languages)
    return Merge(content, theirs, conflicts)


def encode_parts(parts: Mapping[str, EditedPart]) -> str:
    return json.dumps({name: [part.shown, part.stored, part.stale, part.disputed] for name, part in parts.items()})


def decode_parts(text: str) -> dict[str, EditedPart]:
    """Return the parts that a form sent, none if it sent something else."""
    try:
        parts = {
            name: EditedPart(str(shown), str(stored), bool(stale), bool(disputed))
            for name, (shown, stored, stale, disputed) in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}
    return parts if set(parts) == set(PART_NAMES) else {}
