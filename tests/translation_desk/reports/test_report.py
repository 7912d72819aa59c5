"""The report on translations: what it lists, narrows down, gives away, and asks of the database."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import StandardPage
from contacts.models import Region
from tests.factories import PersonFactory, RegionFactory, StandardPageFactory
from translation_desk.reports.items import content_type_key

from .conftest import make_current, make_outdated

pytestmark = pytest.mark.django_db


def report(client, **query):
    return client.get(reverse("translations_report"), query)


def titles(client, **query):
    return [work.title for work in report(client, **query).context["object_list"]]


def take_away(client, form, **query):
    response = report(client, export=form, **query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]


def test_report_leads_from_each_text_to_where_it_is_translated(editor):
    page = make_outdated(title_fr="Atelier")
    region = RegionFactory(name_fr="Région")
    html = report(editor).text
    for kind, key in (("page", page.pk), ("contacts.region", region.pk)):
        url = reverse("translation_editor", args=[kind, key, "en"])
        assert url in html
        assert editor.get(url).status_code == 200
    assert '<span class="status-word" data-status="outdated">' in html


def test_report_stands_among_the_others_and_offers_the_guide(editor):
    html = editor.get(reverse("wagtailadmin_home")).text
    assert html.count(reverse("translations_report")) >= 1
    assert reverse("translations_guide") in report(editor).text


def test_what_waits_longest_comes_first(editor):
    new, old = make_outdated(title_fr="Récente"), make_outdated(title_fr="Ancienne")
    texts = {**old.draft_translations, "days": {"fr": "2020-02-01", "en": "2020-01-01"}}
    StandardPage.objects.filter(pk=old.pk).update(draft_translations=texts)
    assert titles(editor, status="outdated") == ["Ancienne", "Récente"]
    assert titles(editor, status="outdated", ordering="-item_changed") == ["Récente", "Ancienne"]
    assert new.title in titles(editor)


def test_report_is_narrowed_down(editor):
    make_current(title_fr="À jour")
    make_outdated(title_fr="Périmée")
    RegionFactory(name_fr="Région")
    assert titles(editor, status="current", type=content_type_key(StandardPage)) == ["À jour"]
    assert titles(editor, type=content_type_key(Region)) == ["Région"]
    assert {"Périmée", "Région"} <= set(titles(editor, status="to-do", language="en"))
    assert "À jour" not in titles(editor, status="to-do")


def test_report_says_how_many_there_are_without_reading_their_texts(editor):
    make_current(title_fr="À jour")
    make_outdated(title_fr="Périmée")
    RegionFactory(name_fr="Région")
    region, page = content_type_key(Region), content_type_key(StandardPage)
    for query in ({}, {"status": "to-do"}, {"status": "current", "type": page}, {"type": region}, {"language": "en"}):
        with CaptureQueriesContext(connection) as queries:
            context = report(editor, **query).context
        assert context["paginator"].count == len(context["object_list"]) > 0
        assert not [sql for sql in map(str, queries) if "COUNT(" in sql and "item_title" in sql]


@pytest.mark.parametrize("query", [{"status": "x"}, {"type": "x"}, {"type": "0"}, {"language": "fr"}, {"p": "99"}])
def test_report_makes_the_best_of_junk(editor, query):
    make_current(title_fr="À jour")
    assert "À jour" in titles(editor, **query)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_report_is_taken_away_as_it_is_narrowed_down(editor, form, language):
    make_outdated(title_fr="Périmée")
    make_current(title_fr="À jour")
    heading, row = take_away(editor, form, status="outdated")
    assert heading[0] == {"fr": "Titre", "en": "Title"}[language]
    assert row[0] == "Périmée"
    assert {"fr": "À revoir", "en": "Out of date"}[language] in row
    assert any(
        str(cell).endswith(f"/admin/pages/{StandardPage.objects.get(title_fr='Périmée').pk}/edit/") for cell in row
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_title_that_a_spreadsheet_would_calculate_stays_text(editor, form):
    PersonFactory(name="=1+1")
    row = next(row for row in take_away(editor, form) if "1+1" in str(row[0]))
    assert row[0] == ("'=1+1" if form == "csv" else "=1+1")


def count(client, **query):
    report(client, **query)
    with CaptureQueriesContext(connection) as queries:
        report(client, **query)
    return len(queries)


def test_report_asks_as_much_for_ten_times_as_many(editor):
    def fill(number):
        for _ in range(number):
            make_outdated(), StandardPageFactory(), RegionFactory(), PersonFactory()

    fill(1)
    few = [count(editor), count(editor, status="to-do"), count(editor, export="csv")]
    fill(9)
    assert [count(editor), count(editor, status="to-do"), count(editor, export="csv")] == few
    assert max(few) <= 12


def test_editor_of_some_pages_finds_those_alone(editor_below):
    page = make_outdated(title_fr="Ici")
    make_outdated(title_fr="Ailleurs")
    client = editor_below(page)
    assert titles(client) == ["Ici"]
    types = report(client).context["filters"].form.fields["type"].choices
    assert str(content_type_key(Region)) not in dict(types)


def test_report_is_for_those_who_translate(client, editor_below):
    url = reverse("translations_report")
    assert client.get(url).status_code == 302
    client = editor_below(make_current(), "write_fr")
    assert client.get(url).status_code in (302, 403)
    assert url not in client.get(reverse("wagtailadmin_home")).text


@pytest.mark.parametrize("ordering", ["item_published_at", "-item_published_at"])
def test_what_was_published_nobody_knows_when_comes_last(editor, ordering):
    RegionFactory(name_fr="Région")
    page = make_outdated(title_fr="Atelier")
    page.save_revision().publish()
    listed = titles(editor, ordering=ordering)
    assert listed.index("Atelier") < listed.index("Région")
