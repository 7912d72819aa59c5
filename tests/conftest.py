"""What every test may use. Tests speak through factories (tests/factories.py); none loads a fixture file."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings
from wagtail.models import Site

from tests import database
from tests.served.fixtures import answers, served, states  # noqa: F401  # pytest finds fixtures by name

settings.register_profile("shared", deadline=None)  # of a machine that does other things too
settings.load_profile("shared")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin the migrated database while tests are collected and those without one run, if several processes will."""
    if session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput"):
        session.config.stash[MAKER] = database.begin()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests without a database come first, and those with a browser last, in whatever order each of them are.

    Those of the demo stand together, as they share what was loaded.
    Playwright leaves its event loop marked as running in this thread: Django, asked for the database then, refuses, or
    opens a connection that nobody closes.
    """
    gc.freeze()  # what was imported stays: the collector need not look at it again and again
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            asks_the_database(item),
            "demo" in getattr(item, "fixturenames", ()),
        )
    )


def asks_the_database(item: pytest.Item) -> bool:
    """Tell whether `item` may: whether it says so, or uses a fixture that does."""
    names = set(getattr(item, "fixturenames", ()))
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or bool(names & {"django_db_setup", "served"}) or getattr(item, "cls", None) is not None


MAKER = pytest.StashKey[object]()  # of the migrated database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start from a copy of a migrated database; pytest-django asks this fixture before it makes its own."""
    with database.copied_for_this_process():
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Let Django take the copy as it is: it would erase the file first."""
    return django_db_keepdb or database.is_ours()


@pytest.fixture
def admin_index(settings: Any) -> None:
    """Write the index that the admin searches in, as the site does."""
    kept = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": True}
    settings.WAGTAILSEARCH_BACKENDS = {"default": kept}


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Start each test in the source language, with nothing cached."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    with translation.override("fr"):
        yield
