from collections.abc import Iterator
from typing import Any

import pytest

from tests.database import rows_for_several_tests
from tests.pages.site import fill_texts, make_site


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """One page of each type by the type's name, and their texts by the one word that each of them is.

    Made once a module; what a test changes is rolled back.
    """
    with rows_for_several_tests(request):
        pages = make_site()
        yield pages, fill_texts()
