"""A nonce for the scripts that Wagtail writes into the HTML of its forms (CSP Level 3, section 6.7.2.3).

Wagtail starts date fields, choosers and rows by inline scripts, and gives them no nonce. Four templates of Wagtail's
are overridden in templates/wagtailadmin/ for that, and `BaseChooser.render` here, as it writes its script in Python.
A row that is added in the browser brings the nonce of its page: Wagtail's script copies its attributes.
tests/admin/test_inline_scripts.py fails when Wagtail writes an inline script that gets none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

CURRENT: ContextVar[HttpRequest | None] = ContextVar("request whose answer is written", default=None)
SCRIPT = "<script>"


@contextmanager
def scripts_of(request: HttpRequest) -> Iterator[None]:
    """Let widgets, which know no request, write scripts for the answer to `request`."""
    token = CURRENT.set(request)
    try:
        yield
    finally:
        CURRENT.reset(token)


def get_script_nonce() -> str:
    """Return the nonce of the answer that is being written; nothing outside a request of the admin's."""
    request = CURRENT.get()
    return str(getattr(request, "csp_nonce", "")) if request else ""


def give_choosers_nonces() -> None:
    """Have all choosers write their script with a nonce."""
    original = BaseChooser.render

    @wraps(original)
    def render(self: Any, *args: Any, **kwargs: Any) -> SafeString:
        widget, script, call = original(self, *args, **kwargs).rpartition(SCRIPT)
        return mark_safe(f'{widget}<script nonce="{get_script_nonce()}">{call}' if script else call)  # noqa: S308  # Wagtail's

    BaseChooser.render = render
