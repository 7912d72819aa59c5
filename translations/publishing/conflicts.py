"""What an editor is told when somebody else has changed the same page in the meantime."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import pgettext
from wagtail.models import Revision

from ..languages import NAMES
from ..texts.paths import find_texts
from ..texts.text_diff import compare_words
from .concurrent_edits import Merge
from .draft_merge import FACTS


def describe_conflicts(*, stored: Any, page: Any, merged: Merge, revision: Revision | None, editor: Any) -> str:
    """Tell `editor` what somebody else has changed, and show each text that differs: as `stored`, and as `page` has it.

    :param merged: with its conflicts
    :param revision: the one that the other editor has stored; None for a page that a program made, and changed
    """
    parts = [NAMES.get(part, "") or pgettext("translations", "Details") for part in merged.conflicts]
    languages = [part for part in merged.conflicts if part != FACTS]
    return render_to_string(
        "translations/conflict.html",
        {
            # one's own holds an earlier one's texts
            "who": author_name(revision.user) if revision and revision.user != editor else "",
            "when": revision.created_at if revision else None,
            "is_kept": revision is not None,
            "parts": parts,
            "texts": [text for language in languages for text in differing_texts(stored, page, language)],
        },
    )


def author_name(user: Any) -> str:
    return user.get_full_name() or user.get_username() if user else ""


def differing_texts(stored: Any, page: Any, language: str) -> list[dict[str, Any]]:
    """Return {label, language, changes} for each text in `language` that is not the same in both."""
    before = {text.path: text for text in find_texts(stored)}
    after = {text.path: text for text in find_texts(page)}
    found = []
    for path in dict.fromkeys([*before, *after]):
        old, new = (texts[path].by[language] if path in texts else "" for texts in (before, after))
        if old != new:
            text = after.get(path) or before[path]
            changes = compare_words(old, new, rich=text.is_rich)
            found.append({"label": text.label, "language": language, "changes": changes})
    return found
