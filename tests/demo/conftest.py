from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from config.backup.saving import save_backup
from tests.database import rows_for_several_tests
from tests.demo.other_databases import another_database


@pytest.fixture(scope="package")
def demo(request: pytest.FixtureRequest) -> Iterator[None]:
    """The demo, loaded once for all its tests."""
    with rows_for_several_tests(request):
        call_command("load_demo", verbosity=0)
        yield


@pytest.fixture(scope="package")
def made(demo: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A backup of the demo, and its manifest."""
    path = tmp_path_factory.mktemp("backup") / "demo.zip"
    with django_db_blocker.unblock():
        return path, save_backup(path)


@pytest.fixture
def backup(made: tuple[Path, dict[str, Any]]) -> Path:
    return made[0]


@pytest.fixture
def elsewhere(settings: Any, tmp_path: Path) -> Path:
    """Another machine's empty folder of media."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def make_database(tmp_path: Path) -> Iterator[Callable[..., str]]:
    with ExitStack() as stack:
        yield lambda kind=connection.vendor: stack.enter_context(another_database(kind, tmp_path))
