"""Merging two drafts: some languages from one, the rest from the other.

Works on drafts as revisions hold them, see `serializable_data()`: {field or relation: value or rows}.
"""

from __future__ import annotations

import datetime
import json
import re
import uuid
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.dateparse import parse_datetime
from modelcluster.models import get_all_child_relations
from modeltranslation.manager import get_translatable_fields_for_model
from wagtail.models import COMMENTS_RELATION_NAME

from ..languages import LANGUAGES, SOURCE, column
from ..status.records import digest
from ..texts.paths import EDITORS_KEYS

Draft = dict[str, Any]
FACTS = "facts"  # what belongs to no language: dates, pictures, which rows there are and in what order
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$")
NOT_EDITED = {"draft_title", "url_path"}
KEPT_FIELDS = {  # which no draft changes
    *("content_type", "owner", "path", "depth", "numchild", "first_published_at", "latest_revision_created_at"),
}


def columns_of(model: type[models.Model], languages: Iterable[str]) -> list[str]:
    """Return the columns of `model` that hold texts in `languages`; those without a suffix hold the source's."""
    names = [name for name in get_translatable_fields_for_model(model) or [] if name not in NOT_EDITED]
    return [
        name_of_column
        for language in languages
        for name in names
        for name_of_column in ([name] if language == SOURCE else []) + [column(name, language)]
    ]


def relations_of(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    """Return the name and model of each kind of row that has texts."""
    relations = [(relation.get_accessor_name(), relation.related_model) for relation in get_all_child_relations(model)]
    return [(name, related) for name, related in relations if columns_of(related, LANGUAGES)]


def combine(
    model: type[models.Model], base: Draft, other: Draft, languages: Collection[str], *, emptied: bool = False
) -> Draft:
    """Return `base` with the texts that `other` has in `languages`.

    :param emptied: whether a row that `other` has not is left without texts in `languages`; else it keeps its own
    """
    combined = base | take_columns(model, other, languages, emptied=emptied)
    for relation, row_model in relations_of(model):
        combined[relation] = [
            row | take_columns(row_model, find_row(row_model, row, other.get(relation, [])), languages, emptied=emptied)
            for row in base.get(relation, [])
        ]
    return combined


def take_columns(model: type[models.Model], other: Draft, languages: Collection[str], *, emptied: bool) -> Draft:
    columns = columns_of(model, languages)
    empty = {name: None if model._meta.get_field(name).null else "" for name in columns} if emptied else {}
    return empty | {name: other[name] for name in columns if name in other}


def find_row(model: type[models.Model], row: Draft, rows: list[Draft]) -> Draft:
    """Find `row` among the `rows` of another draft: by key, or number, or as it says the same; or else return {}."""
    said = take_columns(model, row, [SOURCE], emptied=False)
    tests: list[Any] = [
        lambda other: row.get("pk") and other.get("pk") == row["pk"],
        lambda other: row.get("number") and other.get("number") == row["number"],
        lambda other: not (row.get("pk") and other.get("pk")) and said.items() <= other.items(),
    ]  # fmt: skip
    return next((other for test in tests for other in rows if test(other)), {})


# Comparing


def digest_parts(model: type[models.Model], draft: Draft) -> dict[str, str]:
    """Map each language, and FACTS, to a digest of what `draft` has in it."""
    parts: dict[str, Any] = {language: take_columns(model, draft, [language], emptied=False) for language in LANGUAGES}
    parts[FACTS] = {name: draft.get(name) for name in facts_of(model)}
    for relation in get_all_child_relations(model):
        name, row_model = relation.get_accessor_name(), relation.related_model
        rows = draft.get(name) or []
        if name == COMMENTS_RELATION_NAME:
            continue
        for language in LANGUAGES:
            texts_of_rows = [take_columns(row_model, row, [language], emptied=False) for row in rows]
            parts[language][name] = [texts for texts in texts_of_rows if any(map(plain, texts.values()))]
        texts = {*columns_of(row_model, LANGUAGES), "pk", "sort_order"}
        parts[FACTS][name] = [{key: value for key, value in row.items() if key not in texts} for row in rows]
    return {part: digest(json.dumps(plain(content), sort_keys=True)) for part, content in parts.items()}


def facts_of(model: type[models.Model]) -> list[str]:
    """Return the names of the fields of `model` that editors write and that belong to no language."""
    texts = {*columns_of(model, LANGUAGES), *NOT_EDITED}
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [
        field.name
        for field in fields
        if field.editable and not field.primary_key and field.name not in texts | KEPT_FIELDS
    ]


def plain(value: Any) -> Any:
    """Return `value` without what an editor's browser adds: ids of blocks, keys of paragraphs, line ends."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
    if isinstance(value, datetime.date | datetime.time | uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, str):
        if MOMENT.match(value) and (moment := parse_datetime(value)):
            return plain(moment)
        if value.startswith("[") and value.endswith("]"):
            try:
                return plain(json.loads(value))
            except ValueError:
                pass
        return EDITORS_KEYS.sub("", value).replace("\r\n", "\n").strip() or None
    if isinstance(value, list):
        return [plain(item) for item in value] or None
    if isinstance(value, dict):
        bare = {key: plain(item) for key, item in value.items() if key != "id"}
        return bare["value"] if bare.get("type") == "item" else bare  # as lists of blocks were saved once
    return value
