import pytest
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.addresses import LONGEST_ADDRESS, normalise_address
from newsletter.models import Subscriber
from tests.factories import SubscriberFactory


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("marie@exemple.fr", "marie@exemple.fr"),
        ("  Marie.Dupont@Exemple.FR ", "marie.dupont@exemple.fr"),
        ("marie+lettre@exemple.fr", "marie+lettre@exemple.fr"),
        ("marie@école.fr", "marie@xn--cole-9oa.fr"),
        ("marie@e\u0301cole.fr", "marie@xn--cole-9oa.fr"),
        ("marie@ÉCOLE.fr", "marie@xn--cole-9oa.fr"),
        ("marie@xn--cole-9oa.fr", "marie@xn--cole-9oa.fr"),
        ("marie@straße.de", "marie@xn--strae-oqa.de"),
        ("marie@例え。テスト", "marie@xn--r8jz45g.xn--zckzah"),
        ("o'neill@exemple.fr", "o'neill@exemple.fr"),
        ("contact@exemple.fr", "contact@exemple.fr"),
    ],
)
def test_address_is_written_in_one_way(written: str, stored: str):
    assert normalise_address(written) == stored
    assert normalise_address(stored) == stored


@pytest.mark.parametrize(
    "address", ["marie@exemple..fr", ".marie@exemple.fr", "a@b@c.fr", "marie@-exemple.fr", "marie@.fr"]
)
def test_what_is_no_address_is_refused(address: str):
    with pytest.raises(ValidationError):
        normalise_address(address)


@settings(deadline=None)
@given(st.text() | st.text().map(lambda text: f"{text}@exemple.fr") | st.text().map(lambda text: f"marie@{text}"))
@example("\ud800@exemple.fr")
@example("marie@\u2024.fr")
@example("a" * 300 + "@exemple.fr")
@example("marie@" + "é" * 300)
def test_any_text_is_refused_or_stored_in_one_safe_way(text: str):
    try:
        address = normalise_address(text)
    except ValidationError:
        return
    assert normalise_address(address) == address
    assert address == address.lower()
    assert address.isascii()
    assert address.isprintable()
    assert len(address) <= LONGEST_ADDRESS
    assert sanitize_address(address, "utf-8") == address


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@pytest.mark.django_db
def test_any_text_in_the_form_gets_a_page(text: str):
    data = {"email": text, "language": text, "rhythm": text, "topics": [text], "website": text, "stamp": text}
    response = Client().post(reverse("subscribe"), data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 422


@pytest.mark.django_db
def test_database_keeps_one_row_for_each_address():
    SubscriberFactory(email="marie@exemple.fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        SubscriberFactory(email="marie@exemple.fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        SubscriberFactory(email="Marie@exemple.fr")
    for _time in range(2):
        SubscriberFactory(email=None, status="unsubscribed")
    assert Subscriber.objects.count() == 3
