"""Sign-ups without the web: a sheet to print, what editors type from it, and those who get the letter by post."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from mail.queue import OutgoingEmail
from newsletter.models import PostalSubscriber, Subscriber, Suppression
from newsletter.subscriptions import consent
from newsletter.subscriptions.unsubscribing import refuse_subscription, unsubscribe
from tests.factories import PostalSubscriberFactory, SubscriberFactory, TopicFactory
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows

pytestmark = pytest.mark.django_db
PAPER = "subscribers:paper"


@pytest.fixture
def editor(client, django_user_model):
    user = django_user_model.objects.create_user("editor", "editor@exemple.fr", "editor")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return user


def allow(user, *codenames: str) -> None:
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))


@pytest.fixture
def clerk(editor):
    """An editor who may enter what was signed on paper, and see the list."""
    allow(editor, "enter_subscriber", "view_subscriber")
    return editor


def line(**changes: object) -> dict[str, object]:
    return {
        "email": ADDRESS,
        "place": "Table de presse, Saint-Étienne",
        "signed_on": timezone.localdate().isoformat(),
        "text_version": consent.VERSION,
        "language": "en",
        "rhythm": "each",
        **changes,
    }


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_line_of_a_sheet_makes_a_pending_subscriber_with_the_proof_and_a_mail_to_confirm(client, clerk):
    topic = TopicFactory()
    response = client.post(reverse(PAPER), line(topics=[topic.slug]))
    assert (response.status_code, response["Location"]) == (302, reverse(PAPER))
    subscriber = Subscriber.objects.get()
    assert (subscriber.status, subscriber.source, subscriber.language) == ("pending", "paper", "en")
    event = subscriber.consent_events.get()
    assert (event.kind, event.text_version) == ("asked", consent.VERSION)
    assert event.choices == {
        "language": "en",
        "rhythm": "each",
        "topics": [topic.slug],
        "place": "Table de presse, Saint-Étienne",
        "date": timezone.localdate().isoformat(),
    }
    with override("en"):
        assert mail.outbox[0].to == [ADDRESS]
        assert mail.outbox[0].subject == "Confirm your subscription to Cahier’s newsletter"
    client.get(reverse(PAPER))
    assert "Table de presse" in client.get(reverse("subscribers:inspect", args=[subscriber.pk])).content.decode()


def test_next_line_keeps_what_the_sheet_has_in_common_and_nothing_of_the_person(client, clerk):
    client.post(reverse(PAPER), line(signed_on="2026-11-20", place="Stand"))
    page = read(client.get(reverse(PAPER)))
    assert page.find("input", {"name": "place"})["value"] == "Stand"
    assert page.find("input", {"name": "signed_on"})["value"] == "2026-11-20"
    assert not page.find("input", {"name": "email"}).get("value")
    assert ADDRESS in page.get_text()  # the message about the line before


def test_act_is_logged_without_the_address(client, clerk):
    client.post(reverse(PAPER), line())
    entry = ModelLogEntry.objects.get(action="newsletter.enter")
    assert entry.user == clerk
    assert ADDRESS not in str(vars(entry))


def refused() -> None:
    subscriber = SubscriberFactory(email=ADDRESS)
    refuse_subscription(subscriber=subscriber, form_language="fr")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (lambda: SubscriberFactory(email=ADDRESS, status="active"), "reçoit déjà la lettre"),
        (refused, "adresse bloquée"),
        (lambda: SubscriberFactory(email=ADDRESS, mail_again_at=timezone.now() + timedelta(hours=1)), "récemment"),
    ],
)
def test_editor_is_told_why_no_mail_to_confirm_goes_out(client, clerk, before, words: str):
    before()
    response = client.post(reverse(PAPER), line(), follow=True)
    assert words in response.content.decode()


def test_who_had_left_may_sign_again_on_paper(client, clerk):
    unsubscribe(subscriber=SubscriberFactory(email=ADDRESS, status="active"), form_language="fr")
    client.post(reverse(PAPER), line())
    assert Subscriber.objects.get().status == "pending"
    assert Suppression.objects.count() == 1  # until it is confirmed
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "marie@"},
        {"email": "postmaster@exemple.fr"},
        {"place": ""},
        {"signed_on": ""},
        {"signed_on": "2999-01-01"},
        {"signed_on": "\x00"},
        {"place": "\x00"},
        {"rhythm": "hourly"},
        {"text_version": ""},
    ],
)
def test_line_that_cannot_be_taken_is_shown_again_with_words(client, clerk, changes):
    before = all_rows()
    response = client.post(reverse(PAPER), line(**changes))
    assert response.status_code == 422
    assert read(response).find(class_="error-message")
    assert all_rows() == before


def test_dead_mail_server_loses_nothing(client, clerk, settings):
    settings.EMAIL_BACKEND = "tests.newsletter.mailservers.Down"
    assert client.post(reverse(PAPER), line()).status_code == 302
    assert OutgoingEmail.objects.get().to == ADDRESS
    assert Subscriber.objects.get().consent_events.count() == 1


def test_only_those_who_may_enter_see_the_form(client, editor):
    allow(editor, "view_subscriber")
    for response in (client.get(reverse(PAPER)), client.post(reverse(PAPER), line())):
        assert response.status_code == 302
    assert not Subscriber.objects.exists()
    assert reverse(PAPER) not in client.get(reverse("subscribers:index")).content.decode()


def test_sheet_says_what_one_agrees_to_and_has_lines_to_write_on(visitor: Visitor):
    response = visitor.open(visitor.url("signup_sheet"))
    page = read(response)
    assert consent.CONSENT_TEXTS[visitor.language].purpose in page.main.get_text()
    assert consent.VERSION in page.main.get_text()
    assert len(page.main.tbody.find_all("tr")) == 10
    assert page.html["lang"] == visitor.language
    assert not page.main.find(["form", "input"])
    assert visitor.client.post(visitor.url("signup_sheet")).status_code == 405


def test_coupon_leads_to_the_sheet(visitor: Visitor):
    page = read(visitor.open(visitor.url("subscribe")))
    assert page.main.find("a", href=visitor.url("signup_sheet"))


POSTAL = {
    "name": "Jeanne Martin",
    "street": "3 rue de la Paix",
    "more": "Bâtiment B",
    "postcode": "42000",
    "town": "Saint-Étienne",
    "country": "",
    "language": "fr",
    "place": "Convention",
    "signed_on": "2026-11-20",
}
ALL_POSTAL = [f"{act}_postalsubscriber" for act in ("add", "change", "delete", "view")]


def test_postal_subscriber_is_entered_changed_and_erased(client, editor):
    allow(editor, *ALL_POSTAL)
    assert client.post(reverse("subscribers_by_post:add"), POSTAL).status_code == 302
    subscriber = PostalSubscriber.objects.get()
    edit = reverse("subscribers_by_post:edit", args=[subscriber.pk])
    assert client.post(edit, {**POSTAL, "street": "4 rue de la Paix"}).status_code == 302
    subscriber.refresh_from_db()
    assert subscriber.street == "4 rue de la Paix"
    delete = reverse("subscribers_by_post:delete", args=[subscriber.pk])
    assert client.get(delete).status_code == 200
    assert PostalSubscriber.objects.exists()
    assert client.post(delete).status_code == 302
    assert not PostalSubscriber.objects.exists()
    entries = list(ModelLogEntry.objects.order_by("pk").values())
    assert [entry["action"] for entry in entries] == ["wagtail.create", "wagtail.edit", "wagtail.delete"]
    assert "Martin" not in str(entries)
    assert "Paix" not in str(entries)


def test_editor_without_the_permission_sees_no_postal_subscriber(client, editor):
    PostalSubscriberFactory(name="Jeanne Martin")
    for name in ("index", "labels"):
        response = client.get(reverse(f"subscribers_by_post:{name}"))
        assert response.status_code == 302
        assert "Martin" not in response.content.decode()


def test_address_is_written_line_by_line_as_on_an_envelope():
    assert PostalSubscriberFactory.build(**POSTAL).lines == [
        "Jeanne Martin",
        "Bâtiment B",
        "3 rue de la Paix",
        "42000 Saint-Étienne",
    ]
    assert PostalSubscriberFactory.build(country="Belgique").lines[-1] == "BELGIQUE"


def test_labels_fill_sheets_of_twenty_four_from_the_first_free_one(client, editor):
    allow(editor, "view_postalsubscriber")
    PostalSubscriberFactory.create_batch(25, language="fr")
    PostalSubscriberFactory(language="en", name="Ann Smith")
    url = reverse("subscribers_by_post:labels")
    sheets = read(client.get(url)).find_all("ol")
    assert [len(sheet.find_all("li")) for sheet in sheets] == [24, 2]
    (sheet,) = read(client.get(url, {"language": "en", "first": "5"})).find_all("ol")
    assert [bool(label.get_text(strip=True)) for label in sheet.find_all("li")] == [False] * 4 + [True]


@pytest.mark.parametrize("query", [{"first": "0"}, {"first": "25"}, {"first": "x"}, {"language": "xx"}])
def test_labels_asked_for_wrongly_are_told_in_words(client, editor, query):
    allow(editor, "view_postalsubscriber")
    response = client.get(reverse("subscribers_by_post:labels"), query)
    assert response.status_code == 422
    assert read(response).find(class_="errorlist")


def test_labels_take_the_same_queries_for_many(client, editor, django_assert_max_num_queries):
    allow(editor, "view_postalsubscriber")
    url = reverse("subscribers_by_post:labels")
    PostalSubscriberFactory.create_batch(2)
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    PostalSubscriberFactory.create_batch(40)
    with django_assert_max_num_queries(len(few)):
        client.get(url)
