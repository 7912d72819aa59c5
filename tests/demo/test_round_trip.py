"""All of the demo goes out, passes the validators of the formats' own tools, and comes back unchanged."""

import shutil
import subprocess

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from wagtail.models import Revision

from tests.machine import require_or_fail
from tests.translation_desk.exchange.files import draft_of, export, plan, take_in, translate
from tests.translation_desk.exchange.schema import load_schema
from translation_desk.exchange.selection import find_objects, gather_entries
from translations.models import BasePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


def check_po(content: str) -> None:
    msgfmt = shutil.which("msgfmt")
    require_or_fail("msgfmt", msgfmt)
    checked = subprocess.run(
        [str(msgfmt), "--check", "--output-file", "/dev/null", "-"], input=content.encode(), capture_output=True
    )
    assert (checked.returncode, checked.stderr.decode()) == (0, "")


@pytest.mark.parametrize("unfinished", [False, True])
def test_files_are_valid_for_msgfmt_and_for_the_schema_of_xliff(unfinished):
    check_po(export(form="po", unfinished=unfinished))
    schema = load_schema()
    assert schema.validate(etree.fromstring(export(form="xliff", unfinished=unfinished).encode())), schema.error_log


def test_file_of_each_page_is_valid():
    schema = load_schema()
    pages = [page for page in BasePage.objects.filter(depth__gt=1).specific() if not page.alias_of_id]
    files = [export(page, form="xliff") for page in pages]
    assert len(files) > 40
    assert [file for file in files if not schema.validate(etree.fromstring(file.encode()))] == []
    for page in pages[:3]:
        check_po(export(page, form="po"))


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_file_that_nobody_touched_changes_nothing(form):
    file = export(form=form)
    revisions = Revision.objects.count()
    with CaptureQueriesContext(connection) as queries:
        result = take_in(file)
    assert (result.changes, result.problems) == ([], [])
    assert result.unchanged > 400
    assert Revision.objects.count() == revisions
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_one_changed_text_changes_just_that(form):
    home = BasePage.objects.get(depth=2).specific
    before = {entry.id: entry.text.by["en"] for entry in gather_entries(find_objects(None), "en", unfinished=False)}
    file = export(form=form)
    changed = (
        translate(file, "Accueil", "Welcome")
        if form == "po"
        else file.replace("<target>Home</target>", "<target>Welcome</target>", 1)
    )
    result = take_in(changed)
    assert [change.said for change in result.changes] == ["Welcome"]
    after = {entry.id: entry.text.by["en"] for entry in gather_entries(find_objects(None), "en", unfinished=False)}
    assert {key: text for key, text in after.items() if before[key] != text} == {f"page:{home.pk}/title": "Welcome"}
    assert draft_of(home).title_en == "Welcome"
    assert type(home).objects.get(pk=home.pk).title_en == "Home"


def test_each_rich_text_of_the_demo_comes_back_to_the_letter():
    entries = [entry for entry in gather_entries(find_objects(None), "en", unfinished=False) if entry.text.is_rich]
    texts = [(entry, html) for entry in entries for html in entry.text.by.values() if html]
    assert len(texts) > 100
    assert [html for entry, html in texts if entry.join(entry.parse(entry.serialize(entry.split(html)))) != html] == []


def test_all_texts_go_out_in_few_queries_for_each_page():
    with CaptureQueriesContext(connection) as queries:
        entries = list(gather_entries(find_objects(None), "en", unfinished=False))
    assert len(queries) < 5 * len({entry.obj.pk for entry in entries})
    assert plan(export()).unchanged == sum(not entry.is_unfinished for entry in entries)
