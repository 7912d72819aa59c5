"""Subscribers in the admin: seen by those who may, changed by nobody."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from newsletter.ending import unsubscribe
from newsletter.models import Subscriber
from tests.factories import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, django_user_model):
    """An editor of pages, logged in, without a word about subscribers."""
    user = django_user_model.objects.create_user("editor", "editor@exemple.fr", "editor")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return user


@pytest.fixture
def secretary(editor):
    """An editor who may see subscribers."""
    editor.user_permissions.add(Permission.objects.get(codename="view_subscriber"))
    return editor


INDEX = "subscribers:index"


def test_list_shows_who_when_and_how(client, secretary):
    SubscriberFactory(email="marie@exemple.fr", status="active", rhythm="each", language="en")
    page = client.get(reverse(INDEX)).content.decode()
    for words in (
        "marie@exemple.fr",
        "English",
        str(Subscriber.Status.ACTIVE.label),
        str(Subscriber.Rhythm.EACH.label),
    ):
        assert words in page
    assert reverse(INDEX) in client.get(reverse("wagtailadmin_home")).content.decode()


def test_list_counts_by_language(client, secretary):
    SubscriberFactory.create_batch(3, status="active", language="fr")
    SubscriberFactory.create_batch(2, status="pending", language="en")
    counts = {count["language"]: count for count in client.get(reverse(INDEX)).context["counts"]}
    assert (counts["fr"]["active"], counts["fr"]["pending"]) == (3, 0)
    assert (counts["en"]["active"], counts["en"]["pending"]) == (0, 2)


@pytest.mark.parametrize(("name", "value"), [("status", "active"), ("language", "en")])
def test_list_is_filtered(client, secretary, name: str, value: str):
    chosen = SubscriberFactory(**{name: value})
    other = SubscriberFactory()
    page = client.get(reverse(INDEX), {name: value}).content.decode()
    assert chosen.email in page
    assert other.email not in page


def test_consent_is_shown_and_erased_addresses_are_named_so(client, secretary):
    subscriber = SubscriberFactory(email="marie@exemple.fr", status="active")
    subscriber.consent_events.create(
        kind="asked", language="fr", text_version="2026-11-22", choices={"rhythm": "each", "topics": ["travail"]}
    )
    unsubscribe(subscriber=subscriber, form_language="en")
    page = client.get(reverse("subscribers:inspect", args=[subscriber.pk])).content.decode()
    for words in ("2026-11-22", "travail", "each"):
        assert words in page
    assert "marie@exemple.fr" not in page
    assert client.get(reverse(INDEX)).status_code == 200


def test_editor_without_the_permission_sees_nothing(client, editor):
    subscriber = SubscriberFactory()
    for url in (reverse(INDEX), reverse("subscribers:inspect", args=[subscriber.pk])):
        response = client.get(url)
        assert response.status_code == 302
        assert subscriber.email not in response.content.decode()
    assert reverse(INDEX) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_visitor_is_sent_to_the_login(client):
    assert reverse("wagtailadmin_login") in client.get(reverse(INDEX))["Location"]


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_adds_changes_or_deletes_by_hand(client, secretary, superuser: bool):
    secretary.is_superuser = superuser
    secretary.save()
    for codename in ("add_subscriber", "change_subscriber", "delete_subscriber"):
        secretary.user_permissions.add(Permission.objects.get(codename=codename))
    subscriber = SubscriberFactory()
    urls = [
        reverse("subscribers:add"),
        *(reverse(f"subscribers:{name}", args=[subscriber.pk]) for name in ("edit", "delete")),
    ]
    for url in urls:
        for response in (client.get(url), client.post(url, {"email": "x@exemple.fr"})):
            assert response.status_code == 302
    assert list(Subscriber.objects.values_list("email", flat=True)) == [subscriber.email]
    page = client.get(reverse(INDEX)).content.decode()
    assert not any(url in page for url in urls)


def test_only_seeing_can_be_granted_to_a_group(client, admin_client):
    page = admin_client.get(reverse("wagtailusers_groups:add")).content.decode()
    granted = {
        codename: str(Permission.objects.get(codename=codename).pk)
        for codename in ("view_subscriber", "add_subscriber", "change_subscriber", "delete_subscriber")
    }
    offered = {codename for codename, pk in granted.items() if f'name="permissions" value="{pk}"' in page}
    assert offered == {"view_subscriber"}


def test_addresses_are_in_no_url_since_there_is_no_search(client, secretary):
    SubscriberFactory.create_batch(2)
    assert 'name="q"' not in client.get(reverse(INDEX)).content.decode()


def test_list_takes_the_same_queries_for_many(client, secretary, django_assert_max_num_queries):
    SubscriberFactory.create_batch(3)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse(INDEX))
    SubscriberFactory.create_batch(17)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(INDEX))


def test_times_are_those_of_the_site(client, secretary):
    asked = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    subscriber = SubscriberFactory(asked_at=asked)
    for url in (reverse(INDEX), reverse("subscribers:inspect", args=[subscriber.pk])):
        assert "0:30" in client.get(url).content.decode()
