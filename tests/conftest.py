"""What every test may use. Tests speak through factories (tests/factories.py); none loads a fixture file."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings
from wagtail.models import Site

from tests import database
from tests.served.fixtures import answers, served, states  # noqa: F401  # pytest finds fixtures by name

settings.register_profile("shared", deadline=None)  # of a machine that does other things too
settings.load_profile("shared")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests with a browser come last, in whatever order the others and they are.

    Playwright leaves its event loop marked as running in this thread: Django, asked for the database then, refuses, or
    opens a connection that nobody closes.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start from a copy of a migrated database; pytest-django asks this fixture before it makes its own."""
    with database.copied_for_this_process():
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Let Django take the copy as it is: it would erase the file first."""
    return django_db_keepdb or database.is_ours()


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Start each test in the source language, with nothing cached."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    with translation.override("fr"):
        yield
