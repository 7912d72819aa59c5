"""Editors of rich text that say what they are: Draftail puts one in place of the field, where no label leads."""

from __future__ import annotations

from threading import Lock
from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

# Wagtail's converter keeps what it reads in itself, and the widget of a block serves all threads: of two forms opened
# at one moment one failed, or could have shown a text of the other's.
converting = Lock()


class NamedRichTextArea(DraftailRichTextArea):
    """Named by the label that panels show above it, unless it has a name already."""

    def format_value(self, value: Any) -> Any:
        with converting:
            return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        place = (attrs or {}).get("id")
        if place and "ariaLabel" not in self.options:
            self.options["ariaLabelledBy"] = f"{place}-label"
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context
