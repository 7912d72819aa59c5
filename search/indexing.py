"""Updates the search index in the transaction that publishes, unpublishes or deletes a page.

Moves and restrictions of view change no text, and are asked about when somebody searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from modelcluster.models import get_all_child_relations
from wagtail.models import get_page_models

from translations.languages import LANGUAGES, column
from translations.models import BasePage
from translations.page_signals import texts_changed
from translations.search_texts import SearchPart

from .backends import prepare
from .facets import search_facet_of
from .models import SearchText
from .stemming import get_terms, label_title
from .suggestions import learn_words

AT_ONCE = 50  # pages, or rows: SQLite takes so many values in one statement, and no more
EMAIL_ADDRESS = re.compile(r"(?<!\S)@*+[^\s@]++@\S+")
SPACE = re.compile(r"[ \t\r\n\f\v]+")  # not those that keep a sign on its line
LONGEST_TEXT = 200_000  # characters: PostgreSQL's index takes a megabyte
WRITTEN = [field.name for field in SearchText._meta.fields if field.name not in {"id", "page", "language", "part"}]


def write_texts(pages: Iterable[Any]) -> None:
    """Bring what a search finds `pages` by up to date; drafts are found by nothing.

    :param pages: specific ones, as they are in the database, or are about to be
    """
    pages = list(pages)
    texts = [text for page in pages if page.live and page.depth > 1 for text in make_search_texts(page)]
    kept = {(text.page_id, text.language, text.part) for text in texts}
    stored = SearchText.objects.filter(page__in=[page.pk for page in pages])
    stale = [pk for pk, *key in stored.values_list("pk", "page_id", "language", "part") if tuple(key) not in kept]
    with transaction.atomic(savepoint=False):
        if stale:
            SearchText.objects.filter(pk__in=stale).delete()
        SearchText.objects.bulk_create(
            texts,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["page", "language", "part"],
            update_fields=WRITTEN,
        )
        learn_words(texts)


def make_search_texts(page: Any) -> Iterator[SearchText]:
    """Yield what a search finds `page` and its parts by in each language that they have a text of their own in."""
    for language in filter(page.is_offered_in, LANGUAGES):
        facet = search_facet_of(type(page))
        mark = getattr(page, page.mark_field, None) or "" if page.mark_field else ""
        title, keywords = getattr(page, column("title", language)), page.get_search_keywords(language)
        own = SearchPart("", facet, mark, title, page.get_search_texts(language))
        yield make_search_text(page, own, language, keywords)
        for part in page.get_search_parts(language):
            yield make_search_text(page, part, language, [])


def make_search_text(page: Any, part: SearchPart, language: str, keywords: list[str]) -> SearchText:
    text, title_terms = join(part.texts), get_terms(" ".join([part.title, *keywords]), language)
    return SearchText(
        page_id=page.pk,
        language=language,
        part=part.name,
        kind=part.facet.key,
        mark=part.mark,
        title=part.title,
        title_terms=title_terms,
        labels=" ".join([part.facet.key, *map(label_title, title_terms.split())]),
        text=text,
        text_terms=get_terms(text, language),
    )


def join(pieces: Iterable[str]) -> str:
    """Return `pieces` as one text to search and to cite from. Addresses of people are not for searching."""
    texts = (SPACE.sub(" ", EMAIL_ADDRESS.sub(" ", piece)).strip() for piece in pieces)
    closed = (text if text[-1] in ".!?…:;»”)" else f"{text}." for text in texts if text)
    return " ".join(closed)[:LONGEST_TEXT]


def write_all_texts(page_type: type[Any] = BasePage) -> int:
    """Bring the texts of all pages of `page_type` up to date, and return how many pages there are."""
    keys = list(page_type._base_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        write_texts(BasePage.objects.filter(pk__in=keys[start : start + AT_ONCE]).specific())
    return len(keys)


# Pages


def write_changed_page(page: BasePage, **kwargs: Any) -> None:
    write_texts([page])


# What pages refer to by name: topics, organisations, people


@cache
def list_places(model: type[models.Model]) -> list[tuple[type[models.Model], str, str]]:
    """Return where pages, and rows of pages, refer to `model`: their class, the field, the column with the page's key.

    Wagtail's index of references knows no many-to-many relations. What every page has, such as its owner and the
    comments on it, is none of its content, and in no text that a search finds.
    """
    every_page = {field.name for field in BasePage._meta.get_fields()}
    of_every_page = {relation.related_model for relation in get_all_child_relations(BasePage)}  # editors' comments
    places = []
    for page_type in get_page_models():
        holders = [(page_type, "pk", "")]
        for relation in get_all_child_relations(page_type):
            if relation.related_model not in of_every_page:
                holders.append((relation.related_model, relation.field.attname, relation.field.name))
        for holder, key, own in holders:  # a row's own page is none that it refers to
            fields = [field for field in holder._meta.get_fields() if not field.auto_created and field.name != own]
            names = [field.name for field in fields if field.related_model is model and field.name not in every_page]
            places += [(holder, name, key) for name in names]
    return places


def list_pages_that_name(instance: models.Model) -> list[int]:
    keys: set[int] = set()
    for holder, name, key in list_places(type(instance)):
        keys.update(holder._base_manager.filter(**{name: instance.pk}).values_list(key, flat=True))
    return sorted(keys)


def record_change(instance: models.Model, raw: bool, **kwargs: Any) -> None:
    if instance.pk and not raw:
        before = type(instance)._base_manager.filter(pk=instance.pk).values().first()
        now = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
        instance.changes_searched_texts = before is not None and before != now  # type: ignore[attr-defined]


def write_pages_after_change(instance: models.Model, **kwargs: Any) -> None:
    if getattr(instance, "changes_searched_texts", False):
        write_texts(BasePage.objects.filter(pk__in=list_pages_that_name(instance)).specific())


def record_pages_that_name(instance: models.Model, **kwargs: Any) -> None:
    instance.pages_that_named_it = list_pages_that_name(instance)  # type: ignore[attr-defined]


def write_pages_after_deletion(instance: models.Model, **kwargs: Any) -> None:
    if pages := getattr(instance, "pages_that_named_it", None):
        write_texts(BasePage.objects.filter(pk__in=pages).specific())


def connect_receivers() -> None:
    """Listen to the pages, and to what they refer to by name: to nothing else. Called once all apps are ready."""
    for page_type in get_page_models():
        texts_changed.connect(write_changed_page, sender=page_type)
    for model in installed_apps.get_models():
        if list_places(model):
            pre_save.connect(record_change, sender=model)
            post_save.connect(write_pages_after_change, sender=model)
            pre_delete.connect(record_pages_that_name, sender=model)
            post_delete.connect(write_pages_after_deletion, sender=model)


# Databases


def prepare_database(sender: AppConfig, using: str, apps: Any = installed_apps, **kwargs: Any) -> None:
    """Make the index of words, and fill it for a site that had pages before it. Receives post_migrate."""
    try:
        apps.get_model(SearchText._meta.app_label, SearchText.__name__)
    except LookupError:
        return  # a database that has not come that far yet
    prepare(using)
    empty = not SearchText.objects.using(using).exists()
    if empty and is_migrated(using) and BasePage.objects.using(using).filter(live=True, depth__gt=1).exists():
        write_all_texts()


def is_migrated(using: str) -> bool:
    """Tell whether every table is as the code wants it: page types of other apps are read too."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
