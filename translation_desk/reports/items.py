"""Translation items: one for each page or snippet and each language, for the report and the admin's first page.

Pages and snippets are read in one statement, whatever their number.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Count, DateTimeField, F, IntegerField, Model, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.text import capfirst
from modeltranslation.manager import get_translatable_fields_for_model
from wagtail.models import get_page_models
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry

from translations.admin_access.choosers import may_edit
from translations.languages import NAMES, SOURCE, TRANSLATIONS, column
from translations.models import BasePage
from translations.permissions import languages_of
from translations.snippets import TranslatedSnippet, snippet_models
from translations.status.records import TranslationStatus

from ..editor.translatables import edit_url, translation_url
from .columns import format_day
from .status_queries import draft_day, draft_status, stored_day, stored_status, text

TO_DO = [status for status in TranslationStatus if status != TranslationStatus.CURRENT]


@dataclass(frozen=True)
class TranslationItem:
    """A page or snippet to be translated into one language, and how far it has come.

    :param rank: place of the status among all: what is missing comes first
    :param published: the status that readers have; empty for a page they cannot see
    :param changed: the day on which the source's texts last changed, as ISO 8601; empty where it is not known
    :param confirmed: the day on which a text of the translation was last made or confirmed, likewise
    """

    kind: int
    key: int
    title: str
    language: str
    status: str
    rank: int
    published: str
    changed: str
    confirmed: str
    published_at: datetime.datetime | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> TranslationItem:
        return cls(**{name: row[PREFIX + name] for name in FIELDS})

    @property
    def model(self) -> type[Model]:
        return ContentType.objects.get_for_id(self.kind).model_class() or BasePage

    @property
    def type(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def language_name(self) -> str:
        return NAMES[self.language]

    @property
    def status_label(self) -> str:
        return str(TranslationStatus(self.status).label)

    @property
    def published_label(self) -> str:
        return str(TranslationStatus(self.published).label) if self.published else ""

    @property
    def edit_url(self) -> str:
        return edit_url(self.model, self.key)

    @property
    def translation_url(self) -> str:
        return translation_url(self.model, self.key, self.language)

    @property
    def changed_on(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.changed) if self.changed else None

    @property
    def changed_in_words(self) -> str:
        return format_day(self.changed_on) if self.changed_on else ""

    @property
    def published_in_words(self) -> str:
        return format_day(self.published_at) if self.published_at else ""

    @property
    def confirmed_on(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.confirmed) if self.confirmed else None


FIELDS = list(TranslationItem.__dataclass_fields__)
RANK = Case(
    *(When(item_status=status.value, then=Value(place)) for place, status in enumerate(TranslationStatus)),
    output_field=IntegerField(),
)
PREFIX = "item_"  # as a model may have a field of the same name


def list_translation_items(
    user: Any, *, kind: int | None = None, language: str = "", statuses: Collection[str] = (), published: bool = False
) -> QuerySet[Any, dict[str, Any]]:
    """Return what `user` may edit, in the languages that `user` may write, as rows for `TranslationItem.of`.

    :param kind: key of the only content type asked for
    :param statuses: the only ones asked for
    :param published: only pages that readers can see, and of which it is known since when
    """
    parts = list_sources(user, kind, language)
    if published:
        known = {"live": True, "last_published_at__isnull": False}
        parts = [ItemSource(part.objects.filter(**known), part.language) for part in parts if part.is_of_pages]
    items = [part.values(statuses) for part in parts]
    return (
        items[0].union(*items[1:], all=True) if items else ItemSource(BasePage.objects.none(), SOURCE).values(statuses)
    )


def count_listed(user: Any, *, kind: int | None = None, language: str = "", statuses: Collection[str] = ()) -> int:
    """Count what `list_translation_items` lists: without their texts, and their statuses where all are asked for."""
    numbers = [part.number(statuses) for part in list_sources(user, kind, language)]
    found = numbers[0].union(*numbers[1:], all=True) if numbers else []
    return sum(row["number"] for row in found)


def count_translation_items(user: Any) -> Counter[tuple[int, str, str]]:
    """Count what `list_translation_items` lists: by content type, language and status."""
    counts = [part.counts() for part in sources_for(user)]
    found = counts[0].union(*counts[1:], all=True) if counts else []
    return Counter({(row["item_kind"], row["item_language"], row["item_status"]): row["number"] for row in found})


@dataclass(frozen=True)
class ItemSource:
    """The pages, or the snippets of one model, in one language."""

    objects: QuerySet[Any]
    language: str

    @property
    def is_of_pages(self) -> bool:
        return issubclass(self.objects.model, BasePage)

    @property
    def columns(self) -> dict[str, Any]:
        common = {"language": text(self.language), "key": F("pk"), "rank": RANK}
        if self.is_of_pages:
            return {**common, **columns_of_pages(self.language)}
        return {**common, **columns_of_snippets(self.objects.model, self.language)}

    def values(self, statuses: Collection[str]) -> QuerySet[Any, dict[str, Any]]:
        named = self.objects.order_by().annotate(**{PREFIX + name: self.columns[name] for name in FIELDS})
        chosen = named.filter(item_status__in=statuses) if statuses else named
        return chosen.values(*(PREFIX + name for name in FIELDS))

    def number(self, statuses: Collection[str]) -> QuerySet[Any, dict[str, Any]]:
        """Give one row that says how many there are of `statuses`, or of all; none where there is nothing."""
        found = self.objects.order_by()
        if statuses:
            found = found.annotate(item_status=self.columns["status"]).filter(item_status__in=statuses)
        return found.annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")

    def counts(self) -> QuerySet[Any, dict[str, Any]]:
        keys = {PREFIX + name: self.columns[name] for name in ("kind", "language", "status")}
        return self.objects.order_by().annotate(**keys).values(*keys).annotate(number=Count("pk"))


def list_sources(user: Any, kind: int | None, language: str) -> list[ItemSource]:
    return [part for part in sources_for(user, kind) if language in ("", part.language)]


def sources_for(user: Any, kind: int | None = None) -> list[ItemSource]:
    """Return pages first: what snippets have not, they have as NULL, which takes its type from the first part."""
    languages = [language for language in TRANSLATIONS if language in languages_of(user)]
    pages = editable(BasePage, user).filter(depth__gt=1, alias_of__isnull=True)
    if kind is not None:
        pages = pages.filter(content_type=kind)
    sources = [pages, *(editable(model, user) for model in snippet_models() if kind in (None, content_type_key(model)))]
    return [ItemSource(objects, language) for objects in sources for language in languages]


def editable(model: type[Model], user: Any) -> QuerySet[Any]:
    policy: BasePermissionPolicy = policy_registry.get_by_type(model)
    return policy.instances_user_has_permission_for(user, "change")


def content_type_key(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


def columns_of_pages(language: str) -> dict[str, Any]:
    return {
        "kind": F("content_type_id"),
        "title": Coalesce(
            NullIf(column("draft_title", SOURCE), Value("")), column("title", SOURCE), output_field=CharField()
        ),
        "status": draft_status(language),
        "published": Case(When(live=True, then=stored_status(language)), default=text("")),
        "changed": draft_day(SOURCE),
        "confirmed": draft_day(language),
        "published_at": F("last_published_at"),
    }


def columns_of_snippets(model: type[TranslatedSnippet], language: str) -> dict[str, Any]:
    """A snippet is published when it is saved; the day is not recorded."""
    translated = get_translatable_fields_for_model(model) or []
    return {
        "kind": Value(content_type_key(model), output_field=IntegerField()),
        "title": F(column("name", SOURCE) if "name" in translated else "name"),
        "status": stored_status(language),
        "published": stored_status(language),
        "changed": stored_day(SOURCE),
        "confirmed": stored_day(language),
        "published_at": Cast(Value(None), DateTimeField()),
    }


def list_translatable_types(user: Any) -> dict[int, type[Model]]:
    """Map the key of each content type that `user` may edit something of to its model, whether there is any or not."""
    snippets = [model for model in snippet_models() if may_edit(model, user)]
    pages = [model for model in get_page_models() if model is not BasePage] if may_edit(BasePage, user) else []
    types = ContentType.objects.get_for_models(*pages, *snippets)
    return {kind.pk: model for model, kind in types.items()}
