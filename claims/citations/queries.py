"""Which pages cite which claims: read from each page's texts, in every language, when it is saved as published."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import unescape
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField

from translations.languages import LANGUAGES, column
from translations.models import BasePage
from translations.texts.paths import places_of

from ..marks import Mark, parse_mark
from ..models import Citation, ClaimPage, Decision, Step
from ..register.listing import visible_claims
from .mentions import find_mentions


def get_addresses(marks: Collection[Mark], *, except_for: str | None = None) -> dict[Mark, str]:
    """Map those of `marks` that visible claims bear to the claims' addresses in the active language, in one query."""
    names = {str(mark): mark for mark in marks}
    names.pop(except_for or "", None)
    if not names:
        return {}
    claims = visible_claims().filter(mark__in=names).order_by().only("mark", "path", "depth", "url_path")
    return {names[claim.mark]: url for claim in claims if (url := claim.get_url())}


def list_citing_pages(claim: ClaimPage) -> Any:
    """Return the visible pages that cite `claim`, in the order of the tree, itself excluded.

    Each has its `shown_mark`, None but for claims. One query, titles included.
    """
    mark = parse_mark(claim.mark or "")
    if not mark:
        return BasePage.objects.none()
    citing = BasePage.objects.visible().filter(citations__code=mark.code, citations__number=mark.number)
    return citing.exclude(pk=claim.pk).annotate(shown_mark=F("claimpage__mark")).order_by("path")


def index_page(page: BasePage) -> None:
    """Bring the citations of `page`, its specific type, up to date; a page that is no longer published has none."""
    found = set(find_cited(page)) if page.live else set()
    known = {Mark(row.code, row.number): row.pk for row in Citation.objects.filter(page=page.pk)}
    if gone := [key for mark, key in known.items() if mark not in found]:
        Citation.objects.filter(pk__in=gone).delete()
    Citation.objects.bulk_create(
        [Citation(page_id=page.pk, code=mark.code, number=mark.number) for mark in sorted(found - known.keys())],
        ignore_conflicts=True,  # whoever saves the page at the same moment finds the same
    )


def index_record(record: Step | Decision) -> None:
    """Add what an entry of a claim's record cites. It is never changed, so nothing is ever taken away."""
    Citation.objects.bulk_create(
        [Citation(page_id=record.claim_id, code=mark.code, number=mark.number) for mark in set(find_in(record))],
        ignore_conflicts=True,
    )


def find_cited(page: BasePage) -> Iterator[Mark]:
    """Yield the marks that `page` mentions in its texts, or a claim in its record, in any language."""
    yield from find_in(page)
    if isinstance(page, ClaimPage):
        for record in [*page.steps.all(), *page.decisions.all()]:
            yield from find_in(record)


def find_in(obj: models.Model) -> Iterator[Mark]:
    for _path, holder, name in places_of(obj):
        for language in LANGUAGES:
            for text in read_texts(holder, column(name, language)):
                yield from (mark for _start, _end, mark in find_mentions(text))


def read_texts(obj: models.Model, name: str) -> Iterator[str]:
    """Yield the texts in field `name` of `obj`, without tags."""
    field, value = obj._meta.get_field(name), getattr(obj, name)
    if not value:
        return
    if isinstance(field, StreamField):
        for text in strings_in(value.get_prep_value()):
            yield html_to_text(text)
    else:
        yield html_to_text(value) if isinstance(field, RichTextField) else str(value)


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings_in(item)


def html_to_text(html: str) -> str:
    """Return rich text without its tags. Blocks of it are words apart."""
    return unescape(strip_tags(html.replace("</", " </").replace("<br", " <br")))
