"""What two languages cost: a few queries when a page is saved, and nothing when it is listed or read."""

from copy import copy
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import HomePage, StandardPage
from search import indexing as upkeep
from tests.factories import ClaimPageFactory, StandardPageFactory, WorkshopReportPageFactory
from translations.models import BasePage
from translations.status import records
from translations.status import snapshots as sources
from translations.status import statuses as status
from translations.status.records import TranslationFingerprint, TranslationRecord
from workshops.models import WorkshopReportPage

pytestmark = pytest.mark.django_db


def test_slugs_of_all_languages_are_compared_in_one_query(django_assert_num_queries):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    parent = page.get_parent()
    with django_assert_num_queries(1):
        assert page.get_renamed_languages() == []
    with django_assert_num_queries(1):
        assert page.get_taken_slugs(parent) == []


def test_status_costs_one_query_for_each_kind_of_row(django_assert_num_queries):
    report = WorkshopReportPage.objects.get(pk=WorkshopReportPageFactory().pk)
    with django_assert_num_queries(2):
        report.update_translations()


def test_part_of_a_page_is_saved_without_looking_at_its_texts(django_assert_num_queries, monkeypatch):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    monkeypatch.setattr(status, "texts_by_path", fail)
    page.show_in_menus = True
    page.save(update_fields=["show_in_menus"])
    assert BasePage.objects.get(pk=page.pk).show_in_menus


def test_texts_are_read_neither_for_lists_nor_for_readers(client, user, monkeypatch):
    report = WorkshopReportPageFactory(title_fr="Atelier", title_en="Workshop")
    ClaimPageFactory(parent=report, title_fr="Un guichet", title_en="A counter")
    client.force_login(user)
    monkeypatch.setattr(status, "texts_by_path", fail)
    monkeypatch.setattr(upkeep, "make_search_texts", fail)
    urls = [*report.get_urls().values(), *HomePage.objects.get().get_urls().values()]
    for parent in (report.get_parent(), report):
        urls.append(reverse("wagtailadmin_explore", args=[parent.pk]))
    for url in urls:
        assert client.get(url).status_code == 200


def fail(*args: Any, **kwargs: Any) -> None:
    pytest.fail("Texts were read")


class CountedPair(TranslationFingerprint):
    """A pair that counts how often one is made, looked into, looked up or compared with another."""

    seen = 0

    def __new__(cls, *args: Any) -> "CountedPair":
        cls.seen += 1
        return super().__new__(cls, *args)

    @property
    def translation(self) -> str:
        CountedPair.seen += 1
        return super().translation

    def __hash__(self) -> int:
        CountedPair.seen += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        CountedPair.seen += 1
        return super().__eq__(other)


def count_work(number: int, act: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many pairs are looked at for `act` on a page of `number` texts, half of them outdated."""
    page = StandardPage(title_fr="Atelier")
    before = {f"findings/{n}/title": {"fr": f"Avant {n}", "en": f"Text {n}"} for n in range(number)}
    after = {
        path: {"fr": f"Après {path}" if n % 2 else by["fr"], "en": by["en"]}
        for n, (path, by) in enumerate(before.items())
    }
    texts = [SimpleNamespace(path=path, source=by["fr"], by=by) for path, by in after.items()]
    monkeypatch.setattr(records, "TranslationFingerprint", CountedPair)
    monkeypatch.setattr(status, "texts_by_path", lambda obj: before)
    page.update_translations()
    page.mark_machine_texts("en", list(before)[:2])
    monkeypatch.setattr(status, "texts_by_path", lambda obj: after)
    monkeypatch.setattr(sources, "find_recorded", lambda *args, **kwargs: {})
    CountedPair.seen = 0
    acts = {
        "save": page.update_translations,
        "confirm": lambda: page.confirm_translations(["en"]),
        "read": lambda: TranslationRecord.from_json(page.translations["en"]),
        "list": lambda: page.summarize(after, "en"),
        "compare": lambda: sources.find_earlier_sources(page, texts, "en"),
        "declare minor": lambda: page.declare_minor(copy(page)),
    }
    acts[act]()
    return CountedPair.seen


@pytest.mark.parametrize("act", ["save", "confirm", "read", "list", "compare", "declare minor"])
def test_work_on_twice_the_texts_is_twice_the_work(act, monkeypatch):
    """Counted, not timed: each text looked up in all others would be four times the work."""
    once, twice = (count_work(number, act, monkeypatch) for number in (40, 80))
    assert once > 40
    assert twice <= 2.2 * once
