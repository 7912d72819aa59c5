"""What a form's page says besides its fields, to those who do not see it at once: its title tells whether something is
wrong or is to be confirmed (WCAG 2.4.2), and what is wrong is named on top, where the focus goes (3.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.translation import pgettext
from wagtail.admin.views.generic import WagtailAdminTemplateMixin


@dataclass(frozen=True)
class Problem:
    """Something to be put right; `target` is the id of its field, and `label` the field's; both empty for none."""

    message: str
    label: str = ""
    target: str = ""


class FormStateMixin(WagtailAdminTemplateMixin):
    """`problem` in the context is what is wrong with the whole; `confirming` says that all is left is to confirm."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        problems = [Problem(kwargs["problem"])] if kwargs.get("problem") else []
        problems += self.list_problems(context.get("form"))
        title = str(context["header_title"])
        if problems:
            context["header_title"] = pgettext("page title", "Error: {title}").format(title=title)
        elif kwargs.get("confirming"):
            context["header_title"] = pgettext("page title", "Confirm: {title}").format(title=title)
        return {**context, "problems": problems}

    def list_problems(self, form: Any) -> list[Problem]:
        """Return what is wrong with `form`, a form or a set of forms with names; nothing where none was sent."""
        if form is None or not form.is_bound:
            return []
        if isinstance(form, BaseForm):
            return list(problems_of(form))
        return [problem for row in form.forms for problem in problems_of(row, f"{row.name}, ")]


def problems_of(form: BaseForm, of: str = "") -> Iterator[Problem]:
    """Yield what is wrong with `form`; `of` comes before the label of each field."""
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        for message in errors:
            if field:
                yield Problem(str(message), f"{of}{field.label}", field.id_for_label)
            else:
                yield Problem(f"{of}{message}")
