"""What remains to be done of a translation, said on top of its tab: rows, for one, are in another tab."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from wagtail.admin.panels import Panel

from .status import TranslationStatus
from .texts import find_texts

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
                (gettext("Changed since its translation:"), outdated),
                (gettext("Written by a machine, to be confirmed:"), machine),
            ]
            return format_html(
                '<div class="translation-progress"><p>{} <strong>{}</strong> <a href="{}">{}</a></p>{}</div>',
                gettext("Translation:"),
                status.label,
                reverse("translate_beside", args=["page", page.pk, language]),
                gettext("Translate text by text"),
                format_html_join("", "<p>{} {}</p>", ((title, shorten(names)) for title, names in lists if names)),
            )


def shorten(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
