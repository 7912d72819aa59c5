"""The source's texts as they were when their translations were made: what changed since can be shown word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext

from ..languages import SOURCE
from ..texts.paths import Text, texts_of
from ..texts.rows import hold_rows
from ..texts.withheld import Withholdable
from .records import DIGITS, TranslationStatus, digest, find_pairs
from .statuses import TranslationStatusMixin


class SourceSnapshot(Withholdable):
    """A text in the source's language, under its digest. It goes with its object, as what it says may be personal."""

    withheld_fields = ["text"]

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=DIGITS)
    text = models.TextField()
    published = models.BooleanField(default=False)  # everybody could read it once, and so may compare it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "digest"], name="one_source_text")]
        indexes = [models.Index(fields=["digest"], name="source_texts_by_digest")]

    def __str__(self) -> str:
        return self.text

    def describe_place(self) -> str:
        return pgettext("translations", "Earlier text") if self.published else gettext("Earlier text, never public")


def record_sources(obj: TranslationStatusMixin) -> None:
    """Record the texts that the translations of `obj`, just saved, were made from: with one query."""
    texts, obj.translated_sources = obj.translated_sources, ()
    if texts:
        kind = ContentType.objects.get_for_model(obj)
        rows = [SourceSnapshot(content_type=kind, object_id=obj.pk, digest=digest(text), text=text) for text in texts]
        SourceSnapshot.objects.bulk_create(rows, ignore_conflicts=True)


def record_publication(obj: TranslationStatusMixin) -> None:
    """Record that everybody can read the source's texts of `obj` from now on."""
    with hold_rows(obj):
        digests = [digest(text) for text in texts_of(obj, SOURCE).values()]
    obj.source_snapshots.filter(digest__in=digests, published=False).update(published=True)


def list_earlier_sources(obj: TranslationStatusMixin) -> list[SourceSnapshot]:
    """Return what is on record of `obj` and it does not say now: first what everybody could read, latest first."""
    now = [digest(text) for text in texts_of(obj, SOURCE).values()]
    rows = obj.source_snapshots.filter(withholding=None).exclude(digest__in=now)
    return list(rows.order_by("-published", "-pk"))


def find_recorded(obj: Any, digests: Collection[str], *, published: bool = False) -> dict[str, SourceSnapshot]:
    """Map those of `digests` on record to their texts. A copy of a page finds those of the page it was made from.

    Words that are withheld anywhere are withheld everywhere: their text is empty, and names the act.

    :param published: only texts that everybody could read once
    """
    kind = ContentType.objects.get_for_model(obj)
    rows = SourceSnapshot.objects.filter(Q(content_type=kind) | Q(withholding__isnull=False), digest__in=digests)
    found: dict[str, SourceSnapshot] = {}
    for row in rows.select_related("withholding"):
        known = found.setdefault(row.digest, row)
        known.published |= row.published
        if row.withholding and not known.withholding:
            row.published = known.published
            found[row.digest] = row
    return {key: row for key, row in found.items() if row.published or not published}


def find_sources(obj: Any, digests: Collection[str], *, published: bool = False) -> dict[str, str]:
    """Map those of `digests` to their texts that find_recorded() finds and nobody withholds."""
    found = find_recorded(obj, digests, published=published)
    return {key: row.text for key, row in found.items() if not row.withholding}


def find_earlier_sources(
    obj: TranslationStatusMixin, texts: Sequence[Text], language: str, *, published: bool = False
) -> dict[str, SourceSnapshot]:
    """Map the paths of those of `texts` whose translation is outdated to what it was made from, as far as on record.

    :param texts: all of `obj`, as translations of several may read alike
    :param published: only what everybody could read once
    """
    by_path = {text.path: text.by for text in texts}
    pairs = find_pairs(by_path, language)
    earlier: defaultdict[str, list[str]] = defaultdict(list)
    record = obj.get_record(language)
    for pair in sorted(record.pairs - set(pairs.values())):
        earlier[pair.translation].append(pair.source)
    statuses = record.judge_texts(by_path, language)
    made_from = {
        path: earlier[pairs[path].translation]
        for path, status in statuses.items()
        if status == TranslationStatus.OUTDATED
    }
    if not made_from:
        return {}
    sources = find_recorded(obj, [each for digests in made_from.values() for each in digests], published=published)
    found = {path: [sources[each] for each in digests if each in sources] for path, digests in made_from.items()}
    return {path: rows[0] for path, rows in found.items() if rows}
