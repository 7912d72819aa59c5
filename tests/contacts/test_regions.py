"""Regions lie within regions; documents and coordinators are found by them."""

import pytest
from django.core.exceptions import ValidationError

from contacts.models import Region
from tests.factories import RegionFactory

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
