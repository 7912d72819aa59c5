"""The rows of a page or record: which are in memory, to be saved with it, and how they get there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations, model_from_serializable_data


class DraftRow:
    """A row that is read from a draft without looking for its page: the one that the draft is of takes it as its own.

    modelcluster reads that page from the database for each row, and does nothing with it.
    """

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], **checks: bool) -> Any:
        own = {field.name for field in cls._meta.concrete_fields if isinstance(field, ParentalKey)}  # type: ignore[attr-defined]
        bare = {name: value for name, value in data.items() if name not in own}
        read = getattr(super(), "from_serializable_data", None)  # that of a row that has rows, too
        return (read or partial(model_from_serializable_data, cls))(bare, **checks)


def rows_in_memory(obj: models.Model) -> dict[str, list[Any]]:
    """Return the rows that are to be saved with `obj`, by their relation."""
    return dict(getattr(obj, "_cluster_related_objects", None) or {})


def relations_in_memory(model: type[models.Model]) -> list[str]:
    """Return the names of the relations of `model` whose rows are saved with it."""
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    return [*relations, *(field.name for field in get_all_child_m2m_relations(model))]


def read_rows(obj: models.Model, names: Collection[str]) -> None:
    """Read those relations of `obj` that `names` has into memory, for a form that is going to set them anyway."""
    for name in relations_in_memory(type(obj)):
        if name in names:
            getattr(obj, name).get_object_list()


@contextmanager
def hold_rows(obj: models.Model, known: Mapping[str, list[Any]] | None = None) -> Iterator[None]:
    """Read each relation of `obj` once, however often it is asked for meanwhile; what is in memory stays as it is.

    It is let go afterwards: rows held longer would be written back when the page is saved again.

    :param known: rows that need not be read, by their relation
    """
    held = rows_in_memory(obj)
    new = [name for name in relations_in_memory(type(obj)) if obj.pk and name not in held]
    for name in new:
        if known and name in known:
            getattr(obj, name)._get_cluster_related_objects()[name] = known[name]
        else:
            getattr(obj, name).get_object_list()
    try:
        yield
    finally:
        for name in new:
            obj._cluster_related_objects.pop(name, None)  # type: ignore[attr-defined]
