"""The editor of a body, whose definition is the same for everybody who works in one language.

Wagtail makes it anew for each form, each of its fields and each time that the form is asked for its scripts. A page has
a body in every language: that was a tenth of the time of its edit form.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.admin.telepath import JSContext
from wagtail.blocks.base import BlockWidget, get_error_json_data

Definitions = dict[str, tuple[JSContext, str]]  # of one block, by the language that its labels are in


class BodyWidget(BlockWidget):
    """:param definitions: where those of `block` are kept, for as long as its field lives"""

    def __init__(self, block: Any, definitions: Definitions, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(block, attrs)
        self.definitions = definitions

    @property
    def definition(self) -> tuple[JSContext, str]:
        language = get_language() or ""
        if language not in self.definitions:
            context = JSContext()
            self.definitions[language] = (context, json.dumps(context.pack(self.block_def), separators=(",", ":")))
        return self.definitions[language]

    @property
    def js_context(self) -> JSContext:
        return self.definition[0]

    @property
    def block_json(self) -> str:
        return self.definition[1]

    def render_with_errors(
        self, name: str, value: Any, attrs: Any = None, errors: Any = None, renderer: Any = None
    ) -> SafeString:
        """Write what Wagtail does, between single quotation marks: JSON has two thousand of the others."""
        error = get_error_json_data(errors.as_data()[0]) if errors else None
        arguments = json.dumps([self.block_def.get_form_state(value), error])
        return format_html(
            '<div id="{}" data-block data-controller="w-block" data-w-block-data-value=\'{}\''
            " data-w-block-arguments-value='{}'></div>",
            name,
            escape_json(self.block_json),
            escape_json(arguments),
        )


def escape_json(text: str) -> SafeString:
    """Escape `text` for an attribute between single quotation marks."""
    return mark_safe(escape(text).replace("&quot;", '"'))  # noqa: S308  # what ends the attribute is escaped
