"""Keeps the index of citations, and what claims are found by, in the transaction of what saves a page or a record."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from search.indexing import write_texts
from translations.models import BasePage

from ..models import Decision, Step
from .queries import index_page, index_record


@receiver(post_save)
def index_saved_page(
    instance: Any, raw: bool = False, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Read the page's citations anew. Deleting a page deletes them with it.

    A page saved in part has the texts that it had before; saved as what every page is, not as its own type, it can be
    unpublished, but no text of its own can change.
    """
    whole = update_fields is None or "live" in update_fields
    if not isinstance(instance, BasePage) or raw or not whole:
        return
    if isinstance(instance, instance.specific_class) or not instance.live:
        index_page(instance)


@receiver(post_save, sender=Step)
@receiver(post_save, sender=Decision)
def index_saved_record(instance: Step | Decision, **kwargs: Any) -> None:
    index_record(instance)
    if instance.claim.live:
        write_texts([type(instance.claim).objects.get(pk=instance.claim_id)])
