"""What two languages cost: a few queries when a page is saved, and nothing when it is listed or read."""

from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import HomePage
from search import indexing as upkeep
from tests.factories import ClaimPageFactory, StandardPageFactory, WorkshopReportPageFactory
from translations.models import BasePage
from translations.status import statuses as status
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
