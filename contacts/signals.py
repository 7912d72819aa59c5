"""Signal handlers for people who change or are deleted. Search texts follow in search/indexing.py.

However a person is deleted, from the admin, from a shell, one or many, it comes through here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import Signal, receiver
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from search.indexing import write_texts
from translations.languages import SOURCE

from .models import Person, Region, RegionPage

# Sent with `pages`, region pages, when what they show has changed without their being published: caches listen.
directory_changed = Signal()


@receiver(post_save, sender=Person)
def show_what_is_public_now(instance: Person, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        announce_change(RegionPage.objects.filter(posts__person=instance).distinct())


@receiver(pre_delete, sender=Person)
def record_pages(instance: Person, **kwargs: Any) -> None:
    instance._pages = list(RegionPage.objects.filter(posts__person=instance).distinct())  # type: ignore[attr-defined]


@receiver(post_delete, sender=Person)
def leave_no_trace(instance: Person, **kwargs: Any) -> None:
    clear_revisions(instance.pk)
    clear_log(instance.pk)
    delete_portrait(instance)
    ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Person), to_object_id=str(instance.pk)
    ).delete()
    announce_change(instance._pages)  # type: ignore[attr-defined]


@receiver(post_save, sender=Region)
def find_pages_around_by_its_countries(instance: Region, raw: bool = False, **kwargs: Any) -> None:
    """Have the pages of the regions around it found by its countries; its own is, by search/indexing.py."""
    if not raw and (around := instance.get_ancestors()):
        write_texts(RegionPage.objects.filter(region__in=around))


def clear_revisions(key: int) -> None:
    """Make the person's posts vacant in every draft and old version of a region page."""
    revisions = Revision.objects.filter(content_type=ContentType.objects.get_for_model(RegionPage))
    for revision in revisions.iterator(chunk_size=100):
        held = [post for post in revision.content.get("posts", []) if post.get("person") == key]
        for post in held:
            post["person"] = None
        if held:
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def clear_log(key: int) -> None:
    """Leave in the audit log what was done and by whom, but not to whom."""
    with override(SOURCE):
        label = gettext("A former contact")
    kind = ContentType.objects.get_for_model(Person)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(key)).update(label=label, data={})


def delete_portrait(person: Person) -> None:
    """Delete the picture of a person who is removed, with its files, unless something else shows it."""
    if portrait := person.portrait:
        own = {"base_content_type": ContentType.objects.get_for_model(Person), "object_id": str(person.pk)}
        if not ReferenceIndex.get_references_to(portrait).exclude(**own).exists():
            portrait.delete()


def announce_change(pages: Iterable[RegionPage]) -> None:
    if pages := list(pages):
        directory_changed.send(sender=Person, pages=pages)
