"""What a Sentry is told: that something failed and where in the code; of whom, whose and what they sent, nothing."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from config.operations.error_reports import report_errors
from config.operations.startup import list_faults

SECRETS = ["camille@exemple.fr", "s3cr3t-t0ken", "Camille", "203.0.113.7", "Martin", "sessionid", "sesame", "cookie"]


class Mailbox(Transport):
    """Takes what would be sent."""

    def __init__(self, options: Any = None) -> None:
        super().__init__(options)
        self.reports: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.reports += [item.payload.json for item in envelope.items if item.payload.json]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A Sentry in this process, which hears of errors until the test ends.

    What the SDK wraps it wraps once for each process; without a client that does nothing.
    """
    mailbox = Mailbox()
    report_errors("https://key@sentry.example/1", transport=mailbox)
    yield mailbox
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def test_a_request_that_fails_is_reported_without_anything_of_who_made_it(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, connection_kept: None
) -> None:
    def fail(*given: Any, **more: Any) -> None:
        reader = "camille@exemple.fr"
        raise RuntimeError(f"Key (email)=({reader}) of Camille Martin already exists.")

    monkeypatch.setattr("config.views.render", fail)
    request = RequestFactory().get(
        "/?email=camille@exemple.fr&key=s3cr3t-t0ken",
        headers={"cookie": "sessionid=sesame", "x-forwarded-for": "203.0.113.7", "user-agent": "Camille"},
        REMOTE_ADDR="203.0.113.7",
    )
    WSGIHandler()(request.environ, lambda status, headers: None)
    (report,) = mailbox.reports
    text = json.dumps(report)
    assert not [secret for secret in SECRETS if secret in text]
    (exception,) = report["exception"]["values"]
    assert exception["type"] == "RuntimeError"
    assert "fail" in [frame["function"] for frame in exception["stacktrace"]["frames"]]
    assert report["tags"]["route"] == "choose_language"
    assert len(report["tags"]["request_id"]) == 32
    assert not {"request", "user", "breadcrumbs", "extra", "server_name", "contexts"} & set(report)


def test_what_a_log_line_is_filled_with_stays_here(mailbox: Mailbox) -> None:
    logging.getLogger("mail.queue").error("An email to %s was given up: %s", "camille@exemple.fr", "Camille Martin")
    logging.getLogger("mail.queue").error("Given up: camille@exemple.fr")
    first, second = (report["logentry"] for report in mailbox.reports)
    assert first == {"message": "An email to %s was given up: %s"}
    assert second == {"message": "Given up: [email]"}


def test_warnings_are_no_reports(mailbox: Mailbox) -> None:
    logging.getLogger("config").warning("Redis answers again.")
    assert mailbox.reports == []


def test_an_address_that_is_none_is_refused_without_being_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("sesame", "https://sentry.example/1", "https://key@sentry.example/"):
        monkeypatch.setattr("config.environment.SENTRY_DSN", wrong)
        faults = [fault for fault in list_faults() if "SENTRY_DSN" in fault]
        assert len(faults) == 1
        assert "sesame" not in faults[0]
