"""Somebody who is removed is gone: from pages, drafts, old versions, search and the log of who did what."""

import json

import pytest
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from contacts.models import Person, Post
from contacts.signals import directory_changed
from tests.factories import PersonFactory, RegionPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def removed(client, admin_user):
    """Remove Ana Lima, who holds a post that was published and edited, in the admin; return her and the page."""
    person = PersonFactory(name="Ana Lima", email="ana.lima@exemple.fr")
    log(person, "wagtail.create", user=admin_user)
    log(person, "wagtail.edit", user=admin_user, data={"name": "Ana Lima"})
    page = RegionPageFactory(title_fr="Afrique", region__slug="afrique")
    page.posts.create(role_fr="Coordination", person=person)
    page.posts.create(role_fr="Suppléance", person=PersonFactory(name="Zoé Ba"))
    page.save_revision().publish()
    page.title_fr = "Afrique, brouillon"
    page.save_revision()
    client.force_login(admin_user)
    heard = []

    def hear(pages, **kwargs):
        heard.extend(pages)

    directory_changed.connect(hear)
    url = reverse(Person.snippet_viewset.get_url_name("delete"), args=[person.pk])
    confirmation = client.get(url).content.decode()
    assert "Ana Lima" in confirmation
    assert Person.objects.filter(pk=person.pk).exists()
    assert client.post(url).status_code == 302
    directory_changed.disconnect(hear)
    assert [changed.pk for changed in heard] == [page.pk]
    return person, page


def test_posts_stand_vacant_on_the_page_and_others_stay(removed, client):
    _person, page = removed
    html = client.get(page.get_urls()["fr"]).content.decode()
    assert "Lima" not in html
    assert "À pourvoir" in html
    assert "Zoé Ba" in html
    assert client.get("/fr/annuaire/fiches/afrique.vcf").content.decode().count("BEGIN:VCARD") == 1


def test_no_revision_names_the_person_and_each_can_be_published(removed):
    person, page = removed
    revisions = Revision.objects.for_instance(page)
    assert revisions.count() == 2
    for revision in revisions:
        holders = [post["person"] for post in revision.content["posts"]]
        assert person.pk not in holders
        assert len([holder for holder in holders if holder]) == 1
        assert "Lima" not in json.dumps(revision.content)
    page.get_latest_revision().publish()
    assert Post.objects.filter(person=None).count() == 1


def test_log_says_what_was_done_but_not_to_whom(removed, client):
    entries = ModelLogEntry.objects.filter(content_type__model="person")
    assert sorted(entry.action for entry in entries) == ["wagtail.create", "wagtail.delete", "wagtail.edit"]
    assert not [entry for entry in entries if "Lima" in f"{entry.label}{entry.data}"]
    history = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Lima" not in history
    assert "Une personne retirée" in history


def test_search_and_references_forget(removed, client):
    person, _page = removed
    assert "Afrique" not in client.get("/fr/recherche/?q=Lima").content.decode().partition("<main")[2]
    assert "Afrique" in client.get("/fr/recherche/?q=Ba").content.decode().partition("<main")[2]
    assert not ReferenceIndex.objects.filter(to_object_id=str(person.pk), to_content_type__model="person").exists()


def test_several_removed_at_once_leave_as_little(client, admin_user):
    client.force_login(admin_user)
    people = [PersonFactory(name=f"Lima {number}") for number in range(2)]
    for person in people:
        log(person, "wagtail.create", user=admin_user)
    query = "&".join(f"id={person.pk}" for person in people)
    url = reverse("wagtail_bulk_action", args=["contacts", "person", "delete"])
    assert client.post(f"{url}?{query}").status_code == 302
    assert not Person.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="Lima").exists()
