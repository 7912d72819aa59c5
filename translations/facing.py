"""The texts of a page in two languages, one facing the other, as in a bilingual book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from .languages import SOURCE, TRANSLATIONS, column
from .models import BasePage
from .status.records import TranslationStatus
from .texts.paths import Text, find_texts
from .texts.streams import align


@dataclass(frozen=True)
class Facing:
    """A text of the source and what faces it; either is empty where its language has none.

    :param name: its field; for a part of a body, the type of its block
    :param status: how far the translation has come; None where the source has no such text
    """

    name: str
    left: str | SafeString
    right: str | SafeString
    status: str | None
    is_block: bool = False


def choose_facing_language() -> str:
    """Return the language that faces the source: the active one, or for readers of the source the first of others."""
    active = get_language() or SOURCE
    return TRANSLATIONS[0] if active == SOURCE else active


def face_field(page: BasePage, text: Text, language: str) -> Facing | None:
    """Return the two texts of a field of `page` or of one of its rows; None where there is neither."""
    left, right = text.by[SOURCE], text.by[language]
    return Facing(text.name, left, right, status_of(page, [text], language)) if left or right else None


def face_fields(page: BasePage, names: Iterable[str], language: str) -> dict[str, Facing]:
    faced = {name: face_field(page, find_texts(page, [name])[0], language) for name in names}
    return {name: facing for name, facing in faced.items() if facing}


def face_body(page: BasePage, name: str, language: str) -> list[Facing]:
    """Return the blocks of body `name`, each with its translation, in the source's order.

    Blocks are paired as in the editors' translation view: by id, and those left over by order and type.
    """
    left, right = (getattr(page, column(name, code)) for code in (SOURCE, language))
    texts: dict[str, list[Text]] = {}
    for text in find_texts(page, [name]):
        texts.setdefault(text.path.split("/")[1], []).append(text)
    pairs = align(left.get_prep_value() if left else [], right.get_prep_value() if right else [])
    blocks = {SOURCE: {block.id: block for block in left or []}, language: {block.id: block for block in right or []}}
    faced = []
    for item, other in pairs:
        status = status_of(page, texts.get(item["id"], []), language) if item else None
        if item and not other:
            status = TranslationStatus.MISSING.value
        source, translation = render(blocks[SOURCE], item, SOURCE), render(blocks[language], other, language)
        faced.append(Facing((item or other or {})["type"], source, translation, status, is_block=True))
    return faced


def render(blocks: dict[str, Any], item: dict[str, Any] | None, language: str) -> str | SafeString:
    if item is None:
        return ""
    with override(language):  # so that links lead to pages in the language of the text
        html: str | SafeString = blocks[item["id"]].render()
    return html


def status_of(page: BasePage, texts: list[Text], language: str) -> str | None:
    """Return the status of `texts` that belong together: what is missing counts before what is outdated."""
    found = {page.get_text_status(text.by, text.path, language) for text in texts if text.by[SOURCE]}
    order = (TranslationStatus.MISSING, TranslationStatus.OUTDATED, TranslationStatus.CURRENT)
    return next((status.value for status in order if status in found), None)
