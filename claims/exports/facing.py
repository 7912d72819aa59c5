"""A claim or a report in both languages, facing each other, aligned by marks and blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info, npgettext, override, pgettext
from django.views.decorators.http import require_safe

from translations.addresses.sites import find_site
from translations.facing import Facing, choose_facing_language, face_body, face_field, face_fields
from translations.languages import SOURCE
from translations.models import BasePage
from translations.texts.paths import read_field
from workshops.models import WorkshopReportPage

from ..models import ClaimPage
from ..register.listing import visible_claims
from ..views import find_by_mark, refuse_mark


@dataclass(frozen=True)
class FacingRow:
    """What one mark names, or a block, which has none: its texts, each facing its translation."""

    texts: list[Facing]
    mark: str = ""
    url: str = ""


@dataclass(frozen=True)
class FacingPart:
    """A run of rows under a heading in each language. `kind` is the class of its list."""

    kind: str
    headings: dict[str, str]
    rows: list[FacingRow]


@require_safe
def show_facing(request: HttpRequest, mark: str) -> HttpResponse:
    """Show the claim or the report of `mark`, the source's texts left, their translation right.

    It repeats what two pages say: search engines are asked to leave it out, so it has neither a canonical address nor
    alternates, and no place in the sitemap.
    """
    page = find_by_mark(mark)
    if page is None:
        return refuse_mark(request, mark)
    find_site(request)  # now, as the addresses of claims need what the menus ask for later
    language = choose_facing_language()
    bears = page.mark if isinstance(page, ClaimPage) else page.code
    names = ["title", "statement"] if isinstance(page, ClaimPage) else ["title", "lead", "session_note"]
    fields = face_fields(page, names, language)
    context: dict[str, Any] = {
        "original": page,
        "mark": bears,
        "short_address": reverse("mark", args=[bears]),
        "source": SOURCE,
        "language": language,
        "name_of_language": get_language_info(language)["name_translated"],
        "offered": page.is_offered_in(language),
        "title": fields.pop("title"),
        "leads": list(fields.values()),
        "parts": list_parts(page, language),
    }
    return render(request, "claims/facing.html", context)


def list_parts(page: BasePage, language: str) -> list[FacingPart]:
    if isinstance(page, ClaimPage):
        parts = [face_blocks(page, "reasons", language, lambda: pgettext("claims", "Reasons"))]
    else:
        parts = [
            face_rows(
                page, page.findings.all(), ["title", "text"], language, count("workshops", "finding", "findings")
            ),
            face_claims(page, language),
            face_rows(
                page, page.questions.all(), ["text"], language, count("workshops", "open question", "open questions")
            ),
            face_blocks(page, "body", language),
        ]
    return [part for part in parts if part.rows]


def face_rows(
    page: WorkshopReportPage, rows: Iterable[Any], names: list[str], language: str, heading: Callable[[int], str]
) -> FacingPart:
    """Face the numbered rows of a report: findings with their explanation, questions."""
    faced = []
    for row in rows:
        relation = "findings" if row.letter == "C" else "questions"
        texts = [read_field(f"{relation}/{row.number}/{name}", row, name) for name in names]
        found = [facing for text in texts if (facing := face_field(page, text, language))]
        faced.append(FacingRow(found, mark=row.mark))
    return FacingPart("articles", in_two(language, lambda: heading(len(faced))), faced)


def face_claims(report: WorkshopReportPage, language: str) -> FacingPart:
    claims = list(visible_claims().child_of(report))
    rows = [
        FacingRow(list(face_fields(claim, ["statement"], language).values()), mark=claim.mark, url=claim.get_url())
        for claim in claims
    ]
    return FacingPart("articles claims", in_two(language, lambda: count("claims", "claim", "claims")(len(rows))), rows)


def face_blocks(page: BasePage, name: str, language: str, heading: Callable[[], str] | None = None) -> FacingPart:
    rows = [FacingRow([facing]) for facing in face_body(page, name, language)]
    return FacingPart("blocks", in_two(language, heading) if heading else {}, rows)


def count(context: str, singular: str, plural: str) -> Callable[[int], str]:
    return lambda total: f"{total} {npgettext(context, singular, plural, total)}"


def in_two(language: str, heading: Callable[[], str]) -> dict[str, str]:
    """Return a heading in the source's language and in `language`."""
    found = {}
    for code in (SOURCE, language):
        with override(code):
            found[code] = heading()
    return found
