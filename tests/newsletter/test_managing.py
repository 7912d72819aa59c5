"""A subscriber's own page: choosing anew, reading and taking along what is kept, being erased."""

import json
import time
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.addresses import mask_address
from newsletter.bounces.score import SOFT, record_bounce
from newsletter.models import Subscriber, Suppression
from newsletter.subscriptions.links import manage_url
from newsletter.subscriptions.tokens import make_manage_token, make_unsubscribe_token
from newsletter.subscriptions.unsubscribing import unsubscribe
from tests.factories import SubscriberFactory, TopicFactory
from tests.newsletter.conftest import ADDRESS, Visitor, all_rows

PAGES = ["manage", "own_data", "own_data_json", "erase"]


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def subscriber(visitor: Visitor) -> Subscriber:
    return visitor.ask_and_confirm(rhythm="weekly")


def own(visitor: Visitor, page: str, subscriber: Subscriber) -> str:
    return visitor.url(page, make_manage_token(subscriber))


def test_link_is_absolute_and_in_the_subscribers_language(visitor: Visitor, subscriber: Subscriber):
    assert manage_url(subscriber).startswith(f"http://localhost/{visitor.language}/")
    assert visitor.open(manage_url(subscriber)).status_code == 200


def test_page_masks_the_address_and_shows_the_choices(visitor: Visitor, subscriber: Subscriber):
    text = visitor.open(own(visitor, "manage", subscriber)).content.decode()
    assert "m…@e…" in text
    assert "marie" not in text
    assert "exemple.fr" not in text
    form = BeautifulSoup(text, "html.parser").main.form
    assert form.find("input", {"name": "rhythm", "checked": True})["value"] == "weekly"
    assert form.find("input", {"name": "language", "checked": True})["value"] == visitor.language


def test_address_with_an_apostrophe_is_shortened_like_any_other(visitor: Visitor):
    subscriber = SubscriberFactory(email="o'brien@exemple.fr", status="active")
    page = read(visitor.open(own(visitor, "own_data", subscriber)))
    assert page.find("dl", class_="facts").dd.get_text() == "o…@e…"
    assert "brien" not in page.get_text()


def test_choices_are_changed_and_recorded(visitor: Visitor, subscriber: Subscriber):
    topic, other = TopicFactory(), "en" if visitor.language == "fr" else "fr"
    url = own(visitor, "manage", subscriber)
    response = visitor.client.post(url, {"language": other, "rhythm": "each", "topics": [topic.slug]})
    assert response.status_code == 303
    page = read(visitor.open(response["Location"]))
    assert page.find(role="status").get_text() == visitor.words("Preferences saved. They apply from the next issue on.")
    assert page.find("input", {"name": "topics", "checked": True})["value"] == topic.slug
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.rhythm, list(subscriber.topics.all())) == (other, "each", [topic])
    event = subscriber.consent_events.last()
    assert (event.kind, event.language) == ("changed", visitor.language)
    assert event.choices == {"language": other, "rhythm": "each", "topics": [topic.slug]}


def test_choices_that_stay_the_same_leave_no_trace(visitor: Visitor, subscriber: Subscriber):
    before = all_rows()
    url = own(visitor, "manage", subscriber)
    assert visitor.client.post(url, {"language": visitor.language, "rhythm": "weekly"}).status_code == 303
    assert all_rows() == before


def test_wrong_choices_are_told_in_words_and_change_nothing(visitor: Visitor, subscriber: Subscriber):
    TopicFactory()
    before = all_rows()
    url = own(visitor, "manage", subscriber)
    response = visitor.client.post(url, {"language": "xx", "rhythm": "", "topics": ["gone"]})
    page = read(response)
    assert response.status_code == 422
    assert page.title.get_text().startswith(visitor.words("Error:"))
    targets = [link["href"].removeprefix("#") for link in page.find(role="alert").find_all("a")]
    assert targets == ["language_0", "topics_0", "rhythm_0"]
    assert visitor.words("Choose how often.") in page.get_text()
    assert all_rows() == before


def test_page_that_reads_the_data_shows_all_of_it(visitor: Visitor, subscriber: Subscriber):
    text = read(visitor.open(own(visitor, "own_data", subscriber))).main.get_text()
    assert mask_address(ADDRESS) in text
    assert ADDRESS not in text
    for event in subscriber.consent_events.all():
        assert visitor.words({"asked": "Requested", "confirmed": "Confirmed"}[event.kind]) in text
        assert event.text_version in text
    assert visitor.words("Form on this site") in text


def test_data_can_be_taken_along(visitor: Visitor, subscriber: Subscriber):
    record_bounce(subscriber=subscriber, weight=SOFT)
    response = visitor.open(own(visitor, "own_data_json", subscriber))
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="cahier-lettre.json"'
    data = json.loads(response.content)
    assert data["email"] == mask_address(ADDRESS)
    assert ADDRESS not in json.dumps(data)
    assert [event["what"] for event in data["consent"]] == ["asked", "confirmed"]
    assert data["consent"][0]["choices"] == {"language": visitor.language, "rhythm": "weekly", "topics": []}
    assert data["returned_mail"]["score"] == SOFT


def test_every_column_of_a_subscriber_is_in_the_data_or_left_out_for_a_reason(visitor: Visitor, subscriber: Subscriber):
    data = json.loads(visitor.open(own(visitor, "own_data_json", subscriber)).content)
    told_otherwise = {
        "bounce_score",
        "hard_score",
        "bounced_at",
        "paused_until",
        "renew_by",
    }  # as returned_mail and asked_to_renew_by
    left_out = {"id", "key", "mail_again_at"}  # they tell nothing about the person
    columns = {field.name for field in Subscriber._meta.get_fields() if field.concrete}
    assert columns - told_otherwise - left_out <= set(data)


def test_erasing_is_a_button_and_leaves_nothing_but_a_hash(visitor: Visitor, subscriber: Subscriber):
    url = own(visitor, "erase", subscriber)
    before = all_rows()
    assert read(visitor.open(url)).main.form["method"] == "post"
    assert all_rows() == before
    assert visitor.press(url).status_code == 303
    assert not Subscriber.objects.exists()
    assert ADDRESS not in str(all_rows())
    assert Suppression.objects.of(ADDRESS).get().reason == "unsubscribed"
    for page in PAGES:
        assert read(visitor.open(own(visitor, page, subscriber))).h1.get_text() == visitor.words(
            "Your data has been deleted"
        )
    assert visitor.press(url).status_code == 200


def test_who_was_erased_can_come_back(visitor: Visitor, subscriber: Subscriber):
    visitor.press(own(visitor, "erase", subscriber))
    assert visitor.ask_and_confirm().status == "active"


def test_who_left_can_still_read_and_erase_what_is_kept(visitor: Visitor, subscriber: Subscriber):
    url = own(visitor, "manage", subscriber)
    unsubscribe(subscriber=subscriber, form_language="fr")
    page = read(visitor.open(url))
    assert not page.main.form
    assert visitor.words("This subscription has ended, and the address is deleted.") in page.get_text()
    before = all_rows()
    visitor.client.post(url, {"language": "fr", "rhythm": "each"})
    assert all_rows() == before
    assert json.loads(visitor.open(own(visitor, "own_data_json", subscriber)).content)["email"] is None
    visitor.press(own(visitor, "erase", subscriber))
    assert not Subscriber.objects.exists()


def test_who_has_not_confirmed_yet_is_told_so(visitor: Visitor):
    visitor.ask()
    page = read(visitor.open(own(visitor, "manage", Subscriber.objects.get())))
    assert not page.main.form
    assert (
        visitor.words("This subscription has not been confirmed yet. Use the link in the email we sent.")
        in page.get_text()
    )


@pytest.mark.parametrize("page", PAGES)
def test_link_works_for_half_a_year(visitor: Visitor, subscriber: Subscriber, monkeypatch, page: str):
    url, now = own(visitor, page, subscriber), time.time()
    monkeypatch.setattr("time.time", lambda: now + timedelta(days=179).total_seconds())
    assert visitor.open(url).status_code == 200
    monkeypatch.setattr("time.time", lambda: now + timedelta(days=181).total_seconds())
    for response in (visitor.open(url), visitor.client.post(url)):
        assert response.status_code in (410, 405)
    assert Subscriber.objects.get().status == "active"


@pytest.mark.parametrize("page", PAGES)
def test_token_of_another_purpose_opens_nothing(visitor: Visitor, subscriber: Subscriber, page: str):
    for token in (make_unsubscribe_token(subscriber), make_manage_token(subscriber)[:-1], "x", "a:b:c"):
        assert visitor.open(visitor.url(page, token)).status_code == 404


@pytest.mark.parametrize("page", ["own_data", "own_data_json"])
def test_pages_to_read_take_no_form(visitor: Visitor, subscriber: Subscriber, page: str):
    assert visitor.client.post(own(visitor, page, subscriber)).status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_head_as_sent_by_scanners_changes_nothing_and_caches_keep_nothing(
    visitor: Visitor, subscriber: Subscriber, page: str
):
    before = all_rows()
    response = visitor.client.head(own(visitor, page, subscriber))
    assert response.status_code == 200
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert all_rows() == before


@examples(deadline=None)
@given(st.emails())
def test_masked_address_shows_a_letter_on_each_side(address: str):
    local_part, _at, domain = address.rpartition("@")
    masked = mask_address(f"{local_part}@{domain}")
    assert len(masked) <= 5
    assert masked.endswith(f"@{domain[0]}…") or "@" in local_part


@pytest.mark.django_db
def test_own_page_takes_the_same_queries_for_many_events(client, django_assert_max_num_queries):
    subscriber = SubscriberFactory(status="active")
    url = f"/fr/lettre/choix/{make_manage_token(subscriber)}/donnees/"
    subscriber.consent_events.create(kind="asked", language="fr")
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    for _time in range(10):
        subscriber.consent_events.create(kind="changed", language="fr")
    with django_assert_max_num_queries(len(few)):
        client.get(url)
