"""Editors of rich text that say what they are: Draftail puts one in place of the field, where no label leads."""

from __future__ import annotations

from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class NamedRichTextArea(DraftailRichTextArea):
    """Named by the label that panels show above it, unless it has a name already."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        place = (attrs or {}).get("id")
        if place and "ariaLabel" not in self.options:
            self.options["ariaLabelledBy"] = f"{place}-label"
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context
