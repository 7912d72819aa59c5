"""Copies and aliases have addresses of their own in each language."""

import pytest
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
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": HomePage.objects.get().pk, **options}
    response = editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    assert response.status_code == 302
    return StandardPage.objects.child_of(HomePage.objects.get()).exclude(pk=page.pk).get()


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
