"""Who holds which post now, in which region."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from contacts.models import Post, Region
from tests.factories import DirectoryPageFactory, PersonFactory, RegionFactory, RegionPageFactory

pytestmark = pytest.mark.django_db


def day(offset):
    return timezone.localdate() + datetime.timedelta(days=offset)


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        (None, None, True),
        (0, None, True),
        (1, None, False),
        (-2, -1, False),
        (-1, 0, True),
        (None, -1, False),
        (None, 1, True),
    ],
)
def test_post_is_shown_from_its_first_day_to_its_last(client, starts, ends, shown):
    page = RegionPageFactory()
    dates = {name: value if value is None else day(value) for name, value in (("starts_on", starts), ("ends_on", ends))}
    page.posts.create(role_fr="Déléguée à la veille", person=PersonFactory(name="Ana Lima"), **dates)
    page.save()
    assert Post.objects.current().exists() == shown
    for url in (page.get_parent().specific.get_urls()["fr"], page.get_urls()["fr"]):
        assert ("Ana Lima" in client.get(url).content.decode()) == shown


def test_post_of_a_person_deleted_stays_as_a_vacant_one(client):
    person = PersonFactory(name="Ana Lima")
    page = RegionPageFactory()
    page.posts.create(role_fr="Déléguée à la veille", person=person)
    page.save()
    person.delete()
    post = Post.objects.current().get()
    assert post.person is None
    html = client.get(page.get_urls()["fr"]).content.decode()
    assert "Déléguée à la veille" in html
    assert "Ana Lima" not in html


def test_draft_that_names_a_person_deleted_since_can_still_be_published():
    person = PersonFactory()
    page = RegionPageFactory()
    page.posts.create(role_fr="Déléguée", person=person)
    revision = page.save_revision()
    person.delete()
    revision.publish()
    assert Post.objects.get().person is None


def test_post_cannot_end_before_it_begins():
    page = RegionPageFactory()
    with pytest.raises(ValidationError) as refusal:
        Post(page=page, role_fr="Délégué", starts_on=day(0), ends_on=day(-1)).full_clean(exclude=["role"])
    assert list(refusal.value.message_dict) == ["ends_on"]


def test_region_never_lies_within_itself():
    world = RegionFactory()
    europe = RegionFactory(parent=world)
    france = RegionFactory(parent=europe)
    france.full_clean()
    for parent in (world, europe, france):
        world.parent = parent
        with pytest.raises(ValidationError) as refusal:
            world.full_clean()
        assert list(refusal.value.message_dict) == ["parent"]


def test_new_region_may_lie_within_another():
    Region(name_fr="Nouvelle", parent=RegionFactory()).full_clean(exclude=["name"])


def test_region_that_holds_others_or_has_a_page_is_not_deleted():
    outer, with_page = RegionFactory(), RegionFactory()
    RegionFactory(parent=outer)
    RegionPageFactory(region=with_page)
    for region in (outer, with_page):
        with pytest.raises(ProtectedError):
            region.delete()


def test_directory_shows_each_published_region(client):
    directory = DirectoryPageFactory()
    RegionPageFactory(parent=directory, title_fr="Amériques", region__name_fr="Amériques")
    RegionPageFactory(parent=directory, title_fr="Brouillon", region__name_fr="Brouillon", live=False)
    html = client.get(directory.get_urls()["fr"]).content.decode()
    assert "Amériques" in html
    assert "Brouillon" not in html
