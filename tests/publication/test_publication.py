"""What a publication asks of the database, beside a stock Wagtail page of the same shape."""

import json
import os
import subprocess
import sys

import pytest

from config.environment import BASE_DIR
from tests import database
from tests.publication.flows import Editor, Statements, measure, statements_of
from tests.publication.ours import make_editor


@pytest.fixture(scope="module")
def stock() -> dict[str, list[str]]:
    """The statements of each flow on a stock site: a process of its own, as that has other settings.

    Kept for the next run under a digest of what they follow from, as starting that site takes 20 s of a processor.
    """
    kept = database.FOLDER / f"stock_{database.digest_of(BASE_DIR.glob('tests/publication/**/*.py'))}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.publication.stock.settings"}
    for name in ("DATABASE_URL", "TEST_DATABASE"):  # it has a database of its own, in memory
        environment.pop(name, None)
    command = [sys.executable, "-m", "tests.publication.stock.measure"]
    result = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
    statements = json.loads(result.stdout)
    database.FOLDER.mkdir(parents=True, exist_ok=True)
    kept.write_text(result.stdout)
    return statements


@pytest.fixture
def editor(db: None) -> Editor:
    return make_editor()


@pytest.fixture
def found(editor) -> dict[str, Statements]:
    english = [editor.publish(**{"action-publish": "en"}) for _time in range(2)][1]
    claim = editor.new_claim(True)
    again = [statements_of(editor.edit(claim, button={"action-publish": "1"})) for _time in range(2)][1]
    return measure(editor) | {"english": english, "again": again}


def test_flows_ask_the_database_no_more_than_a_stock_page_does(found, stock):
    """One test for all: to make and publish thirty claims, and to start the stock site, takes some seconds."""
    bars = {name: len(sql) for name, sql in stock.items()}
    bars |= {
        "save_draft": 0.8 * bars["save_draft"],
        "publish_draft": bars["publish_draft"] + 15,  # the mark, its wording, and what the report must allow
        "publish_new": bars["publish_new"] + 20,
        "again": 0.8 * bars["publish"],
        "english": 1.1 * bars["publish"],  # two drafts: what is published, and what is held back
    }
    over = {name: (len(sql), bars[name]) for name, sql in found.items() if len(sql) > bars[name]}
    assert over == {}
    assert len(found["sign_in"]) == 1
    for relation in ("support", "reservation", "source"):
        reads = f'^SELECT .* FROM "claims_{relation}" WHERE "claims_{relation}"."page_id"'
        assert len(list(found["publish"].of(reads))) == 1  # where they are written: the form shows a draft's
        assert len(list(found["again"].of(reads))) == 2  # and for the form
    whole_claims = '^SELECT "translations_basepage"."id", .* FROM "claims_claimpage"'
    assert len(list(found["again"].of(whole_claims))) <= 6  # Wagtail's own: none for a row
    wagtail_own = 3  # of its view, of save_revision() and of save()
    assert len(list(found["publish"].of("^SAVEPOINT"))) <= wagtail_own + 2
