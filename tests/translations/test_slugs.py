"""A page has a slug in each language, unique among its siblings in that language."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override

from tests.factories import StandardPageFactory

from .columns import paths

pytestmark = pytest.mark.django_db


def test_each_title_gives_a_slug():
    page = StandardPageFactory(title_fr="À propos", title_en="About")
    assert (page.slug_fr, page.slug_en) == ("a-propos", "about")


def test_untranslated_page_has_its_french_slug_in_english():
    parent = StandardPageFactory(title_fr="Ateliers", title_en="Workshops")
    page = StandardPageFactory(parent=parent, title_fr="Salaire")
    assert not page.slug_en
    assert page.get_urls() == {"fr": "/fr/ateliers/salaire/", "en": "/en/workshops/salaire/"}


def test_title_translated_later_gives_a_slug():
    page = StandardPageFactory(title_fr="Ateliers")
    assert paths(page) == ("/accueil/ateliers/", "/accueil/ateliers/")
    page.title_en = "Workshops"
    page.save_revision().publish()
    assert paths(page) == ("/accueil/ateliers/", "/accueil/workshops/")


def test_generated_slug_avoids_those_of_siblings_in_its_language():
    StandardPageFactory(title_fr="Un", title_en="Same")
    assert StandardPageFactory(title_fr="Deux", title_en="Same").slug_en == "same-2"


def test_taken_slug_is_refused_under_its_own_field():
    StandardPageFactory(title_fr="Un", title_en="Same")
    page = StandardPageFactory(title_fr="Deux", title_en="Other")
    page.slug_en = "same"
    with pytest.raises(ValidationError) as error:
        page.save()
    assert list(error.value.message_dict) == ["slug_en"]


def test_english_slug_cannot_be_that_of_an_untranslated_sibling():
    StandardPageFactory(title_fr="Trois")
    page = StandardPageFactory(title_fr="Deux", title_en="Other")
    page.slug_en = "trois"
    with pytest.raises(ValidationError):
        page.save()


def test_french_slug_can_be_the_english_one_of_another_page():
    StandardPageFactory(title_fr="Un", title_en="Same")
    page = StandardPageFactory(title_fr="Deux", title_en="Other")
    page.slug_fr = "same"
    page.save()
    assert paths(page) == ("/accueil/same/", "/accueil/other/")


def test_refused_save_leaves_the_language_as_it_was():
    StandardPageFactory(title_fr="Un", title_en="Same")
    page = StandardPageFactory(title_fr="Deux", title_en="Other")
    page.slug_en = "same"
    with override("en"):
        with pytest.raises(ValidationError) as kept:  # and its traceback, which keeps frames alive
            page.save()
        assert get_language() == "en"
    assert get_language() == "fr"
    assert kept.value


@pytest.mark.xfail(strict=True, reason="lookups of slugs in English do not see pages that have their French slug there")
def test_untranslated_page_is_found_by_its_slug_in_english():
    page = StandardPageFactory(title_fr="Atelier")
    with override("en"):
        assert type(page).objects.filter(slug="atelier").exists()
