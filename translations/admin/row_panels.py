"""Rows in the edit form of a page: what was found, what is asked, who supports it.

Wagtail gives each field of a row the whole frame of a field, with buttons for comments, which rows cannot have: a
finding took 12 kB and five milliseconds. Here two templates write a row, in a third of both.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.forms import HiddenInput
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField

from .panels import RowTextPanel

MOST_OPEN = 3  # rows: of more, those that are there already are shown folded
LONGEST_SUMMARY = 90  # characters


class Row(NamedTuple):
    panel: Any
    hidden: list[Any]  # fields that at most show what they hold, such as a number: they stand beside the name
    lines: list[list[dict[str, Any]]]  # the others: those of a line stand side by side
    summary: str
    is_folded: bool

    @property
    def form(self) -> Any:
        return self.panel.form

    @property
    def id(self) -> str:
        """As Wagtail's script looks for it."""
        return f"inline_child_{self.form.prefix}"


class RowsPanel(InlinePanel):
    """Wagtail's `InlinePanel`, and its script, with a lighter row that names what is in it and can be folded.

    A row that has an error is open whatever its state: Wagtail's script sees to that.
    """

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "translations/admin/rows.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            are_folded = len(self.children) > MOST_OPEN
            rows = [make_row(child, are_folded=are_folded) for child in self.children]
            return {**context, "rows": rows, "empty_row": make_row(self.empty_child, are_folded=False)}


def make_row(panel: Any, *, are_folded: bool) -> Row:
    """:param panel: a bound panel with the fields of one row"""
    hidden, lines = [], []
    for child in panel.visible_children:
        if isinstance(child.panel, FieldPanel) and isinstance(child.bound_field.field.widget, HiddenInput):
            hidden.append(child.bound_field)
        else:
            line = child.visible_children if isinstance(child.panel, FieldRowPanel) else [child]
            lines.append([show_field(field) for field in line])
    summary = summarize(panel.instance)
    return Row(panel, hidden, lines, summary, are_folded and bool(summary))


def show_field(panel: Any) -> dict[str, Any]:
    """Return what the template shows of a bound panel; of one that is no field that can be filled in, its HTML."""
    if not isinstance(panel.panel, FieldPanel) or panel.read_only:
        return {"html": panel.render_html()}
    note = panel.render_note() if isinstance(panel.panel, RowTextPanel) else ""
    return {**panel.get_editable_context_data(), "panel": panel, "label_for": panel.id_for_label(), "note": note}


def summarize(row: Any) -> str:
    """Return the beginning of the first text of `row`; nothing for rows that have none."""
    for name in getattr(row, "translated_fields", ()):
        if text := getattr(row, name):
            is_rich = isinstance(row._meta.get_field(name), RichTextField)
            return Truncator(strip_tags(text) if is_rich else text).chars(LONGEST_SUMMARY)
    return ""
