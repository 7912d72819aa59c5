"""An editor sees a page in each language before it is published."""

import pytest
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.models import HomePage
from tests.factories import StandardPageFactory

from .forms import standard_page_form

pytestmark = pytest.mark.django_db


def test_preview_speaks_the_chosen_language(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_fr="Chapô", lead_en="Lead")
    assert page.preview_modes == [("fr", "Français"), ("en", "English")]
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = standard_page_form(title_fr="Neuf", title_en="Fresh", slug_en="workshop")
    assert editor.post(url, form).json()["is_valid"]
    for code, title, other in [("fr", "Neuf", "Fresh"), ("en", "Fresh", "Neuf")]:
        html = editor.get(url, {"mode": code}).text
        assert f'<html lang="{code}"' in html
        assert title in html
        assert other not in html
    assert get_language() == "fr"


def test_new_page_is_previewed_without_slugs(editor):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["campaigns", "standardpage", HomePage.objects.get().pk])
    form = standard_page_form(title_fr="Neuf", slug_fr="", title_en="Brand new")
    assert editor.post(url, form).json()["is_valid"]
    assert "Brand new" in editor.get(url, {"mode": "en"}).text


def test_draft_is_viewed_in_the_chosen_language(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    page.title_en = "Sessions"
    page.save_revision()
    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": "en"})
    assert "Sessions" in response.text


def test_published_page_has_a_bar_that_leads_to_its_form(editor):
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop")
    html = editor.get("/en/workshop/").text
    assert "wagtail-userbar" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
