"""The texts of a page or snippet, each under a path that both languages share.

A field's path is its name; that of a text in a row is relation/row/field: `findings/2/title`, `sessions/+1/note`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from modelcluster.models import get_all_child_relations
from modeltranslation.manager import get_translatable_fields_for_model
from wagtail.fields import RichTextField, StreamField

from .languages import LANGUAGES, column

NOT_READ = {"draft_title", "slug", "url_path"}  # not texts that a reader reads
EDITORS_KEYS = re.compile(r' data-block-key="[^"]*"')  # which the rich text editor adds


def texts_of(obj: models.Model, language: str) -> dict[str, str]:
    """Map the path of each text that `obj` and its rows have in `language` to that text. Empty ones are left out.

    A body is one text: JSON without the blocks' ids, which are not the same in two languages.
    """
    return {path: texts[language] for path, texts in texts_by_path(obj).items() if texts[language]}


def texts_by_path(obj: models.Model) -> dict[str, dict[str, str]]:
    """Map the path of each text of `obj` and its rows to that text in each language, empty where it has none."""
    return {
        path: {language: text_in(holder, name, language) for language in LANGUAGES}
        for path, holder, name in places_of(obj)
    }


def places_of(obj: models.Model) -> Iterator[tuple[str, models.Model, str]]:
    """Yield (path, obj or one of its rows, field name) for each text, with one query at most for each kind of row."""
    for name in names_of(type(obj)):
        yield name, obj, name
    for relation in get_all_child_relations(type(obj)):
        if names := names_of(relation.related_model):
            for place, row in enumerate(getattr(obj, relation.get_accessor_name()).all(), start=1):
                key = getattr(row, "number", None) or f"+{place}"
                for name in names:
                    yield f"{relation.get_accessor_name()}/{key}/{name}", row, name


def names_of(model: type[models.Model]) -> list[str]:
    """Return the names of the fields of `model` that are translated and read."""
    return sorted(set(get_translatable_fields_for_model(model) or []) - NOT_READ)


def kind_of(path: str) -> str:
    """Return `path` without its row, as rows change place: `sessions//note`."""
    relation, _separator, rest = path.partition("/")
    return f"{relation}//{rest.partition('/')[2]}" if rest else path


def text_in(obj: models.Model, name: str, language: str) -> str:
    """Return the text of field `name` in `language`, so that a text saved again in the admin is the same text."""
    field = obj._meta.get_field(column(name, language))
    value = getattr(obj, field.name)
    if not value:
        return ""
    if isinstance(field, StreamField):
        return json.dumps(normalize(value.get_prep_value()), ensure_ascii=False)
    if isinstance(field, RichTextField) and not (strip_tags(value).strip() or "<embed" in value):
        return ""
    return str(normalize(value))


def normalize(value: Any) -> Any:
    """Return a text, or the blocks of a body, without what an editor's browser adds: ids, keys, line ends."""
    if isinstance(value, str):
        return EDITORS_KEYS.sub("", value).replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [normalize(item) for item in value]
    if isinstance(value, dict):
        return {key: normalize(item) for key, item in value.items() if key != "id"}
    return value
