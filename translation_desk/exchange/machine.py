"""Where a machine's translations can come in. None does by default, and no service is called from here.

Whoever wants one writes a subclass of MachineTranslator and names it in the setting MACHINE_TRANSLATOR. What it writes
is a draft, marked as a machine's (translations/status/records.py): unfinished until a person confirms or rewrites it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from translations.languages import SOURCE
from translations.models import BasePage
from translations.publishing.locking import lock_pages
from translations.status.records import TranslationStatus
from translations.texts.paths import set_texts, texts_by_path

from .entries import entries_of, load_object, object_name
from .import_preview import ImportPreviewBuilder, Refusal
from .markup import BrokenMarkup


class MachineTranslator(ABC):
    @abstractmethod
    def translate(self, texts: Sequence[str], source: str, target: str) -> Sequence[str]:
        """Return each of `texts` in the language `target`; an empty one where there is none.

        Rich text comes as its translators see it, with tags such as <b> and <a 1>, to be kept. Raise OSError if a
        service does not answer: nothing is then written.
        """


def get_translator() -> MachineTranslator | None:
    """Return the translator that the site has named; None if it wants none."""
    name = settings.MACHINE_TRANSLATOR
    return import_string(name)() if name else None


def suggest(page: BasePage, language: str) -> dict[str, str]:
    """Return what the machine proposes for the texts of `page` that have no translation: path -> text, as stored.

    What it breaks (tags, lengths) is left out, as it would be of a file. Nothing is written.
    """
    translator = get_translator()
    missing = [
        entry
        for entry in entries_of(page, language)
        if entry.status == TranslationStatus.MISSING and object_name(entry.obj) == object_name(page)
    ]
    if not translator or not missing:
        return {}
    planner = ImportPreviewBuilder(language, None, {})
    answers = translator.translate([entry.serialize(entry.source) for entry in missing], SOURCE, language)
    found = {}
    for entry, answer in zip(missing, answers, strict=True):
        try:
            pieces = entry.parse(answer)
            if pieces:
                found[entry.text.path] = planner.check(entry, pieces)
        except (BrokenMarkup, Refusal):
            continue
    return found


def write_suggestions(key: int, language: str, user: Any) -> int:
    """Fill the missing texts of the page `key` in a new draft, marked as a machine's; return how many these are.

    Nobody waits for the service: what was written or changed while it worked is left as it is.
    """
    page = load_object(f"page:{key}")
    if page is None:
        return 0
    asked = texts_by_path(page)
    texts = suggest(page, language)
    with transaction.atomic():
        lock_pages(key)
        page = load_object(f"page:{key}")
        now = texts_by_path(page) if page else {}
        texts = {path: text for path, text in texts.items() if now.get(path) == asked[path]}
        if page and texts:
            set_texts(page, language, texts)
            page.mark_machine_texts(language, texts)
            page.save_revision(user=user, log_action=True, clean=False)
    return len(texts)
