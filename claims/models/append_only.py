"""Records that are added to and never changed: what was once published stays readable as it was."""

from __future__ import annotations

from typing import Any

from django.db import models


class AppendOnlyError(Exception):
    """Raised where code would change or delete what must stay as it was written."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError("A record is never changed.")

    def complete(self, **kwargs: Any) -> int:
        """Add what records lack: a translation that came later, the day since which everybody can read them."""
        return models.QuerySet.update(self, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("A record goes only with its claim.")


class AppendOnly(models.Model):
    """A row that is written once. Deleting its claim is the one act that deletes it."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Add the row.

        :raises AppendOnlyError: if it was added before
        """
        if not self._state.adding:
            raise AppendOnlyError("A record is never changed: add a later one.")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("A record goes only with its claim.")
