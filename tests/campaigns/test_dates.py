import datetime

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Phase
from tests.factories import CampaignPageFactory, ConventionPageFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 1, 10)


@pytest.mark.parametrize(("ends", "refused"), [(DAY - datetime.timedelta(1), True), (DAY, False), (None, False)])
def test_phase_cannot_end_before_it_starts(ends, refused):
    phase = Phase(page=CampaignPageFactory(), period_fr="Janvier", text_fr="Début", starts_on=DAY, ends_on=ends)
    if not refused:
        phase.clean()
        return
    with pytest.raises(ValidationError) as refusal:
        phase.clean()
    assert list(refusal.value.message_dict) == ["ends_on"]


def test_convention_cannot_end_before_it_starts():
    with pytest.raises(ValidationError) as refusal:
        ConventionPageFactory(starts_on=DAY, ends_on=DAY - datetime.timedelta(1))
    assert list(refusal.value.message_dict) == ["ends_on"]
