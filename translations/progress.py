"""What remains to be done of a translation, said on top of its tab: rows, for one, are in another tab."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, override
from wagtail.admin.panels import Panel

from .languages import SOURCE
from .status import TranslationStatus
from .texts import places_of, text_in

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
            missing, outdated = [], []
            for path, holder, name in places_of(page):
                source, translation = (text_in(holder, name, code) for code in (SOURCE, language))
                if source and not translation:
                    missing.append(describe(holder, name, path))
                elif page.is_outdated(path, source, translation, language):
                    outdated.append(describe(holder, name, path))
            status = page.get_translation_status(language)
            lists = [
                (gettext("Still to be translated:"), missing if status == TranslationStatus.PARTIAL else []),
                (gettext("Changed since its translation:"), outdated),
            ]
            return format_html(
                '<div class="translation-progress"><p>{} <strong>{}</strong></p>{}</div>',
                gettext("Translation:"),
                status.label,
                format_html_join("", "<p>{} {}</p>", ((title, shorten(names)) for title, names in lists if names)),
            )


def describe(holder: Any, name: str, path: str) -> str:
    """Name a text as the form labels it: “Lead”, or for a row “Explanation (C2)”."""
    label = capfirst(str(holder._meta.get_field(name).verbose_name))
    if "/" not in path:
        return label
    with override(SOURCE):
        row = getattr(holder, "mark", "") or Truncator(str(holder)).chars(30)
    return f"{label} ({row})"


def shorten(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
