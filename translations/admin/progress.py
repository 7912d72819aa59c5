"""What remains to be done of a translation, said on top of its tab: rows, for one, are in another tab."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext
from wagtail.admin.panels import Panel

from ..languages import in_a_sentence
from ..status.records import TranslationStatus
from ..texts.paths import find_texts

SHOWN = 8  # texts named; editors of a page just begun need no list of everything


class ProgressPanel(Panel):
    """The status of the translation into `language`, and the texts that are still to be translated or looked at."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "language": self.language}

    class BoundPanel(Panel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def render_html(self, parent_context: Any = None) -> str:
            page, language = self.instance, self.panel.language
            missing, outdated, machine = [], [], []
            texts = find_texts(page)
            for text in texts:
                status = page.get_text_status(text.by, text.path, language)
                if text.source and status == TranslationStatus.MISSING:
                    missing.append(text.label)
                elif status == TranslationStatus.OUTDATED:
                    outdated.append(text.label)
                elif status == TranslationStatus.PARTIAL:
                    machine.append(text.label)
            status = page.summarize({text.path: text.by for text in texts}, language)
            lists = [
                (gettext("Still to be translated:"), missing if status == TranslationStatus.PARTIAL else []),
                (gettext("Changed since it was translated:"), outdated),
                (gettext("Machine translation, to be checked:"), machine),
            ]
            readers_see = "" if outdated else tell_what_readers_see(page, language)
            return format_html(
                '<div class="translation-progress"><p>{} <strong>{}</strong> <a href="{}">{}</a></p>{}{}</div>',
                pgettext("translations", "Translation:"),
                status.label,
                reverse("translation_editor", args=["page", page.pk, language]),
                gettext("Open the translation editor"),
                format_html_join("", "<p>{} {}</p>", ((title, shorten_list(names)) for title, names in lists if names)),
                format_html("<p>{}</p>", readers_see) if readers_see else "",
            )


def shorten_list(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")


def tell_what_readers_see(page: Any, language: str) -> str:
    """Say, to the editors of a draft of `page` that has caught up, that its readers are still told of the old one."""
    live = type(page).objects.filter(pk=page.pk, live=True).only("translations").first()
    if live is None or not live.has_outdated_texts(language):
        return ""
    told = gettext(
        "Readers still see the notice that this translation is out of date. It disappears "
        "when you publish the page in {language}."
    )
    return told.format(language=in_a_sentence(language))
