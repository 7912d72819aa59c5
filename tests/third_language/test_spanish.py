"""Adding a language is a setting and a migration."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.environment import BASE_DIR
from tests.database import migrated_file

pytestmark = [
    pytest.mark.xdist_group("third language"),  # whose migrations take a while to make
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="it has a database of its own, on SQLite in every run"),
]

APPS = ["body", "campaigns", "claims", "contacts", "newsletter", "search", "translations", "workshops"]
FOLDERS = {"body": "content"}  # of apps whose label is another


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of a site with Spanish, whose migrations were made in a folder that goes away."""
    folder = tmp_path_factory.mktemp("spanish")
    package = folder / "migrations_with_spanish"
    for app in APPS:
        shutil.copytree(
            BASE_DIR / FOLDERS.get(app, app) / "migrations", package / app, ignore=shutil.ignore_patterns("__pycache__")
        )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.third_language.settings",
        "NEW_MIGRATIONS": package.name,
        "PYTHONPATH": os.pathsep.join([str(BASE_DIR), str(folder)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": f"sqlite:///{folder}/spanish.sqlite3",
    }
    shutil.copyfile(migrated_file(), folder / "spanish.sqlite3")  # to which Spanish is added, as to a site in use
    before = files_of_repository()
    command = [sys.executable, "-m", "tests.third_language.visit"]
    result = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
    assert files_of_repository() == before
    return json.loads(result.stdout.splitlines()[-1])


def files_of_repository() -> set[Path]:
    """Return the migrations that are in the repository, of every app: one that is not in APPS would leave its own."""
    return set(BASE_DIR.glob("[!.]*/migrations/*.py"))


def test_each_app_with_texts_gets_one_migration(seen):
    assert set(seen["migrations"]) == set(APPS) - {
        "newsletter",
        "search",
    }  # whose columns hold codes
    assert "'title_es'" in seen["migrations"]["translations"]
    assert "'body_es'" in seen["migrations"]["campaigns"]


def test_page_answers_in_spanish(seen):
    assert seen["urls"]["es"] == "/es/talleres/"
    assert seen["page"]["status"] == 200
    assert '<html lang="es"' in seen["page"]["html"]
    assert any("Talleres" in heading for heading in seen["page"]["h1"])
    assert (seen["french slug"]["status"], seen["french slug"]["location"]) == (301, "/es/talleres/")


def test_pages_from_before_answer_in_spanish_with_their_french_texts(seen):
    assert seen["home"]["status"] == 200
    assert seen["fallback"]["status"] == 200
    assert any('lang="fr"' in heading and "Seul" in heading for heading in seen["fallback"]["h1"])


def test_other_languages_lead_to_spanish(seen):
    assert 'href="/es/talleres/"' in seen["french"]["html"]
    assert "http://localhost/es/talleres/" in seen["sitemap"]["html"]
    assert "/es/seul/" not in seen["sitemap"]["html"]


def test_spanish_has_a_status(seen):
    assert seen["status"] == ["current", "missing"]


def test_editors_have_a_spanish_tab_and_fields(seen):
    assert seen["tabs"][:3] == ["Français", "English", "Español"]
    assert seen["fields"] == ["title_es", "lead_es", "slug_es", "es_is_current"]
    assert seen["image fields"] == ["title_es", "description_es"]
