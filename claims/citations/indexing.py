"""Keeps the index of citations, and what claims are found by, in the transaction of what saves a page or a record."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import get_page_models

from search.indexing import write_texts
from translations.models import BasePage
from translations.page_signals import texts_changed

from ..models import Decision, Step
from .queries import index_page, index_record


def index_changed_page(page: BasePage, **kwargs: Any) -> None:
    """Read the page's citations anew. Deleting a page deletes them with it."""
    index_page(page)


def connect_receivers() -> None:
    """Listen to every type of page. To be called once all apps are ready."""
    for page_type in get_page_models():
        texts_changed.connect(index_changed_page, sender=page_type)


@receiver(post_save, sender=Step)
@receiver(post_save, sender=Decision)
def index_saved_record(instance: Step | Decision, **kwargs: Any) -> None:
    index_record(instance)
    if instance.claim.live:
        write_texts([type(instance.claim).objects.get(pk=instance.claim_id)])
