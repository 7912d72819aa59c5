import json
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Revision

from ...texts.characters import clean_data, clean_fields, has_texts

AT_ONCE = 200  # rows


class Command(BaseCommand):
    help = "Takes control characters and non-characters out of everything stored, drafts included."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        stored = [model for model in apps.get_models() if has_texts(model) and model._meta.managed]
        count = sum(map(clean_rows, stored))
        if verbosity:
            self.stdout.write(f"texts of {count} rows cleaned")


def clean_rows(model: type[models.Model]) -> int:
    """Clean the rows of `model`, past its rules: what others say of them, statuses and days, stays."""
    count = 0
    own = {field.attname for field in model._meta.local_concrete_fields}
    for obj in model._base_manager.order_by("pk").iterator(chunk_size=AT_ONCE):
        changed = clean_fields(obj)
        if isinstance(obj, Revision) and (content := clean_content(obj.content)) != obj.content:
            changed["content"] = content
        changed = {name: value for name, value in changed.items() if name in own}
        if changed:
            rows: Any = models.QuerySet(model).filter(pk=obj.pk)
            rows.update(**{name: get_raw(model, name, value) for name, value in changed.items()})
            count += 1
    return count


def clean_content(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a draft holds, in which bodies are JSON once more."""
    return {name: clean_body(value) for name, value in clean_data(content).items()}


def clean_body(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith("[") or "\\u" not in value:
        return value
    try:
        body = json.loads(value)
    except ValueError:
        return value  # a text that begins with a bracket
    cleaned = clean_data(body)
    return value if cleaned is body else json.dumps(cleaned)


def get_raw(model: type[models.Model], name: str, value: Any) -> Any:
    is_body = isinstance(model._meta.get_field(name), StreamField)
    return json.dumps(value.get_prep_value()) if is_body else value
