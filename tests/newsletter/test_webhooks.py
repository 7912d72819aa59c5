"""What the e-mail provider reports: taken with its secret only, and never about who opened what."""

import json
from base64 import b64encode
from typing import Any

import pytest
from anymail.signals import EventType, RejectReason
from django.test import Client
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.bounces.webhooks import EVENT_ACTS, WEBHOOK_VIEWS
from newsletter.models import Subscriber, Suppression
from tests.factories import SubscriberFactory
from tests.newsletter.conftest import ADDRESS, all_rows
from translations.languages import LANGUAGES

pytestmark = pytest.mark.django_db
SECRET = "cahier:0123456789abcdef"
POSTMARK = "/webhooks/postmark/"


@pytest.fixture(autouse=True)
def configured(settings):
    settings.WEBHOOK_SECRETS = ["older:secret", SECRET]


@pytest.fixture
def subscriber() -> Subscriber:
    return SubscriberFactory(email=ADDRESS, status="active")


def basic(secret: str) -> str:
    return "Basic " + b64encode(secret.encode()).decode()


def report(event: Any, url: str = POSTMARK, secret: str | None = SECRET, language: str = "fr"):
    headers = {"Accept-Language": language, **({"Authorization": basic(secret)} if secret else {})}
    body = event if isinstance(event, str) else json.dumps(event)
    return Client(enforce_csrf_checks=True).post(url, body, content_type="application/json", headers=headers)


def bounced(**details: Any) -> dict[str, Any]:
    return {"RecordType": "Bounce", "Type": "HardBounce", "Email": ADDRESS, "ID": 1, **details}


def test_hard_and_soft_bounces_are_told_apart(subscriber):
    assert report(bounced()).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == 1.0
    other = SubscriberFactory(email="plein@exemple.fr", status="active")
    assert report(bounced(Email="plein@exemple.fr", Type="SoftBounce")).status_code == 200
    other.refresh_from_db()
    assert other.bounce_score == 0.5


@pytest.mark.parametrize(
    ("name", "score"), [("hard_bounce", 1.0), ("soft_bounce", 0.5), ("invalid_email", 1.0), ("blocked", 0.5)]
)
def test_providers_own_words_decide_where_anymail_knows_one_word_only(subscriber, name: str, score: float):
    event = {"event": name, "email": ADDRESS, "ts_epoch": 1796000000000, "message-id": "<1@x>"}
    assert report(event, url="/webhooks/brevo/").status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == score


@pytest.mark.parametrize(("hard", "score"), [(True, 1.0), (False, 0.5)])
def test_mailjet_tells_hard_from_soft_apart_from_the_event(subscriber, hard: bool, score: float):
    event = {"event": "bounce", "email": ADDRESS, "hard_bounce": hard, "error": "user unknown", "MessageID": 1}
    assert report(event, url="/webhooks/mailjet/").status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == score


def test_complaint_ends_the_subscription(subscriber):
    report({"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": ADDRESS})
    subscriber.refresh_from_db()
    assert subscriber.status == "complained"


def test_who_leaves_at_the_provider_is_unsubscribed(subscriber):
    event = {"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "ManualSuppression"}
    report({**event, "Recipient": ADDRESS})
    subscriber.refresh_from_db()
    assert subscriber.status == "unsubscribed"
    assert Suppression.objects.of(ADDRESS).get().reason == "unsubscribed"


@pytest.mark.parametrize("kind", ["Open", "Click", "Delivery"])
def test_who_opened_or_clicked_is_forgotten_at_once(subscriber, kind: str):
    before = all_rows()
    event = {"RecordType": kind, "Recipient": ADDRESS, "OriginalLink": "https://exemple.fr/", "FirstOpen": True}
    assert report(event).status_code == 200
    assert all_rows() == before
    assert not {EventType.OPENED, EventType.CLICKED} & EVENT_ACTS.keys()


@pytest.mark.parametrize("email", ["nobody@exemple.fr", "", None, "no address", "a\r\nb@exemple.fr", ["x"], 7])
def test_report_about_nobody_is_taken_and_changes_nothing(subscriber, email: Any):
    before = all_rows()
    assert report(bounced(Email=email)).status_code == 200
    assert all_rows() == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("secret", [None, "", "cahier:", "cahier:wrong", "0123456789abcdef"])
def test_report_without_the_secret_is_refused_in_words(subscriber, language: str, secret: str | None):
    before = all_rows()
    response = report(bounced(), secret=secret, language=language)
    assert response.status_code == 403
    with override(language):
        assert response.content.decode() == gettext("The secret is missing or wrong.")
    assert all_rows() == before


def test_older_secret_is_taken_while_it_is_listed(subscriber):
    assert report(bounced(), secret="older:secret").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_secret_configured_nothing_is_taken(subscriber, settings, language: str):
    settings.WEBHOOK_SECRETS = []
    for secret in (None, "", SECRET):
        response = report(bounced(), secret=secret, language=language)
        assert response.status_code == 403
        with override(language):
            assert response.content.decode() == gettext(
                "This site does not accept reports: WEBHOOK_SECRETS is not set."
            )
    subscriber.refresh_from_db()
    assert subscriber.bounce_score == 0


def test_unknown_provider_is_not_found():
    assert report(bounced(), url="/webhooks/nobody/").status_code == 404


def test_provider_whose_own_key_is_missing_is_refused_in_words(subscriber):
    response = report({}, url="/webhooks/mailgun/")
    assert response.status_code == 403
    assert "réglage" in response.content.decode()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "7", '"x"', '{"RecordType": {}}', "\x00", "é"])
def test_what_cannot_be_read_is_a_bad_request_or_changes_nothing(subscriber, body: str):
    before = all_rows()
    assert report(body).status_code in (200, 400)
    assert all_rows() == before


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_other_methods_are_refused(method: str):
    assert getattr(Client(), method)(POSTMARK).status_code == 405


def test_provider_that_looks_whether_the_address_exists_is_answered():
    assert Client().head(POSTMARK).status_code == 200


def test_providers_are_those_of_anymail():
    assert {"postmark", "brevo", "mailgun", "mailjet", "sendgrid", "amazon_ses"} <= WEBHOOK_VIEWS.keys()
    assert not any("inbound" in name for name in WEBHOOK_VIEWS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@examples(max_examples=60, deadline=None)
@given(provider=st.sampled_from(["postmark", "brevo", "mailjet", "sparkpost"]), event=JSON)
def test_any_json_gets_an_answer(provider: str, event: Any):
    assert report(event, url=f"/webhooks/{provider}/").status_code in (200, 400)


def test_every_reason_of_anymail_is_known():
    reasons = {value for name, value in vars(RejectReason).items() if name.isupper()}
    assert reasons == {"invalid", "bounced", "timed_out", "blocked", "spam", "unsubscribed", "other"}
