"""Regions lie within regions; documents and coordinators are found by them."""

import pytest
from django.core.exceptions import ValidationError

from contacts.models import Region
from tests.factories import EventPageFactory, PersonFactory, RegionFactory, RegionPageFactory

pytestmark = pytest.mark.django_db


def test_within_finds_a_region_and_all_in_it_and_no_other(django_assert_num_queries):
    world = RegionFactory()
    americas, africa = RegionFactory(parent=world), RegionFactory(parent=world)
    north, south = RegionFactory(parent=americas), RegionFactory(parent=americas)
    canada = RegionFactory(parent=north)
    with django_assert_num_queries(2):
        assert set(Region.objects.within(americas)) == {americas, north, south, canada}
    with django_assert_num_queries(2):
        assert len(Region.objects.within(world)) == 6
    assert list(Region.objects.within(africa)) == [africa]


def test_within_ends_where_data_says_a_region_lies_within_itself():
    outer = RegionFactory()
    inner = RegionFactory(parent=outer)
    Region.objects.filter(pk=outer.pk).update(parent=inner)
    assert set(Region.objects.within(outer)) == {outer, inner}
    assert Region.objects.get(pk=inner.pk).get_ancestors() == [outer, inner]


def test_ancestors_come_nearest_first():
    world = RegionFactory()
    americas = RegionFactory(parent=world)
    assert RegionFactory(parent=americas).get_ancestors() == [americas, world]


def test_slug_follows_the_french_name_until_somebody_writes_one():
    region = Region(name_fr="Inter-Amériques", name_en="Inter-Americas")
    region.full_clean()
    region.save()
    assert region.slug == "inter-ameriques"
    region.name_fr = "Amériques"
    region.save()
    assert Region.objects.get().slug == "inter-ameriques"


def with_page(region):
    RegionPageFactory(region=region)


def with_event(region):
    event = EventPageFactory()
    event.regions.set([region])
    event.save()


def with_region_within(region):
    RegionFactory(parent=region)


@pytest.mark.parametrize("name", [with_page, with_event, with_region_within])
def test_slug_of_a_region_that_something_names_stays_as_addresses_contain_it(name, client):
    region = RegionFactory(name_fr="Afrique")
    name(region)
    for slug in ("africa", ""):
        region = Region.objects.get(pk=region.pk)
        region.name_fr, region.slug = "Continent africain", slug
        with pytest.raises(ValidationError) as refusal:
            region.full_clean()
        assert "il reste «\u00a0afrique\u00a0»" in refusal.value.message_dict["slug"][0]
    region.slug = "afrique"
    region.full_clean()  # all else can change
    assert region.is_in_use  # so it is not deleted either


def test_slug_of_a_region_that_nothing_names_can_be_put_right():
    region = RegionFactory(name_fr="Afrique", slug="afirque")
    region.slug = "afrique"
    region.full_clean()


def test_addresses_of_a_region_hold_when_its_name_changes(client):
    region = RegionFactory(name_fr="Afrique", name_en="Africa")
    page = RegionPageFactory(region=region, title_fr="Afrique")
    page.posts.create(role_fr="Coordination", person=PersonFactory(name="Ana", email="ana@exemple.fr"))
    page.save()
    addresses = [
        f"{start}{end}"
        for start, cards in (("/fr/annuaire/", "fiches"), ("/en/directory/", "cards"))
        for end in ("afrique.jsonld", f"{cards}/afrique.vcf")
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    region.name_fr = "Continent africain"
    region.full_clean()
    region.save()
    assert [client.get(address).status_code for address in addresses] == [200] * 4


def test_two_regions_of_one_slug_are_refused_in_words():
    RegionFactory(slug="afrique")
    with pytest.raises(ValidationError) as refusal:
        Region(name_fr="Afrique").full_clean(exclude=["name"])
    assert list(refusal.value.message_dict) == ["slug"]


def test_country_belongs_to_one_region():
    RegionFactory(name_fr="Caraïbes", countries=["HT", "CU"])
    with pytest.raises(ValidationError) as refusal:
        Region(name_fr="Amérique latine", countries=["CU", "BR"]).full_clean(exclude=["name"])
    (message,) = refusal.value.message_dict["countries"]
    assert "Caraïbes" in message
    assert "Cuba" in message
