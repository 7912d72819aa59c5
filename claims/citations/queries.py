"""Which pages cite which claims, findings and questions: read from their texts, in every language, when published."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import unescape
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField

from translations.languages import LANGUAGES, column
from translations.models import BasePage
from translations.texts.paths import places_of

from ..marks import Mark, RowMark, parse_mark
from ..models import Citation, ClaimPage, Decision, Step
from ..register.listing import visible_claims
from ..rows import find_row_addresses
from .mentions import find_mentions


def get_addresses(marks: Collection[Mark | RowMark], *, except_for: str | None = None) -> dict[Any, str]:
    """Map those of `marks` that visible claims, findings and questions bear to their addresses in the active language.

    One query for each of the three that is among them.
    """
    asked = {mark for mark in marks if str(mark) != except_for}
    names = {str(mark): mark for mark in asked if isinstance(mark, Mark)}
    found: dict[Any, str] = find_row_addresses([mark for mark in asked if isinstance(mark, RowMark)])
    if names:
        claims = visible_claims().filter(mark__in=names).order_by().only("mark", "path", "depth", "url_path")
        found |= {names[claim.mark]: url for claim in claims if (url := claim.get_url())}
    return found


def list_around(claim: ClaimPage) -> tuple[list[Any], Any, Any]:
    """Return the pages that cite `claim`, and the claims before and after it in its report: all in one query."""
    mark = parse_mark(claim.mark or "")
    if not mark:
        return [], None, None
    others = visible_claims().filter(path__startswith=claim.path[: -claim.steplen], depth=claim.depth)
    before = others.filter(number__lt=claim.number).order_by("-number").values("pk")[:1]
    after = others.filter(number__gt=claim.number).order_by("number").values("pk")[:1]
    cites = Exists(Citation.objects.filter(page=OuterRef("pk"), code=mark.code, number=mark.number, letter=""))
    pages = BasePage.objects.visible().filter(Q(cites) | Q(pk__in=Subquery(before)) | Q(pk__in=Subquery(after)))
    pages = pages.annotate(cites=cites, shown_mark=F("claimpage__mark"), shown_number=F("claimpage__number"))
    found = list(pages.exclude(pk=claim.pk).order_by("path"))
    near = [page for page in found if page.shown_number and page.path[: -page.steplen] == claim.path[: -claim.steplen]]
    earlier = [page for page in near if page.shown_number < (claim.number or 0)]
    later = [page for page in near if page.shown_number > (claim.number or 0)]
    citing = [page for page in found if page.cites]
    number = attrgetter("shown_number")
    return citing, max(earlier, key=number, default=None), min(later, key=number, default=None)


def list_pages_citing(mark: Mark | RowMark) -> Any:
    letter = mark.letter if isinstance(mark, RowMark) else ""
    citing = BasePage.objects.visible().filter(
        citations__code=mark.code, citations__number=mark.number, citations__letter=letter
    )
    return citing.annotate(shown_mark=F("claimpage__mark")).order_by("path")


def index_page(page: BasePage) -> None:
    """Bring the citations of `page`, its specific type, up to date; a page that is no longer published has none."""
    found = set(find_cited(page)) if page.live else set()
    known = {read_mark(row): row.pk for row in Citation.objects.filter(page=page.pk)}
    if gone := [key for mark, key in known.items() if mark not in found]:
        Citation.objects.filter(pk__in=gone).delete()
    Citation.objects.bulk_create(
        [make_citation(page.pk, mark) for mark in sorted(found - known.keys(), key=str)],
        ignore_conflicts=True,  # whoever saves the page at the same moment finds the same
    )


def index_record(record: Step | Decision) -> None:
    """Add what an entry of a claim's record cites. It is never changed, so nothing is ever taken away."""
    Citation.objects.bulk_create(
        [make_citation(record.claim_id, mark) for mark in set(find_in(record))],
        ignore_conflicts=True,
    )


def make_citation(page: int, mark: Mark | RowMark) -> Citation:
    letter = mark.letter if isinstance(mark, RowMark) else ""
    return Citation(page_id=page, code=mark.code, letter=letter, number=mark.number)


def read_mark(citation: Citation) -> Mark | RowMark:
    code, letter, number = citation.code, citation.letter, citation.number
    return RowMark(code, letter, number) if letter else Mark(code, number)


def find_cited(page: BasePage) -> Iterator[Mark | RowMark]:
    """Yield the marks that `page` mentions in its texts, or a claim in its record, in any language."""
    yield from find_in(page)
    if isinstance(page, ClaimPage):
        for record in [*page.steps.all(), *page.decisions.all()]:
            yield from find_in(record)


def find_in(obj: models.Model) -> Iterator[Mark | RowMark]:
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
