"""Writing some texts of an object in one language, beside whoever else is writing there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ..languages import column
from ..locking import lock_pages
from ..models import BasePage
from ..status import digest
from ..texts import find_texts, set_texts
from .lines import as_sent
from .objects import PAGE, kind_of, load


@dataclass(frozen=True)
class Written:
    """What an editor wrote at `path`.

    :param shown: digest of the translation that the editor saw there
    :param source: digest of the source that the editor saw beside it
    :param confirmed: whether the translation says what the source says
    """

    path: str
    value: str
    shown: str
    source: str
    confirmed: bool = False


@dataclass
class Outcome:
    """The object as it stands now, the paths saved, and those refused because others have written there meanwhile."""

    obj: Any
    saved: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)  # somebody else has changed the translation
    moved_on: list[str] = field(default_factory=list)  # the source has changed since it was shown
    gone: list[str] = field(default_factory=list)  # the text is no longer there


@transaction.atomic
def save_texts(
    *, obj: Any, language: str, written: Iterable[Written], user: Any, overwrite: int | None = None
) -> Outcome:
    """Write what was changed into the latest draft of `obj`; nothing else of it is touched, and nothing published.

    A text that somebody else has changed meanwhile is left as it is. One whose source has changed since it was shown
    is written, as made from the source as it was then.

    :param overwrite: key of the draft that this editor's browser saved last; it is not kept, if it is the latest
    """
    if kind_of(obj) == PAGE:
        lock_pages(obj.pk)
    obj = load(kind_of(obj), obj.pk)
    outcome, texts = Outcome(obj), {text.path: text for text in find_texts(obj)}
    changed: dict[str, str] = {}
    made_from: list[Written] = []
    for each in written:
        if each.path not in texts:
            outcome.gone.append(each.path)
            continue
        stored, source = as_sent(texts[each.path], language), digest(texts[each.path].source)
        wants_change = digest(each.value) != each.shown and each.value != stored
        if wants_change and digest(stored) != each.shown:
            outcome.overtaken.append(each.path)
            continue
        if source != each.source:
            outcome.moved_on.append(each.path)
            made_from += [each] if wants_change else []
        elif each.confirmed and (each.value or stored):
            outcome.confirmed.append(each.path)
        if wants_change:
            changed[each.path] = each.value
    outcome.saved = list(changed)
    if changed or outcome.confirmed:
        write(outcome, language, changed, made_from)
        store(obj, language, user, overwrite)
    return outcome


def write(outcome: Outcome, language: str, changed: dict[str, str], made_from: list[Written]) -> None:
    pictures = set_texts(outcome.obj, language, changed)
    for each in made_from:
        outcome.obj.note_source(language, each.path, each.value, each.source)
    outcome.obj.confirm_texts(language, outcome.confirmed)
    for picture in pictures:
        picture.save()


def store(obj: Any, language: str, user: Any, overwrite: int | None) -> None:
    if not isinstance(obj, BasePage):
        obj.save()
        return
    if getattr(obj, column("title", language)) and not getattr(obj, column("slug", language)):
        obj.full_clean()  # which makes a slug of the title
    latest = obj.latest_revision if overwrite and overwrite == obj.latest_revision_id else None
    obj.save_revision(user=user, log_action=True, clean=False, overwrite_revision=latest)
