"""The first page of the admin says what waits; the guide says what to do about it."""

import re

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from campaigns.models import StandardPage
from tests.factories import ClaimPageFactory, RegionFactory, StandardPageFactory
from tests.markup import squeeze
from translation_desk.reports.guide import GUIDES
from translations.status.records import TranslationStatus

from .conftest import make_current, make_outdated

pytestmark = pytest.mark.django_db


def panel(client):
    page = client.get(reverse("wagtailadmin_home"))
    found = next(panel for panel in page.context["panels"] if panel.name == "translations")
    return found.get_context_data(page.context)


def waiting(client):
    return {str(name): [work.title for work in works] for name, works in panel(client)["waiting"]}


def set_day(page, day, published=""):
    texts = {**page.draft_translations, "days": {"fr": day, "en": day}}
    StandardPage.objects.filter(pk=page.pk).update(draft_translations=texts)
    if published:
        StandardPage.objects.filter(pk=page.pk).update(last_published_at=published)


def test_what_waits_longest_and_what_was_published_last_come_first(editor, language):
    old, new = make_outdated(title_fr="Ancienne"), make_outdated(title_fr="Récente")
    draft = StandardPageFactory(title_fr="Brouillon", live=False)
    set_day(old, "2001-05-01", "2126-05-02T10:00Z")
    set_day(new, "2002-05-02", "2126-05-01T10:00Z")
    set_day(draft, "2000-05-02")
    make_current(title_fr="À jour")
    longest, last = waiting(editor).values()
    assert [title for title in longest if title in ("Ancienne", "Récente", "Brouillon")] == [
        "Brouillon", "Ancienne", "Récente"
    ]  # fmt: skip
    assert last[:2] == ["Ancienne", "Récente"]
    assert "Brouillon" not in last
    assert "À jour" not in [*longest, *last]
    html = editor.get(reverse("wagtailadmin_home")).text
    assert reverse("translation_editor", args=["page", old.pk, "en"]) in html
    assert {"fr": "modifié le 1er\u00a0mai 2001", "en": "changed 1\u00a0May 2001"}[language] in html


def test_counts_lead_to_the_report_with_as_many(editor):
    make_outdated(), make_current(), StandardPageFactory()
    RegionFactory(name_fr="Nord")
    for row in panel(editor)["rows"]:
        for figure in row.translations:
            assert editor.get(figure.url).context["paginator"].count == figure.count, (row.name, figure)


def test_first_page_asks_as_much_for_ten_times_as_many(editor):
    def fill(number):
        for _ in range(number):
            make_outdated(), StandardPageFactory(), RegionFactory(), ClaimPageFactory()

    def count():
        editor.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("wagtailadmin_home"))
        return len([query for query in queries if "item_" in query["sql"] or "translations" in query["sql"]])

    fill(1)
    few = count()
    fill(9)
    assert count() == few


def test_editor_of_some_pages_is_told_of_those_alone(editor_below):
    page = make_outdated(title_fr="Ici")
    make_outdated(title_fr="Ailleurs")
    client = editor_below(page)
    assert [*waiting(client).values()] == [["Ici"], ["Ici"]]
    assert sum(figure.count for figure in panel(client)["rows"][-1].translations) == 1


# The guide


def test_guide_is_linked_from_the_first_page_and_read_in_the_editor_s_language(editor, language):
    url = reverse("translations_guide")
    assert url in editor.get(reverse("wagtailadmin_home")).text
    html = editor.get(url).text
    assert {"fr": "Traduire côte à côte", "en": "Translating side by side"}[language] in html
    other = "en" if language == "fr" else "fr"
    assert {"fr": "Traduire côte à côte", "en": "Translating side by side"}[other] in editor.get(
        url, {"language": other}
    ).text


@pytest.mark.parametrize("code", GUIDES)
def test_guides_say_the_same_and_name_every_status(code):
    html = get_template(GUIDES[code]).render({})
    statuses = re.findall(r'data-status="(\w+)"', html)
    assert statuses == list(TranslationStatus)
    other = get_template(GUIDES["fr" if code == "en" else "en"]).render({})
    for tag in ("h2", "p", "li", "dt", "kbd", "code", "a"):
        assert html.count(f"<{tag}") == other.count(f"<{tag}"), tag


@pytest.mark.parametrize(("code", "labels"), [
    ("en", ["Minor correction: translations are still up to date", "up to date", "Publish in French only",
            "Translate into English"]),
    ("fr", ["Petite correction", "à jour", "Publier en français seulement", "Traduire en anglais"]),
])  # fmt: skip
def test_guide_names_buttons_as_the_admin_does(code, labels):
    text = squeeze(strip_tags(get_template(GUIDES[code]).render({})))
    assert [label for label in labels if label not in text] == []


def test_strangers_do_not_read_the_guide(client):
    assert client.get(reverse("translations_guide")).status_code == 302
