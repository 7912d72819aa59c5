"""What must not be seen: cookies, and addresses or tokens in logs."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from config.logs import DiscreetFormatter
from mail.queue import OutgoingEmail, send_due_emails
from newsletter.models import Subscriber
from newsletter.subscriptions.tokens import make_confirmation_token, make_unsubscribe_token
from tests.newsletter.conftest import ADDRESS, Visitor


def go_through_everything(visitor: Visitor, settings) -> list:
    """Subscribe, fail, confirm and leave, and return all responses."""
    responses = [visitor.open(visitor.url("subscribe")), visitor.ask("marie@"), visitor.ask(headers={})]
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.newsletter.mailservers.HangsUp"
    responses += [visitor.ask()]
    settings.EMAIL_BACKEND = working
    OutgoingEmail.objects.update(due_at=timezone.now())
    send_due_emails()
    responses += [visitor.ask(), visitor.open(visitor.url("subscribe_sent")), visitor.open(visitor.link())]
    subscriber = Subscriber.objects.get()
    token = make_confirmation_token(subscriber)
    unsubscribe = visitor.url("unsubscribe", make_unsubscribe_token(subscriber))
    responses += [visitor.client.put(visitor.link()), visitor.client.put(unsubscribe)]
    responses += [visitor.open(visitor.url("confirm", token + "x")), visitor.open(visitor.url("unsubscribe", token))]
    responses += [visitor.press(visitor.link()), visitor.open(visitor.link())]
    responses += [visitor.open(unsubscribe), visitor.press(unsubscribe), visitor.open(unsubscribe)]
    return responses


def test_no_response_sets_a_cookie(visitor: Visitor, settings):
    responses = go_through_everything(visitor, settings)
    assert {200, 303, 403, 404, 405, 422} == {response.status_code for response in responses}
    assert not any(response.cookies or response.has_header("Set-Cookie") for response in responses)
    assert not visitor.client.cookies


def test_log_holds_no_address_and_no_token(visitor: Visitor, settings, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django").propagate, before = True, logging.getLogger("django").propagate
    try:
        go_through_everything(visitor, settings)
        visitor.ask()
        subscriber = Subscriber.objects.get()
    finally:
        logging.getLogger("django").propagate = before
    records = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert any(record.name == "mail.queue" for record in records)
    assert any("Method Not Allowed" in record.getMessage() for record in records)
    log = "\n".join(DiscreetFormatter().format(record) for record in records)
    assert ADDRESS not in log
    assert "marie" not in log
    for token in (make_confirmation_token(subscriber), make_unsubscribe_token(subscriber)):
        assert token.partition(":")[0] not in log


@pytest.mark.parametrize("failing", ["confirm", "unsubscribe"])
def test_failure_behind_a_link_is_logged_without_its_token(visitor: Visitor, monkeypatch, caplog, failing: str):
    visitor.ask()
    subscriber = Subscriber.objects.get()
    token = {"confirm": make_confirmation_token, "unsubscribe": make_unsubscribe_token}[failing](subscriber)

    def fail(**kwargs: object) -> None:
        raise RuntimeError(f"{ADDRESS} at {timezone.now() - timedelta(days=1)}")

    act = {"confirm": "subscribing.confirm_subscription", "unsubscribe": "unsubscribing.unsubscribe"}[failing]
    monkeypatch.setattr(f"newsletter.subscriptions.{act}", fail)
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    visitor.client.raise_request_exception = False
    assert visitor.press(visitor.url(failing, token)).status_code == 500
    log = "\n".join(DiscreetFormatter().format(record) for record in caplog.records)
    assert "Internal Server Error" in log
    assert token not in log
    assert ADDRESS not in log
