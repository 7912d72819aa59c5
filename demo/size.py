"""Generated reports with generated claims, in any number: to measure how the site bears its growth.

Ten thousand claims published one by one would take half an hour. Here rows go straight into their tables; what
publishing keeps right besides (places in the tree, marks and their ledger, statuses of translations, the search index)
is kept right by the same functions that publishing calls. Generated pages have no revisions.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Iterator
from itertools import chain, product
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from modelsearch.backends import get_search_backend

from campaigns.models import HomePage
from claims.decisions.wordings import STATEMENTS
from claims.marks import Mark
from claims.models import ClaimPage, GivenMark, Wording
from claims.publication import CACHE_VERSION_BITS
from search.indexing import write_texts
from translations.models import BasePage
from workshops.codes import LETTERS
from workshops.models import ConventionPage, Finding, WorkshopReportPage

from . import phrases
from .reading import get_uuid

CLAIMS_PER_REPORT = 20
FINDINGS_PER_REPORT = 6
REPORTS_AT_ONCE = 50
ROWS_AT_ONCE = 50  # SQLite takes so many values in one statement, and no more
HELD_ON = datetime.date(2019, 3, 23)  # before the real convention, which the home page shows as the latest


def generate_reports(size: int) -> int:
    """Bring the generated convention to `size` reports; return how many were made. To be called in a transaction,
    and in the source language, whose texts then fill the columns without a suffix.
    """
    convention = get_convention()
    present = set(convention.get_children().values_list("translation_key", flat=True))
    missing = [number for number in range(size) if phrases.get_report_key(number) not in present]
    codes = free_codes()
    for start in range(0, len(missing), REPORTS_AT_ONCE):
        make_reports(convention, {number: next(codes) for number in missing[start : start + REPORTS_AT_ONCE]})
    return len(missing)


def get_convention() -> ConventionPage:
    """Return the convention that holds what is generated; publish it at the first call."""
    key = get_uuid("generated convention")
    convention = ConventionPage.objects.filter(translation_key=key).first()
    if convention is None:
        convention = ConventionPage(
            translation_key=key, starts_on=HELD_ON, ends_on=HELD_ON, live=False, **phrases.CONVENTION
        )
        HomePage.objects.get(sites_rooted_here__is_default_site=True).add_child(instance=convention)
        convention.save_revision().publish()
        convention = ConventionPage.objects.get(pk=convention.pk)
    return convention


def free_codes() -> Iterator[str]:
    """Yield three-letter codes that no report has and no mark begins with; two letters are left to people."""
    taken = {
        *WorkshopReportPage.objects.values_list("code", flat=True),
        *GivenMark.objects.values_list("code", flat=True).distinct(),
    }
    codes = chain(product(LETTERS, repeat=3), product(LETTERS, repeat=4))
    return (code for code in map("".join, codes) if code not in taken)


def make_reports(convention: ConventionPage, codes: dict[int, str]) -> None:
    """Make a report for each number and code of `codes`, with its findings and claims, under `convention`."""
    reports = [
        WorkshopReportPage(
            code=code, held_on=HELD_ON, last_finding=FINDINGS_PER_REPORT, **phrases.get_report(number, code)
        )
        for number, code in codes.items()
    ]
    insert_children([(convention, reports)])
    Finding.objects.bulk_create(
        Finding(page=report, number=place + 1, sort_order=place, **phrases.get_finding(number, place))
        for number, report in zip(codes, reports, strict=True)
        for place in range(FINDINGS_PER_REPORT)
    )
    families = [(report, make_claims(report, number)) for number, report in zip(codes, reports, strict=True)]
    insert_children(families)
    claims = [claim for _report, claims in families for claim in claims]
    GivenMark.objects.bulk_create(
        GivenMark(code=report.code, number=place, claim=claim)
        for report, own in families
        for place, claim in enumerate(own, start=1)
    )
    now = timezone.now()
    Wording.objects.bulk_create(
        Wording(claim=claim, number=1, published_at=day, public_since=day, **get_statements(claim))
        for claim in claims
        for day in [claim.worded_at or now]
    )
    add_to_index(WorkshopReportPage, reports)
    add_to_index(ClaimPage, claims)


def get_statements(claim: ClaimPage) -> dict[str, str]:
    return {name: getattr(claim, name) for name in STATEMENTS}


def make_claims(report: WorkshopReportPage, number: int) -> list[ClaimPage]:
    return [
        ClaimPage(
            mark=str(Mark(report.code, place + 1)),
            number=place + 1,
            findings=f"C{place % FINDINGS_PER_REPORT + 1}",
            wording=1,
            worded_at=timezone.now(),
            cache_version=secrets.randbits(CACHE_VERSION_BITS),
            **phrases.make_claim_texts(number, place),
        )
        for place in range(CLAIMS_PER_REPORT)
    ]


def insert_children(families: Iterable[tuple[Any, list[Any]]]) -> None:
    """Insert new, published pages as the last children of their parents: `families` pairs a parent with its pages.

    All pages are of one class. Django's bulk_create refuses models with parents, so each table gets its own insert.
    """
    pages: list[Any] = []
    for parent, children in families:
        place_children(parent, children)
        pages += children
    if not pages:
        return
    model = type(pages[0])
    base_fields = [field for field in BasePage._meta.concrete_fields if not field.primary_key]
    bases = [BasePage(**{field.attname: getattr(page, field.attname) for field in base_fields}) for page in pages]
    BasePage.objects.bulk_create(bases, batch_size=ROWS_AT_ONCE)
    for page, base in zip(pages, bases, strict=True):
        page.id = page.basepage_ptr_id = base.pk
        page._state.adding = False
    for start in range(0, len(pages), ROWS_AT_ONCE):
        batch = pages[start : start + ROWS_AT_ONCE]
        model._base_manager._insert(batch, fields=model._meta.local_concrete_fields, using=model.objects.db)


def place_children(parent: Any, children: list[Any]) -> None:
    """Set what publishing would set in `children`, which become the last children of `parent`, and count them there."""
    last = parent.get_last_child() if parent.numchild else None
    step = BasePage._str2int(last.path[-BasePage.steplen :]) if last else 0
    content_type = ContentType.objects.get_for_model(type(children[0]))
    now = timezone.now()
    for place, page in enumerate(children, start=step + 1):
        page.content_type = content_type
        page.locale_id = parent.locale_id
        page.path = BasePage._get_path(parent.path, parent.depth + 1, place)
        page.depth = parent.depth + 1
        page.live = True
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
        page.copy_texts(page, "title", to="draft_title")
        page.set_url_path(parent)
        page.update_translations()
    parent.numchild += len(children)
    BasePage.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def add_to_index(model: type[models.Model], pages: list[Any]) -> None:
    """Let editors and readers find `pages`: Wagtail's index is for the ones, ours for the others."""
    get_search_backend().get_index_for_model(model).add_items(model, pages)
    write_texts(pages)
