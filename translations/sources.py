"""The source's texts as they were when their translations were made: what changed since can be shown word by word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from .languages import SOURCE
from .status import DIGITS, Pair, digest
from .texts import Text, texts_of

if TYPE_CHECKING:
    from .status import TranslationStatusMixin


class SourceText(models.Model):
    """A text in the source's language, under its digest. It goes with its object, as what it says may be personal."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=DIGITS)
    text = models.TextField()
    published = models.BooleanField(default=False)  # readers could read it once, and so may compare it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "digest"], name="one_source_text")]

    def __str__(self) -> str:
        return self.text


def record_sources(obj: TranslationStatusMixin) -> None:
    """Record the texts that the translations of `obj`, just saved, were made from: with one query."""
    texts, obj.translated_sources = obj.translated_sources, ()
    if texts:
        kind = ContentType.objects.get_for_model(obj)
        rows = [SourceText(content_type=kind, object_id=obj.pk, digest=digest(text), text=text) for text in texts]
        SourceText.objects.bulk_create(rows, ignore_conflicts=True)


def note_publication(obj: TranslationStatusMixin) -> None:
    """Record that readers can read the source's texts of `obj` from now on."""
    digests = [digest(text) for text in texts_of(obj, SOURCE).values()]
    obj.source_texts.filter(digest__in=digests, published=False).update(published=True)


def find_sources(obj: Any, digests: Collection[str], *, published: bool = False) -> dict[str, str]:
    """Map those of `digests` on record to their texts. A copy of a page finds those of the page it was made from.

    :param published: only texts that readers could read once
    """
    rows = SourceText.objects.filter(content_type=ContentType.objects.get_for_model(obj), digest__in=digests)
    rows = rows.filter(published=True) if published else rows
    return dict(rows.values_list("digest", "text"))


def find_earlier_sources(
    obj: TranslationStatusMixin, texts: Sequence[Text], language: str, *, published: bool = False
) -> dict[str, str]:
    """Map the paths of those of `texts` whose translation is outdated to what it was made from, as far as on record.

    :param texts: all of `obj`, as translations of several may read alike
    :param published: only what readers could read once
    """
    pairs = {text.path: Pair.of(text.path, text.source, text.by[language]) for text in texts}
    now, known = set(pairs.values()), obj.get_pairs(language)
    made_from = {
        text.path: sorted(pair[DIGITS:] for pair in known - now if pair.translation == pairs[text.path].translation)
        for text in texts
        if obj.is_outdated(text.path, text.source, text.by[language], language)
    }
    if not made_from:
        return {}
    sources = find_sources(obj, [each for digests in made_from.values() for each in digests], published=published)
    found = {
        path: next((sources[each] for each in digests if each in sources), None) for path, digests in made_from.items()
    }
    return {path: text for path, text in found.items() if text is not None}
