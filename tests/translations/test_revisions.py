"""Earlier versions of a page hold both languages, and bring both back."""

import pytest
from django.urls import reverse

from campaigns.models import StandardPage
from tests.factories import StandardPageFactory

from .columns import paths
from .forms import PUBLISH, edit_url, standard_page_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Un", lead_en="One")
    first = page.save_revision()
    page.lead_fr, page.lead_en, page.slug_en = "Deux", "Two", "sessions"
    second = page.save_revision()
    second.publish()
    return page, first, second


def test_comparison_shows_changes_in_each_language(editor, versions):
    page, first, second = versions
    html = editor.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])).text
    for text in ("Un", "Deux", "One", "Two", "sessions"):
        assert text in html
    assert "(English)" in html
    assert editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200


def test_reverted_page_has_its_earlier_texts_and_addresses(editor, versions):
    page, first, _second = versions
    response = editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]))
    assert response.context["form"]["lead_en"].value() == "One"
    form = standard_page_form(title_en="Workshop", slug_en="workshop", lead_fr="Un", lead_en="One", revision=first.pk)
    assert editor.post(edit_url(page), {**form, **PUBLISH}).status_code == 302
    page = StandardPage.objects.get()
    assert (page.lead_fr, page.lead_en, page.slug_en) == ("Un", "One", "workshop")
    assert paths(page) == ("/accueil/atelier/", "/accueil/workshop/")


def test_old_version_whose_slug_is_taken_since_keeps_the_present_one(versions):
    page, first, _second = versions
    StandardPageFactory(title_fr="Autre", title_en="Workshop")
    first.as_object().save_revision().publish()
    assert paths(StandardPage.objects.get(pk=page.pk)) == ("/accueil/atelier/", "/accueil/sessions/")
