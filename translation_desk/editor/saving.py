"""Saves some texts of an object in one language, while others may be writing there too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from translations.models import BasePage
from translations.publishing.locking import lock_pages
from translations.status.records import digest
from translations.texts.paths import find_texts, set_texts

from .segments import as_sent
from .translatables import PAGE, find_model, load_translatable


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
class SaveOutcome:
    """The object as it stands now, the paths saved, and those refused because others have written there meanwhile."""

    obj: Any
    saved: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)  # somebody else has changed the translation
    moved_on: list[str] = field(default_factory=list)  # the source has changed since it was shown
    gone: list[str] = field(default_factory=list)  # the text is no longer there


def save_texts(
    *, obj: Any, language: str, written: Iterable[Written], user: Any, overwrite: int | None = None
) -> SaveOutcome:
    """Write what was changed into the latest draft of `obj`; nothing else of it is touched, and nothing published.

    A text that somebody else has changed meanwhile is left as it is. One whose source has changed since it was shown
    is written, as made from the source as it was then.

    :param obj: as load_locked() returns it, in the transaction that this is part of
    :param overwrite: key of the draft that this editor's browser saved last; it is not kept, if it is the latest
    """
    outcome, texts = SaveOutcome(obj), {text.path: text for text in find_texts(obj)}
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
        write_changed_texts(outcome, language, changed, made_from)
        store_draft(obj, user, overwrite)
    return outcome


def load_locked(kind: str, key: int) -> Any:
    """Return what load_translatable() does, as it is now and stays until the transaction ends."""
    if kind == PAGE:
        lock_pages(key)
    elif model := find_model(kind):
        list(model._default_manager.select_for_update().filter(pk=key).values_list("pk"))
    return load_translatable(kind, key)


def write_changed_texts(outcome: SaveOutcome, language: str, changed: dict[str, str], made_from: list[Written]) -> None:
    pictures = set_texts(outcome.obj, language, changed)
    for each in made_from:
        outcome.obj.record_source(language, each.path, each.value, each.source)
    outcome.obj.confirm_texts(language, outcome.confirmed)
    for picture in pictures:
        picture.save()


def store_draft(obj: Any, user: Any, overwrite: int | None) -> None:
    if isinstance(obj, BasePage):
        latest = obj.latest_revision if overwrite and may_overwrite(obj, user, overwrite) else None
        obj.save_revision(user=user, log_action=True, clean=False, overwrite_revision=latest)
    else:
        obj.save()


def may_overwrite(page: BasePage, user: Any, key: int) -> bool:
    """Tell whether the draft `key` is the latest, this editor's own, and nobody's but a draft."""
    latest = page.latest_revision
    if latest is None or latest.pk != key or latest.user_id != user.pk or key == page.live_revision_id:
        return False
    return not latest.approved_go_live_at and not page.workflow_in_progress
