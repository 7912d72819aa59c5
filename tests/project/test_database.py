"""What the tests share of the database ends in time: a transaction that stays open locks out everybody else."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from config.settings.test import FILES
from tests.database import rows_for_several_tests


@pytest.mark.django_db
def test_process_starts_from_a_copy_of_the_migrated_database(django_db_keepdb):
    """Each would take most of a minute to make its own."""
    assert connection.settings_dict["TEST"].get("TEMPLATE") or (
        django_db_keepdb and Path(connection.settings_dict["NAME"]).is_relative_to(FILES.name)
    )


def test_rows_are_not_kept_until_the_session_ends(request):
    """As they would be by a package's fixture that a test of another package imports."""
    asked_by = SimpleNamespace(node=request.session, fixturename="demo")
    with pytest.raises(TypeError, match="demo would hold its transaction"), rows_for_several_tests(asked_by):
        pass
