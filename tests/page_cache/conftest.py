from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from page_cache.models import Generation
from page_cache.triggers import prepare, withdraw
from page_cache.wsgi import PageCache
from search.models import Synonyms
from tests.database import rows_for_several_tests
from tests.page_cache.asking import Now, OneWord, make_cache
from tests.page_cache.crawling import Site, complete, crawl
from tests.pages.site import make_site


@pytest.fixture
def site() -> OneWord:
    return OneWord()


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def cache(site: OneWord, now: Now) -> PageCache:
    return make_cache(site, now)


@pytest.fixture
def triggers(db: None) -> None:
    """Make the triggers; they are gone with the test."""
    prepare("default")


@pytest.fixture
def raises(triggers: None) -> Callable[[Callable[[], Any]], bool]:
    """Return a function that tells whether an act raises the generation, as far as it were committed."""

    def tell(act: Callable[[], Any]) -> bool:
        settle()
        before = Generation.objects.get().number
        act()
        settle()
        return Generation.objects.get().number != before

    return tell


def settle() -> None:
    """Let PostgreSQL's deferred triggers run now, and forget that they have run in this transaction."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('page_cache.raised', '', true)")


@pytest.fixture(scope="module")
def crawled_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Pages of every type with triggers, and what was noted while each of their addresses was visited."""
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with media, rows_for_several_tests(request):
        prepare("default")
        site = Site(make_site(size=1))
        complete(site)
        crawl(site)
        settle()
        yield site


@pytest.fixture(scope="module")
def committed_triggers(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the triggers for tests that commit; such tests add and delete words of the search alone."""
    if not any(item.get_closest_marker("django_db") for item in request.session.items):
        pytest.skip("pytest-django makes no test database for these tests alone: run the folder")
    with django_db_blocker.unblock():
        prepare("default")
        yield
        Synonyms.objects.all().delete()
        withdraw("default")
        connection.close()
