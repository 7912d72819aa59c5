"""Rows that the form of a page is sent with: looked for among those that the page has in memory.

Django reads each from the database by its key, only to see that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


class KnownRows:
    """What the field of a row's key asks of a queryset. Rows that are not in memory are looked for as before.

    Somebody may have deleted such a row from the draft since the form was shown.
    """

    def __init__(self, model: type[Model], rows: Iterable[Model]) -> None:
        self.model = model
        self.rows = {str(row.pk): row for row in rows if row.pk}

    def all(self) -> KnownRows:
        return self

    def get(self, *, pk: Any) -> Model:
        """:raises ObjectDoesNotExist: if there is none with this key; ValueError if it is none"""
        return self.rows.get(str(pk)) or self.model._default_manager.get(pk=pk)


def know_rows(formset: Any) -> None:
    """Let the forms of `formset`, which is that of a page's rows, find these without a query each."""
    rows = KnownRows(formset.model, formset.get_queryset())
    for form in formset.forms:
        form.fields[formset.model._meta.pk.name].queryset = rows
