"""Lists of pages and records in the admin: a column and a filter for each translation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import HomePage, Topic
from claims.models import Organisation
from contacts.models import Person, Region
from tests.factories import OrganisationFactory, PersonFactory, RegionFactory, StandardPageFactory, TopicFactory

from .conftest import make_current, make_outdated

pytestmark = pytest.mark.django_db


def explore(client, **query):
    return client.get(reverse("wagtailadmin_explore", args=[HomePage.objects.get().pk]), query)


def titles(response):
    return {page.title_fr for page in response.context["object_list"]}


def test_explorer_shows_the_draft_s_status_and_the_readers_where_it_differs(editor, language):
    page = make_current(title_fr="Atelier")
    page.title_fr = "Ateliers"
    page.save_revision()
    html = explore(editor).text
    assert 'data-status="outdated"' in html
    assert {"fr": "publiée\u00a0: à jour", "en": "published: up to date"}[language] in html


def test_explorer_says_nothing_of_readers_who_have_nothing_or_the_same(editor):
    make_outdated()
    StandardPageFactory(live=False)
    assert "status-note" not in explore(editor).text


@pytest.mark.parametrize("status", ["missing", "partial", "outdated", "current"])
def test_explorer_is_filtered_by_the_draft_s_status(editor, status):
    make_current(title_fr="current"), make_outdated(title_fr="outdated"), StandardPageFactory(title_fr="missing")
    make_current(title_fr="partial", lead_fr="Un")
    assert titles(explore(editor, translation_en=status)) & {"missing", "partial", "outdated", "current"} == {status}


@pytest.mark.usefixtures("admin_index")
def test_explorer_is_searched_and_filtered_at_once(editor):
    make_outdated(title_fr="Atelier un", title_en="Workshop one")
    make_current(title_fr="Atelier deux", title_en="Workshop two")
    response = explore(editor, q="Workshop", translation_en="outdated")
    assert titles(response) == {"Atelier un"}


def test_filter_finds_a_draft_whose_published_text_has_another_status(editor):
    page = make_current(title_fr="Atelier")
    page.title_fr = "Ateliers"
    page.save_revision()
    assert titles(explore(editor, translation_en="outdated")) == {"Atelier"}
    assert titles(explore(editor, translation_en="current", q="atelier")) == set()


@pytest.mark.parametrize(("name", "args"), [
    ("wagtailadmin_pages:search", []),
    ("wagtailadmin_pages:type_use", ["campaigns", "standardpage"]),
])  # fmt: skip
@pytest.mark.usefixtures("admin_index")
def test_other_lists_of_pages_have_the_column_too(editor, name, args):
    make_outdated(title_fr="Atelier")
    assert 'data-status="outdated"' in editor.get(reverse(name, args=args), {"q": "atelier"}).text


def test_explorer_asks_as_much_for_ten_times_as_many(editor):
    def count():
        explore(editor)
        with CaptureQueriesContext(connection) as queries:
            explore(editor, translation_en="outdated")
        return len(queries)

    make_outdated()
    few = count()
    for _ in range(9):
        make_outdated()
    assert count() <= few


@pytest.mark.parametrize(("model", "factory", "texts"), [
    (Region, RegionFactory, {"name_fr": "Nord", "name_en": "North"}),
    (Topic, TopicFactory, {"name_fr": "Nord", "name_en": "North"}),
    (Organisation, OrganisationFactory, {"name_fr": "Nord", "name_en": "North"}),
    (Person, PersonFactory, {"name": "Nord", "hours_fr": "Le matin", "hours_en": "In the morning"}),
])  # fmt: skip
def test_records_have_column_and_filter(editor, model, factory, texts):
    record = factory(**texts)
    untranslated = {name: value for name, value in texts.items() if not name.endswith("_en")}
    if model is not Person:
        untranslated["name_fr"] = "Sud"
    factory(**untranslated)
    url = reverse(model.snippet_viewset.get_url_name("list"))
    html = editor.get(url).text
    assert 'data-status="current"' in html
    assert 'data-status="missing"' in html
    assert list(editor.get(url, {"translation_en": "current"}).context["object_list"]) == [record]
    assert record not in editor.get(url, {"translation_en": "missing"}).context["object_list"]
