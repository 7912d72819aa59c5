"""The menu of a page in lists: what one may do to it, in words alone.

A list has fifty of them, each with some fifteen acts. Wagtail's templates took most of the time and bytes of a list to
write them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button, ButtonWithDropdownFromHook


class RowMenu(Component):
    """Stands for `button`, with the markup that Wagtail's script for such menus looks for."""

    def __init__(self, button: ButtonWithDropdownFromHook) -> None:
        self.button = button

    @property
    def show(self) -> bool:
        return bool(self.button.show)

    def render_html(self, parent_context: Any = None) -> SafeString:
        return format_html(
            '<div data-controller="w-dropdown" class="w-dropdown"><button type="button"'
            ' class="w-dropdown__toggle w-dropdown__toggle--icon" data-w-dropdown-target="toggle" aria-label="{}">'
            '<svg class="icon w-dropdown__toggle-icon" aria-hidden="true"><use href="#icon-{}"></use></svg></button>'
            '<div data-w-dropdown-target="content" class="w-dropdown__content row-menu" hidden>{}</div></div>',
            self.button.aria_label,
            self.button.icon_name,
            join_acts(sorted(self.button.dropdown_buttons), parent_context),
        )


def join_acts(acts: Iterable[Any], context: Any) -> SafeString:
    """Return the links of `acts`, in words alone; what is no plain link as Wagtail renders it."""
    parts = []
    for act in acts:
        if type(act) is Button and act.url:
            attrs = act.base_attrs_string if act.attrs else ""
            parts.append(f'<a href="{escape(act.url)}"{attrs}>{escape(act.label)}</a>')
        else:
            parts.append(act.render_html(context))
    return mark_safe("".join(parts))  # noqa: S308  # each part is escaped


def lighten_menus(buttons: list[Any], page: Any, user: Any, context: Any) -> None:
    """Put such a menu in the place of Wagtail's own: for the hook `construct_page_listing_buttons`."""
    buttons[:] = [RowMenu(button) if type(button) is ButtonWithDropdownFromHook else button for button in buttons]
