"""Whatever editors do, in whatever order, addresses stay unambiguous in each language."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from campaigns.models import StandardPage
from translations.languages import LANGUAGES, SOURCE, column
from translations.models import BasePage

SLUGS = strategies.sampled_from(["un", "deux", "trois", "one", "two"])
NO_SLUGS = strategies.none() | SLUGS
ACTIVE = strategies.sampled_from(LANGUAGES)
PLACES = strategies.integers(min_value=0, max_value=100)


class Editing(RuleBasedStateMachine):
    """Add, rename and move pages, with either language active; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def choose(self, place: int, *, among: str = "any") -> BasePage:
        pages = BasePage.objects.filter(depth__gte=2 if among == "any" else 3).order_by("path")
        return list(pages)[place % len(pages)].specific

    def has_pages(self) -> bool:
        return BasePage.objects.filter(depth__gte=3).exists()

    @rule(place=PLACES, french=SLUGS, english=NO_SLUGS, active=ACTIVE)
    def add(self, place, french, english, active):
        with override(active):
            page = StandardPage(title_fr=french, title_en=english, slug_fr=french, slug_en=english)
            page_or_refusal(lambda: self.choose(place).add_child(instance=page))

    @rule(place=PLACES, french=SLUGS, english=NO_SLUGS, active=ACTIVE)
    def rename(self, place, french, english, active):
        if self.has_pages():
            page = self.choose(place, among="below home")
            page.slug_fr, page.slug_en = french, english
            with override(active):
                page_or_refusal(page.save)

    @rule(place=PLACES, destination=PLACES, active=ACTIVE)
    def move(self, place, destination, active):
        if self.has_pages():
            page, parent = self.choose(place, among="below home"), self.choose(destination)
            if not parent.is_descendant_of(page) and parent != page and not page.get_taken_slugs(parent):
                with override(active):
                    page.move(parent, pos="last-child")

    @invariant()
    def paths_hold(self):
        with override(None):
            rows = list(BasePage.objects.rewrite(False).order_by("path").values())
        by_path = {row["path"]: row for row in rows}
        for language in LANGUAGES:
            url_paths = [row[column("url_path", language)] for row in rows]
            assert len(set(url_paths)) == len(rows)
            for row in rows:
                if row["depth"] > 2:
                    parent = by_path[row["path"][: -BasePage.steplen]]
                    slug = row[column("slug", language)] or row[column("slug", SOURCE)]
                    assert row[column("url_path", language)] == f"{parent[column('url_path', language)]}{slug}/"
        for row in rows:
            for name in ("title", "slug", "url_path", "draft_title"):
                assert row[name] == row[column(name, SOURCE)]


def page_or_refusal(save: Callable[[], object]) -> None:
    """Call `save`, which may refuse a slug that is taken."""
    with suppress(ValidationError):
        save()


@pytest.mark.django_db
def test_paths_hold():
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=10,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
