"""Lists by name or title are in the order of a French dictionary, on both databases."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Organisation
from newsletter.models import SubscriberFile
from tests.factories import OrganisationFactory, PersonFactory, StandardPageFactory
from translations.models import BasePage
from translations.sorting import ALPHABETICAL, compare_names, letters_of, sort_key

ORDER = ["abri", "Âge", "Élan", "Etat", "état", "Œdème", "œil", "Ôter", "Ozone", "Zoé"]


def test_accents_do_not_move_a_name():
    assert sorted(set(ORDER), key=sort_key) == ORDER


@given(st.text(), st.text(), st.text())
def test_order_is_total_and_holds_no_two_texts_for_one(first, second, third):
    assert (compare_names(first, second) == 0) == (first == second)
    assert compare_names(first, second) == -compare_names(second, first)
    assert sorted([first, second, third], key=sort_key) == sorted([third, first, second], key=sort_key)


def test_letters_have_neither_accent_nor_capital():
    assert [letters_of(word) for word in ("Élan", "Œuvre", "E\u0301lan", "ß", "d’Or")] == [
        "elan", "oeuvre", "elan", "ss", "d'or",
    ]  # fmt: skip


@pytest.mark.django_db
def test_databases_sort_names_and_titles_so():
    for word in reversed(ORDER):
        OrganisationFactory(name_fr=word)
        StandardPageFactory(title_fr=word)
    assert list(Organisation.objects.values_list("name_fr", flat=True)) == ORDER
    pages = BasePage.objects.filter(title_fr__in=ORDER).order_by("title_fr")
    assert list(pages.values_list("title_fr", flat=True)) == ORDER
    assert BasePage.objects.filter(title_fr="elan").count() == 0


@pytest.mark.django_db
def test_list_in_the_admin_is_sorted_so(admin_client):
    for name in ("Zoé Petit", "Émile Petit", "Anne Petit"):
        PersonFactory(name=name)
    html = admin_client.get(reverse("wagtailsnippets_contacts_person:list")).content.decode()
    places = [html.index(name) for name in ("Anne Petit", "Émile Petit", "Zoé Petit")]
    assert places == sorted(places)


def test_every_name_and_title_of_a_thing_with_a_list_is_sorted_so():
    """Rows of a page stand in the order that editors give them; files of subscribers have random names."""
    ours = {"translations", "body", "campaigns", "claims", "contacts", "newsletter", "workshops"}
    sorted_by = {"title", "name", "family_name", "draft_title"}
    models_of_ours = [model for model in apps.get_models() if model._meta.app_label in ours]
    lists = [model for model in models_of_ours if not hasattr(model, "sort_order") and model is not SubscriberFile]
    names = [
        field
        for model in lists
        for field in model._meta.local_fields
        if isinstance(field, models.CharField) and getattr(field, "translated_field", field).name in sorted_by
    ]
    assert [str(field) for field in names if field.db_collation != ALPHABETICAL] == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL brings the collation")
def test_each_connection_to_sqlite_has_the_order():
    connection.cursor().execute(f'SELECT "É" < "Z" COLLATE "{ALPHABETICAL}"')
