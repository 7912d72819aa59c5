"""Copies and aliases have addresses of their own in each language."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory
from translations.models import BasePage

from .columns import paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = StandardPageFactory(title_fr="Atelier", title_en="Workshop", lead_en="Lead")
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def copy_page(editor, page, **options) -> StandardPage:
    form: dict[str, Any] = {
        "new_title": "Copie",
        "new_title_en": "Copy",
        "new_slug": "copie",
        "new_parent_page": HomePage.objects.get().pk,
        **options,
    }
    response = editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    assert response.status_code == 302
    return StandardPage.objects.child_of(HomePage.objects.get()).exclude(pk=page.pk).get()


def test_form_of_a_copy_has_a_heading_that_names_the_page(admin_client, page):
    form = BeautifulSoup(
        admin_client.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).content.decode(), "html.parser"
    )
    assert form.h1.get_text(" ", strip=True) == "Copier Atelier"


def test_copy_has_addresses_of_its_own(editor, page):
    StandardPageFactory(parent=page, title_fr="Enfant", title_en="Child")
    copy = copy_page(editor, page, copy_subpages="on", publish_copies="on")
    assert not set(paths(copy)) & set(paths(page))
    child = StandardPage.objects.child_of(copy).get()
    assert (child.slug_fr, child.slug_en) == ("enfant", "child")
    assert paths(child) == (f"{copy.url_path_fr}enfant/", f"{copy.url_path_en}child/")
    draft = copy.get_latest_revision_as_object()
    assert (draft.slug_fr, draft.slug_en) == (copy.slug_fr, copy.slug_en)
    assert BasePage.objects.filter(url_path_en=copy.url_path_en).count() == 1


def test_copied_draft_can_be_published(editor, page):
    copy = copy_page(editor, page)
    assert not copy.live
    copy.latest_revision.publish()
    copy = StandardPage.objects.get(pk=copy.pk)
    assert copy.live
    assert not set(paths(copy)) & set(paths(page))


def copy_form(editor, page) -> Any:
    return editor.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).context["form"]


def test_proposed_address_is_free_and_the_first_try_succeeds(editor, page):
    html = editor.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).text
    form = copy_form(editor, page)
    assert all(f'name="{name}"' in html for name in form.fields)
    assert form["new_slug"].initial == "atelier-2"
    proposed = {name: form[name].initial for name in ("new_title", "new_title_en", "new_slug")}
    copy = copy_page(editor, page, **proposed)
    assert (copy.title_fr, copy.title_en) == ("Atelier", "Workshop")
    assert paths(copy) == ("/accueil/atelier-2/", "/accueil/workshop-2/")


@pytest.mark.parametrize("live", [False, True])
def test_copy_has_the_title_that_was_asked_for_in_each_language(editor, page, live):
    copy = copy_page(editor, page, new_title_en="Copy", **({"publish_copies": "on"} if live else {}))
    for stored in (copy, copy.get_latest_revision_as_object()):
        assert (stored.title_fr, stored.title_en, stored.slug_fr) == ("Copie", "Copy", "copie")
    assert copy.live == live
    assert copy.draft_title_fr == "Copie"
    original = StandardPage.objects.get(pk=page.pk)
    assert (original.title_fr, original.title_en) == ("Atelier", "Workshop")


def test_copy_of_a_page_in_french_alone_gets_no_english_title(editor):
    page = StandardPageFactory(title_fr="Atelier")
    assert "new_title_en" not in copy_form(editor, page).fields
    copy = copy_page(editor, page)
    assert (copy.title_fr, copy.slug_fr) == ("Copie", "copie")
    assert not copy.is_offered_in("en")


@pytest.mark.parametrize("active", ["fr", "en"])
def test_alias_follows_the_texts_but_keeps_its_addresses(page, active):
    with override(active):
        alias = StandardPage.objects.get(pk=page.create_alias(update_slug="alias").pk)
    before = paths(alias)
    assert not set(before) & set(paths(page))
    with override(active):
        page.title_en = "Sessions"
        page.save_revision().publish()
    alias = StandardPage.objects.get(pk=alias.pk)
    assert (alias.title_en, alias.draft_title_en, alias.draft_title_fr) == ("Sessions", "Sessions", "Atelier")
    assert paths(alias) == before
