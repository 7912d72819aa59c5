"""Form fields that only show."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class RowNumber(forms.HiddenInput):
    """The number of a finding or question: shown as it is cited, C2, and sent back unchanged."""

    def __init__(self, letter: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.letter = letter

    @property
    def is_hidden(self) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = f"{self.letter}{value}" if value else _("issued when saved")
        return format_html("{}<output>{}</output>", super().render(name, value, attrs, renderer), shown)
