"""A page moves only where its slugs are free in every language."""

import pytest
from django.urls import reverse

from campaigns.models import ArticlePage, HomePage
from tests.factories import ArticleIndexPageFactory, ArticlePageFactory
from translations.models import BasePage

from .columns import paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return [
        ArticleIndexPageFactory(title_fr="Ateliers", title_en="Workshops"),
        ArticleIndexPageFactory(title_fr="Archives", title_en="Archive"),
    ]


@pytest.mark.parametrize("titles", [("Autre", "Work"), ("Travail", "Other")], ids=["English", "French"])
def test_move_to_where_a_slug_is_taken_is_refused(editor, places, titles):
    source, destination = places
    article = ArticlePageFactory(parent=source, title_fr="Travail", title_en="Work")
    ArticlePageFactory(parent=destination, title_fr=titles[0], title_en=titles[1])
    url = reverse("wagtailadmin_pages:move_confirm", args=[article.pk, destination.pk])
    response = editor.post(url, follow=True)
    assert response.status_code == 200
    assert list(response.context["messages"])
    assert ArticlePage.objects.get(pk=article.pk).get_parent().pk == source.pk


def test_moved_page_has_new_addresses_in_both_languages(editor, places):
    article = ArticlePageFactory(parent=places[0], title_fr="Travail", title_en="Work")
    url = reverse("wagtailadmin_pages:move_confirm", args=[article.pk, places[1].pk])
    assert editor.post(url).status_code == 302
    assert paths(article) == ("/accueil/archives/travail/", "/accueil/archive/work/")
    assert BasePage.find_problems() == ([], [], [], [], [])


def move_together(editor, articles, destination):
    url = reverse("wagtail_bulk_action", args=["translations", "basepage", "move"])
    query = "&".join(f"id={article.pk}" for article in articles)
    return editor.post(f"{url}?{query}&next=/admin/", {"chooser": destination.pk})


def test_several_pages_move_together(editor, places):
    source, destination = places
    articles = [ArticlePageFactory(parent=source, title_fr=title, title_en=title) for title in ("Un", "Deux")]
    assert move_together(editor, articles, destination).status_code == 302
    assert [paths(article)[1] for article in articles] == ["/accueil/archive/un/", "/accueil/archive/deux/"]


@pytest.mark.parametrize("taken", [("Autre", "Work"), ("Travail", "Other")], ids=["English", "French"])
def test_nothing_moves_if_one_of_several_has_a_slug_that_is_taken(editor, places, taken):
    source, destination = places
    article = ArticlePageFactory(parent=source, title_fr="Travail", title_en="Work")
    ArticlePageFactory(parent=destination, title_fr=taken[0], title_en=taken[1])
    move_together(editor, [article], destination)
    assert ArticlePage.objects.get(pk=article.pk).get_parent().pk == source.pk


def test_nothing_moves_if_two_of_several_have_the_same_slug(editor, places):
    elsewhere = ArticleIndexPageFactory(title_fr="Ailleurs")
    articles = [
        ArticlePageFactory(parent=places[0], title_fr="Travail", title_en="Work"),
        ArticlePageFactory(parent=elsewhere, title_fr="Labeur", title_en="Work"),
    ]
    move_together(editor, articles, places[1])
    assert not places[1].get_children().exists()


def test_page_can_be_reordered_and_deleted(editor, places):
    first, second = places
    url = reverse("wagtailadmin_pages:set_page_position", args=[second.pk])
    assert editor.post(f"{url}?position=0").status_code == 200
    assert [page.pk for page in HomePage.objects.get().get_children()] == [second.pk, first.pk]
    assert editor.post(reverse("wagtailadmin_pages:delete", args=[second.pk])).status_code == 302
    assert [page.pk for page in HomePage.objects.get().get_children()] == [first.pk]
