"""Deleting source snapshots that nothing refers to: each draft leaves behind those its translations were made from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from wagtail.models import Revision

from ..languages import TRANSLATIONS
from ..models import BasePage
from ..status.records import TranslationRecord
from ..status.snapshots import SourceSnapshot

CHUNK = 500


def prune_source_texts() -> int:
    """Delete the texts that no translation was made from, of those that are published, or in a draft that can be.

    That is the latest draft of each page, and one that goes out at a date. One who goes back to an older revision is
    told that the source has changed since, and not how. What is withheld stays, as it says that it is.

    :return: how many were deleted
    """
    newest = SourceSnapshot.objects.aggregate(newest=Max("pk"))["newest"] or 0  # what is added meanwhile is left alone
    deleted = 0
    for kind in ContentType.objects.filter(pk__in=SourceSnapshot.objects.order_by().values("content_type")):
        wanted = set(find_references(kind))
        rows = SourceSnapshot.objects.filter(content_type=kind, pk__lte=newest, withholding=None)
        gone = [key for key, digest in rows.values_list("pk", "digest").iterator() if digest not in wanted]
        for start in range(0, len(gone), CHUNK):
            deleted += SourceSnapshot.objects.filter(pk__in=gone[start : start + CHUNK]).delete()[0]
    return deleted


def find_references(kind: ContentType) -> Iterator[str]:
    """Yield the digest of each text that a translation of an object of this `kind` was made from, copies' included."""
    model: Any = kind.model_class()
    if model is None:
        return
    for translations in model._default_manager.values_list("translations", flat=True).iterator():
        yield from list_digests(translations)
    if issubclass(model, BasePage):
        for content in list_drafts(kind):
            translations = content.get("translations") or {}
            yield from list_digests(json.loads(translations) if isinstance(translations, str) else translations)


def list_drafts(kind: ContentType) -> Iterator[dict[str, Any]]:
    latest = BasePage.objects.filter(content_type=kind, has_unpublished_changes=True).values("latest_revision")
    drafts = Revision.objects.filter(content_type=kind)
    drafts = drafts.filter(pk__in=latest) | drafts.exclude(approved_go_live_at=None)
    return drafts.values_list("content", flat=True).iterator()


def list_digests(translations: Mapping[str, Any]) -> Iterator[str]:
    for language in TRANSLATIONS:
        yield from (pair.source for pair in TranslationRecord.from_json(translations.get(language, {})).pairs)
