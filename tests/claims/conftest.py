import pytest

from tests.factories import ClaimPageFactory, WorkshopReportPageFactory


@pytest.fixture
def claim():
    return ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"))
