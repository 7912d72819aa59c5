"""How long what is kept: unconfirmed addresses for seven days, ended ones not at all, suppressed ones as a hash."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from newsletter.keys import get_keys
from newsletter.models import ConsentEvent, Subscriber, Suppression, make_imprint
from newsletter.subscriptions.subscribing import subscribe
from newsletter.subscriptions.unsubscribing import delete_unconfirmed, unsubscribe
from tests.factories import SubscriberFactory
from tests.newsletter.conftest import ADDRESS, all_rows

pytestmark = pytest.mark.django_db


def days_ago(days: float):
    return timezone.now() - timedelta(days=days)


def ask(address: str = ADDRESS) -> Subscriber:
    subscribe(address=address, language="fr", topics=[], rhythm="weekly", form_language="fr", text_version="1")
    return Subscriber.objects.get(email=address)


def test_unconfirmed_address_is_erased_after_seven_days():
    old, young = ask(), ask("autre@exemple.fr")
    Subscriber.objects.filter(pk=old.pk).update(asked_at=days_ago(7.01))
    Subscriber.objects.filter(pk=young.pk).update(asked_at=days_ago(6.99))
    output = StringIO()
    call_command("delete_unconfirmed", stdout=output)
    assert output.getvalue() == "Unconfirmed addresses erased: 1\n"
    assert list(Subscriber.objects.all()) == [young]
    assert list(ConsentEvent.objects.all()) == list(young.consent_events.all())
    assert ADDRESS not in str(all_rows())


@pytest.mark.parametrize("status", ["active", "unsubscribed", "undeliverable", "complained"])
def test_only_unconfirmed_ones_are_erased(status: str):
    SubscriberFactory(status=status, asked_at=days_ago(100))
    assert delete_unconfirmed() == 0
    assert Subscriber.objects.count() == 1


def test_asking_again_starts_the_seven_days_anew():
    subscriber = ask()
    Subscriber.objects.update(asked_at=days_ago(8), mail_again_at=days_ago(7))
    ask()
    assert delete_unconfirmed() == 0
    subscriber.refresh_from_db()
    assert subscriber.asked_at > days_ago(1)


def test_who_had_left_and_did_not_confirm_anew_has_left_still():
    subscriber = SubscriberFactory(email=ADDRESS, status="active")
    unsubscribe(subscriber=subscriber, form_language="fr")
    ask()
    Subscriber.objects.update(asked_at=days_ago(8))
    assert delete_unconfirmed() == 1
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.email) == ("unsubscribed", None)
    assert Suppression.objects.of(ADDRESS).count() == 1
    assert ask().pk == subscriber.pk


def test_suppression_tells_nobody_whose_address_it_was(settings):
    unsubscribe(subscriber=SubscriberFactory(email=ADDRESS, status="active"), form_language="fr")
    imprint = Suppression.objects.get().imprint
    assert ADDRESS not in str(all_rows())
    assert imprint == make_imprint(ADDRESS, get_keys()[0])
    assert imprint != make_imprint(ADDRESS, "another key")
    assert not Suppression.objects.of("autre@exemple.fr").exists()


def test_suppression_outlives_the_person_erased():
    subscriber = SubscriberFactory(email=ADDRESS, status="active")
    unsubscribe(subscriber=subscriber, form_language="fr")
    subscriber.delete()
    assert Suppression.objects.of(ADDRESS).get().subscriber is None
    assert ask().status == "pending"


def test_stronger_suppression_is_not_replaced_by_unsubscribing():
    subscriber = SubscriberFactory(email=ADDRESS, status="complained")
    Suppression.objects.create(imprint=make_imprint(ADDRESS, get_keys()[0]), reason="complained")
    unsubscribe(subscriber=subscriber, form_language="fr")
    assert Suppression.objects.get().reason == "complained"
