"""Paths follow slugs, in each language, down to the last descendant."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from campaigns.models import HomePage, StandardPage
from tests.factories import StandardPageFactory
from translations.models import BasePage

from .columns import columns, paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> tuple[StandardPage, StandardPage, StandardPage]:
    """Three generations, of which the last is not translated."""
    ateliers = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    travail = StandardPageFactory(parent=ateliers, title_fr="Travail", title_en="Work")
    return ateliers, travail, StandardPageFactory(parent=travail, title_fr="Salaire")


def test_path_has_the_slugs_of_its_language(branch):
    assert paths(branch[2]) == ("/accueil/ateliers/travail/salaire/", "/accueil/workshops/work/salaire/")


@pytest.mark.parametrize("active", ["fr", "en"])
@pytest.mark.parametrize("renamed", ["fr", "en", "both"])
def test_new_slug_shows_in_the_paths_of_descendants(branch, active, renamed):
    page = StandardPage.objects.get(pk=branch[0].pk)
    with override(active):
        if renamed != "en":
            page.slug_fr = "nouveaux"
        if renamed != "fr":
            page.slug_en = "new"
        page.save_revision().publish()
    french = "nouveaux" if renamed != "en" else "ateliers"
    english = "new" if renamed != "fr" else "workshops"
    assert paths(page) == (f"/accueil/{french}/", f"/accueil/{english}/")
    assert paths(branch[2]) == (f"/accueil/{french}/travail/salaire/", f"/accueil/{english}/work/salaire/")
    assert columns(branch[2], "url_path") == (f"/accueil/{french}/travail/salaire/",)


def test_french_slug_of_an_untranslated_page_shows_in_english_paths():
    page = StandardPageFactory(title_fr="Ateliers")
    child = StandardPageFactory(parent=page, title_fr="Travail", title_en="Work")
    page.slug_fr = "nouveaux"
    page.save()
    assert paths(child) == ("/accueil/nouveaux/travail/", "/accueil/nouveaux/work/")


@pytest.mark.parametrize("active", ["fr", "en"])
def test_moved_page_takes_its_descendants_along(branch, active):
    archives = StandardPageFactory(title_fr="Archives", title_en="Archive")
    with override(active):
        BasePage.objects.get(pk=branch[1].pk).move(archives, pos="last-child")
    assert paths(branch[2]) == ("/accueil/archives/travail/salaire/", "/accueil/archive/work/salaire/")
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_treebeard_and_wagtail_repair_commands_keep_both_languages():
    first, second = StandardPageFactory(title_fr="A"), StandardPageFactory(title_fr="B")
    second.add_sibling("left", instance=StandardPage(title_fr="C", title_en="See"))
    call_command("fixtree", interactive=False, verbosity=0)
    assert BasePage.find_problems() == ([], [], [], [], [])
    home = HomePage.objects.get()
    assert [page.title_fr for page in home.get_children()] == ["A", "C", "B"]
    call_command("set_url_paths", verbosity=0)
    assert paths(BasePage.objects.get(title_fr="C")) == ("/accueil/c/", "/accueil/see/")
    assert paths(first) == ("/accueil/a/", "/accueil/a/")
