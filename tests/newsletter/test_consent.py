"""The proof of consent: words tied to their version, and a record that only grows."""

from dataclasses import astuple
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from newsletter.models import AppendOnlyError, ConsentEvent, Subscriber
from newsletter.subscriptions import consent
from tests.factories import SubscriberFactory, TopicFactory
from tests.newsletter.conftest import Visitor
from translations.languages import LANGUAGES

# Whoever changes a word gives it a new version, and adds its line here. Lines are never changed.
HASHES = {
    "2026-11-22": "a7c692112d081e2d14c1d72e4e9dde935cfa50077527a8b15a3f1bdff5583a88",
    "2026-11-30": "d4aad5e2549b11d51d4b4b7993bfa95ce1538e44f577c068fe5e7871c09b7866",
}


def hash_texts() -> str:
    return sha256(repr([astuple(consent.CONSENT_TEXTS[language]) for language in LANGUAGES]).encode()).hexdigest()


def test_each_wording_has_its_version():
    assert HASHES[consent.VERSION] == hash_texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_written_in_each_language_of_the_site(language: str):
    text = consent.get_newsletter_consent(language)
    assert text.language == language
    assert text.purpose
    assert text.topics


def test_language_without_a_text_gets_the_french_one():
    assert consent.get_newsletter_consent("de").language == "fr"


def test_record_names_the_language_the_version_and_the_choices(visitor: Visitor):
    topic = TopicFactory(slug="travail")
    visitor.ask_and_confirm(topics=[topic.slug], rhythm="each")
    for event in ConsentEvent.objects.all():
        assert (event.language, event.text_version) == (visitor.language, consent.VERSION)
        assert event.choices == {"language": visitor.language, "topics": ["travail"], "rhythm": "each"}
    topic.delete()
    assert ConsentEvent.objects.first().choices["topics"] == ["travail"]


def test_who_agrees_reads_the_text_on_the_coupon_and_on_the_button_s_page(visitor: Visitor):
    visitor.ask()
    for url in (visitor.url("subscribe"), visitor.link()):
        assert consent.CONSENT_TEXTS[visitor.language].purpose in visitor.open(url).content.decode().replace(
            "&#x27;", "'"
        )


def test_record_holds_no_trace_of_the_network():
    fields = {field.name for field in ConsentEvent._meta.get_fields()}
    assert fields == {"id", "subscriber", "kind", "at", "language", "text_version", "choices"}


@pytest.fixture
def event(db: None) -> ConsentEvent:
    return ConsentEvent.objects.create(subscriber=SubscriberFactory(), kind="asked", language="fr", text_version="1")


def test_event_cannot_be_changed(event: ConsentEvent):
    event.kind = "confirmed"
    for write in (
        event.save,
        lambda: ConsentEvent.objects.update(kind="confirmed"),
        lambda: event.subscriber.consent_events.update(kind="confirmed"),
        lambda: ConsentEvent.objects.bulk_update([event], ["kind"]),
        lambda: ConsentEvent.objects.update_or_create(pk=event.pk, defaults={"kind": "confirmed"}),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            write()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent(pk=event.pk, subscriber=event.subscriber, kind="confirmed", language="fr").save()
    event.refresh_from_db()
    assert event.kind == "asked"


def test_event_cannot_be_deleted(event: ConsentEvent):
    for delete in (event.delete, ConsentEvent.objects.all().delete, event.subscriber.consent_events.all().delete):
        with pytest.raises(AppendOnlyError):
            delete()
    assert ConsentEvent.objects.count() == 1


def test_event_goes_with_the_person_who_is_erased(event: ConsentEvent):
    event.subscriber.delete()
    assert not ConsentEvent.objects.exists()


def test_many_people_can_be_erased_at_once(event: ConsentEvent):
    Subscriber.objects.all().delete()
    assert not ConsentEvent.objects.exists()
