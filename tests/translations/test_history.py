"""What a page's history says of its publications."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import StandardPageFactory
from translations.publishing.languages import publish_languages

pytestmark = pytest.mark.django_db


def history(client, page) -> list[str]:
    response = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    return [str(entry.message) for entry in response.context["object_list"]]


@pytest.mark.parametrize(("language", "words"), [("fr", "français"), ("en", "anglais")])
def test_history_says_which_language_was_published(admin_client, language, words):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    page.save_revision().publish()
    publish_languages(page=page, languages=[language])
    latest, *others = history(admin_client, page)
    assert latest == f"Publié(e) ({words} seulement)"
    assert not any("anglais" in entry or "français" in entry for entry in others)


def test_history_says_which_language_was_scheduled(admin_client):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    page.save_revision().publish()
    draft = page.get_latest_revision_as_object()
    draft.title_en, draft.go_live_at = "Workshops", timezone.now() + datetime.timedelta(days=1)
    draft.save_revision()
    publish_languages(page=page, languages=["en"])
    assert "anglais" in history(admin_client, page)[0]
