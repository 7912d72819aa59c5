"""What the demo withholds from readers."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Revision

from claims.models import ClaimPage
from translations.texts.withheld import Withholding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_wording_that_named_somebody_is_withheld_with_day_and_reason(client, language: str) -> None:
    claim = ClaimPage.objects.get(mark="GC-1")
    first = claim.wordings.get(number=1)
    assert first.get_words() == {}
    with override(language):
        answer = client.get(reverse("wordings", args=["GC-1"]))
        assert first.withholding.reason in answer.content.decode()
    assert "Oblin" not in answer.content.decode()
    assert not list(find_rows_with("Oblin"))


def find_rows_with(word: str) -> Iterator[str]:
    """Yield the rows in which readers could find `word`: not revisions, nor what is kept beside the act."""
    for model in apps.get_models():
        if model not in (Revision, Withholding):
            for row in model._base_manager.values():
                if word in str(row):
                    yield f"{model._meta.label} {row}"
