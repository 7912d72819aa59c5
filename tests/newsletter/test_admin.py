"""Subscribers in the admin: seen by those who may, counted, and changed by nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Topic
from newsletter.admin.figures import draw, go_through_months
from newsletter.models import Subscriber
from newsletter.subscriptions.unsubscribing import unsubscribe
from tests.factories import PostalSubscriberFactory, SubscriberFactory, TopicFactory

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


@pytest.mark.parametrize(
    ("name", "value"), [("status", "active"), ("language", "en"), ("rhythm", "each"), ("source", "paper")]
)
def test_list_is_filtered(client, secretary, name: str, value: str):
    chosen = SubscriberFactory(**{name: value})
    other = SubscriberFactory()
    page = client.get(reverse(INDEX), {name: value}).content.decode()
    assert chosen.email in page
    assert other.email not in page


def test_list_is_filtered_by_topic(client, secretary):
    topic, chosen, other = TopicFactory(), SubscriberFactory(), SubscriberFactory()
    chosen.topics.add(topic)
    page = client.get(reverse(INDEX), {"topics": topic.pk}).content.decode()
    assert chosen.email in page
    assert other.email not in page


def test_figures_tell_rhythms_topics_and_post(client, secretary):
    topic = TopicFactory(name_fr="Travail")
    SubscriberFactory.create_batch(2, status="active", rhythm="each")[0].topics.add(topic)
    SubscriberFactory.create_batch(3, status="active", rhythm="weekly")
    PostalSubscriberFactory.create_batch(4)
    context = client.get(reverse(INDEX)).context
    (french,) = context["counts"]
    assert (french["each"], french["weekly"], french["active"]) == (2, 3, 5)
    assert context["topics"] == [(topic, 1), (None, 4)]
    assert context["by_post"] == 4


def test_months_tell_who_came_who_went_and_who_was_there():
    now = timezone.now()

    def ago(days: int):
        return now - timedelta(days=days)

    SubscriberFactory(status="active", confirmed_at=ago(800))
    SubscriberFactory(status="active", confirmed_at=now)
    SubscriberFactory(status="unsubscribed", email=None, confirmed_at=ago(800), ended_at=ago(750))
    SubscriberFactory(status="unsubscribed", email=None, confirmed_at=ago(800), ended_at=now)
    SubscriberFactory(status="active", confirmed_at=now, ended_at=ago(700))  # who left and came back
    SubscriberFactory(status="pending")
    months = go_through_months()
    assert len(months) == 12
    assert (months[0].new, months[0].gone, months[0].active) == (0, 0, 2)
    assert (months[-1].new, months[-1].gone, months[-1].active) == (2, 1, 3)
    assert months[-1].active == Subscriber.objects.filter(status="active").count()


def test_chart_has_a_bar_and_a_line_of_the_table_for_each_month_and_no_script(client, secretary):
    SubscriberFactory(status="active", confirmed_at=timezone.now())
    page = BeautifulSoup(client.get(reverse(INDEX)).content, "html.parser")
    chart = page.find("svg", class_="cahier-chart")
    assert len(chart.find_all("rect")) == 12
    assert not chart.find_all(["script", "style"])
    assert not [tag for tag in chart.find_all(True) if tag.get("style")]
    assert page.find(id=chart["aria-labelledby"]).get_text()
    assert len(page.find(id=chart["aria-describedby"]).tbody.find_all("tr")) == 12


def test_chart_of_nobody_is_flat():
    assert {bar["height"] for bar in draw(go_through_months())["bars"]} == {0}


def test_consent_is_shown_and_erased_addresses_are_named_so(client, secretary):
    subscriber = SubscriberFactory(email="marie@exemple.fr", status="active")
    subscriber.consent_events.create(
        kind="asked", language="fr", text_version="2026-11-22", choices={"rhythm": "each", "topics": ["travail"]}
    )
    unsubscribe(subscriber=subscriber, form_language="en")
    page = client.get(reverse("subscribers:inspect", args=[subscriber.pk])).content.decode()
    for words in ("2026-11-22", "travail", str(Subscriber.Rhythm.EACH.label)):
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
    for codename in ("enter_subscriber", "import_subscriber", "export_subscriber"):
        assert f'value="{Permission.objects.get(codename=codename).pk}"' in page


def test_addresses_are_in_no_url_since_there_is_no_search(client, secretary):
    SubscriberFactory.create_batch(2)
    assert 'name="q"' not in client.get(reverse(INDEX)).content.decode()


def test_list_takes_the_same_queries_for_many(client, secretary, django_assert_max_num_queries):
    SubscriberFactory.create_batch(3)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse(INDEX))
    TopicFactory.create_batch(3)
    for subscriber in SubscriberFactory.create_batch(17, status="active", confirmed_at=timezone.now()):
        subscriber.topics.set(Topic.objects.all())
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(INDEX))


def test_times_are_those_of_the_site(client, secretary):
    asked = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    subscriber = SubscriberFactory(asked_at=asked)
    for url in (reverse(INDEX), reverse("subscribers:inspect", args=[subscriber.pk])):
        assert "0:30" in client.get(url).content.decode()
