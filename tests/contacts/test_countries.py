"""From a country to whoever coordinates it."""

import pytest
from bs4 import BeautifulSoup

from contacts.coordinators import find_coordination
from tests.factories import DirectoryPageFactory, PersonFactory, RegionFactory, RegionPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def americas():
    """Make Inter-Americas, which has a page, and within it the Caribbean and Latin America, which have none."""
    world = RegionFactory(name_fr="Monde", order=9)
    outer = RegionFactory(name_fr="Inter-Amériques", name_en="Inter-Americas", parent=world, order=1)
    RegionFactory(name_fr="Amérique latine", name_en="Latin America", parent=outer, countries=["BR", "EC"], order=2)
    RegionFactory(name_fr="Caraïbes", name_en="Caribbean", parent=outer, countries=["HT", "CU"], order=3)
    return RegionPageFactory(title_fr="Inter-Amériques", title_en="Inter-Americas", region=outer)


def find(client, code, language="fr"):
    return client.get({"fr": "/fr/annuaire/pays/", "en": "/en/directory/country/"}[language], {"country": code})


def options_of(answer):
    groups = BeautifulSoup(answer.content, "html.parser").find_all("optgroup")
    return {group["label"]: [option.text for option in group.find_all("option")] for group in groups}


def test_countries_stand_under_their_region_in_the_readers_language(client, americas):
    assert options_of(client.get("/fr/annuaire/pays/")) == {
        "Amérique latine": ["Brésil", "Équateur"],
        "Caraïbes": ["Cuba", "Haïti"],
    }
    assert options_of(client.get("/en/directory/country/")) == {
        "Latin America": ["Brazil", "Ecuador"],
        "Caribbean": ["Cuba", "Haiti"],
    }


def test_country_leads_to_its_region_or_to_the_one_around_it(client, americas):
    for language in ("fr", "en"):
        answer = find(client, "HT", language)
        assert (answer.status_code, answer["Location"]) == (302, americas.get_urls()[language])
    caribbean = RegionPageFactory(title_fr="Caraïbes", region=americas.region.parts.get(name_fr="Caraïbes"))
    assert find(client, "HT")["Location"] == caribbean.get_urls()["fr"]
    caribbean.unpublish()
    assert find(client, "HT")["Location"] == americas.get_urls()["fr"]


@pytest.mark.parametrize("code", ["XX", "FR", "<script>", "é", "0"])
def test_country_of_no_region_is_answered_in_words(client, americas, code):
    answer = find(client, code)
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Ce pays n’est pas dans l’annuaire" in html
    assert "Brésil" in html
    assert BeautifulSoup(html, "html.parser").title.text.startswith("Erreur")


def test_country_whose_regions_have_no_page_is_answered_in_words(client, americas):
    americas.unpublish()
    answer = find(client, "HT")
    assert answer.status_code == 404
    assert "La région de ce pays n’a pas encore de coordination" in answer.content.decode()


def test_finder_takes_as_many_queries_for_many_countries(client, americas, django_assert_num_queries):
    client.get("/fr/annuaire/pays/")
    with django_assert_num_queries(5):
        client.get("/fr/annuaire/pays/")
    for number in range(5):
        RegionFactory(countries=["FR", "BE", "CH", "IT", "ES"][number])
    with django_assert_num_queries(5):
        client.get("/fr/annuaire/pays/")


def test_page_of_a_region_where_nobody_is_named_leads_to_the_one_around_it(client, americas):
    directory = DirectoryPageFactory()
    page = RegionPageFactory(parent=directory, region=americas.region.parts.get(name_fr="Caraïbes"))
    page.posts.create(role_fr="Coordination")
    page.save()
    html = client.get(page.get_urls()["fr"]).content.decode()
    assert "Tant que personne n’est nommé ici" in html
    assert americas.get_urls()["fr"] in html
    page.posts.create(role_fr="Suppléance", person=PersonFactory())
    page.save()
    assert "Tant que personne" not in client.get(page.get_urls()["fr"]).content.decode()


def test_coordination_is_that_of_the_nearest_region_for_which_an_account_with_an_address_is_named(
    americas, django_user_model
):
    users = django_user_model.objects
    caribbean = americas.region.parts.get(name_fr="Caraïbes")
    assert find_coordination(caribbean).people == []
    ana = users.create_user("ana", "ana@exemple.fr")
    americas.region.coordinators.add(ana)
    caribbean.coordinators.add(
        users.create_user("sans-adresse"), users.create_user("partie", "partie@exemple.fr", is_active=False)
    )
    coordination = find_coordination(caribbean)
    assert (coordination.people, coordination.region) == ([ana], americas.region)
    zoe = users.create_user("zoe", "zoe@exemple.fr")
    caribbean.coordinators.add(zoe)
    assert find_coordination(caribbean).people == [zoe]


def test_holding_a_post_makes_nobody_a_coordinator(americas):
    americas.posts.create(role_fr="Coordination", person=PersonFactory(name="Ana", email="ana@exemple.fr"))
    americas.save()
    assert find_coordination(americas.region).people == []
