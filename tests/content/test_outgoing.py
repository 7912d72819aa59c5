"""The queue of emails: nothing is lost by a server that fails, nothing is kept once it is handed over."""

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected
from threading import Event
from typing import Any

import pytest
from django.core import mail
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from mail import queue as outgoing
from mail.queue import WAITS, OutgoingEmail, drop_emails, email_failed, give_up, queue_email, send_due_emails

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


class Server(EmailBackend):
    """Does to each recipient what `errors` say."""

    errors: dict[str, Exception] = {}
    opened = 0

    def open(self) -> bool | None:
        Server.opened += 1
        return None

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if error := self.errors.get(message.to[0]):
                raise error
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings: Any) -> type[Server]:
    settings.EMAIL_BACKEND, settings.EMAILS_AT_ONCE = f"{__name__}.Server", False
    Server.errors, Server.opened = {}, 0
    return Server


@pytest.fixture
def failures() -> Any:
    """Collect what is given up, and what its sender is told of it."""
    collected: list[tuple[str, Any]] = []

    def collect(sender: Any, email: OutgoingEmail, outcome: Any, **kwargs: Any) -> None:
        collected.append((email.reference, outcome and outcome.code))

    email_failed.connect(collect, sender=OutgoingEmail)
    yield collected
    email_failed.disconnect(collect, sender=OutgoingEmail)


def refused(to: str, code: int = 550) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({to: (code, f"{code} <{to}>: no".encode())})


def queue(*to: str, **options: Any) -> None:
    queue_email(EmailMessage("Sujet", "Texte", to=list(to)), **{"kind": "test", **options})


def addresses() -> list[str]:
    return [message.to[0] for message in mail.outbox]


def go_on(wait: timedelta, monkeypatch: pytest.MonkeyPatch) -> datetime:
    now = timezone.now() + wait
    monkeypatch.setattr(outgoing.timezone, "now", lambda: now)
    return now


def test_email_leaves_as_it_was_written_and_nothing_of_it_is_kept():
    message = EmailMultiAlternatives("Sujet", "Texte", to=["a@exemple.fr"], reply_to=["b@exemple.fr"])
    message.extra_headers["Content-Language"] = "fr"
    message.attach_alternative("<p>Texte</p>", "text/html")
    queue_email(message, kind="test")
    assert not mail.outbox
    assert send_due_emails() == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.reply_to) == ("Sujet", "Texte", ["b@exemple.fr"])
    assert sent.alternatives[0].content == "<p>Texte</p>"
    assert sent.message()["Content-Language"] == "fr"
    assert not OutgoingEmail.objects.exists()


def test_each_recipient_is_tried_apart_from_the_others(server):
    """A mail server may take one now and another later."""
    queue("a@exemple.fr", "b@exemple.fr")
    server.errors = {"a@exemple.fr": refused("a@exemple.fr", 450)}
    send_due_emails()
    assert addresses() == ["b@exemple.fr"]
    assert OutgoingEmail.objects.get().to == "a@exemple.fr"


@pytest.mark.parametrize("error", [refused("a@exemple.fr", 450), SMTPDataError(451, b"4.3.0 later")])
def test_server_that_says_not_now_is_asked_again_under_the_same_id(server, monkeypatch, error):
    queue("a@exemple.fr")
    message_id = OutgoingEmail.objects.get().headers["Message-ID"]
    server.errors = {"a@exemple.fr": error}
    waited = timedelta(0)
    for wait in WAITS:
        assert send_due_emails() == 0
        waited += wait
        go_on(waited - SECOND, monkeypatch)
        assert send_due_emails() == 0
        waited += 2 * SECOND
        go_on(waited, monkeypatch)
    server.errors = {}
    assert send_due_emails() == 1
    assert mail.outbox[0].message()["Message-ID"] == message_id
    assert OutgoingEmail.objects.count() == 0


@pytest.mark.parametrize("attempts", range(2 * len(WAITS)))
def test_server_is_asked_once_and_no_more_however_often_it_has_said_not_now(server, attempts):
    queue("a@exemple.fr")
    OutgoingEmail.objects.update(attempts=attempts)
    server.errors = {"a@exemple.fr": refused("a@exemple.fr", 450)}
    for _time in range(3):
        assert send_due_emails() == 0
    assert OutgoingEmail.objects.get().attempts == attempts + 1


@pytest.mark.parametrize("error", [refused("a@exemple.fr"), SMTPDataError(554, b"5.7.1 no")])
def test_what_a_server_refuses_for_good_is_deleted_and_told(server, failures, caplog, error):
    queue("a@exemple.fr", reference="application 7")
    server.errors = {"a@exemple.fr": error}
    send_due_emails()
    assert not OutgoingEmail.objects.exists()
    assert [reference for reference, _code in failures] == ["application 7"]
    assert "exemple" not in caplog.text


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError("down"),
        TimeoutError("timed out"),
        SMTPServerDisconnected("gone"),
        SMTPSenderRefused(530, b"5.7.0 log in first", "us@exemple.fr"),
        refused("b@exemple.fr", 421),
        ValueError("a fault"),
    ],
)
def test_server_that_takes_nothing_is_left_alone_for_a_minute(server, monkeypatch, caplog, error):
    queue("a@exemple.fr")
    queue("b@exemple.fr")
    queue("c@exemple.fr")
    server.errors = {"a@exemple.fr": error}
    send_due_emails()
    assert not mail.outbox
    send_due_emails()
    assert server.opened == 1  # a second look within the minute does not even connect
    go_on(timedelta(seconds=62), monkeypatch)
    send_due_emails()
    assert addresses() == ["b@exemple.fr", "c@exemple.fr"]  # the one that it may be about goes last
    assert "exemple" not in caplog.text
    assert "takes nothing" in caplog.text


def test_provider_that_is_not_set_up_is_told_and_loses_nothing(settings, caplog):
    settings.EMAIL_BACKEND, settings.ANYMAIL = "anymail.backends.postmark.EmailBackend", {}
    queue("a@exemple.fr")
    assert send_due_emails() == 0
    assert "POSTMARK_SERVER_TOKEN" in caplog.text
    assert OutgoingEmail.objects.count() == 1


def test_email_is_given_up_when_its_time_is_over(server, failures):
    queue("a@exemple.fr", reference="reset 1", kept=timedelta(hours=1))
    queue("b@exemple.fr")
    give_up(timezone.now() + timedelta(hours=2))
    assert failures == [("reset 1", None)]
    assert OutgoingEmail.objects.get().to == "b@exemple.fr"


def test_email_that_another_process_has_in_hand_is_left_to_it_until_it_must_be_dead(monkeypatch):
    queue("a@exemple.fr")
    assert outgoing.claim_next(timezone.now())
    assert send_due_emails() == 0
    go_on(outgoing.LEASE + SECOND, monkeypatch)
    assert send_due_emails() == 1


def test_process_whose_clock_is_some_seconds_slow_leaves_others_what_they_have_in_hand_or_hold():
    queue("a@exemple.fr")
    now = timezone.now()
    queue("b@exemple.fr", not_before=now + outgoing.MOST_HELD)
    assert outgoing.claim_next(now).to == "a@exemple.fr"
    assert not outgoing.due_emails(now - 5 * SECOND).exists()


@pytest.mark.parametrize("field", ["due_at", "lease_until", "give_up_at"])
def test_clock_that_ran_ahead_holds_nothing_up_once_it_is_set_right(field):
    queue("a@exemple.fr")
    OutgoingEmail.objects.update(**{field: timezone.now() + timedelta(days=365)})
    give_up(timezone.now())
    assert OutgoingEmail.objects.get().give_up_at < timezone.now() + timedelta(days=3)
    assert send_due_emails() == 1


def test_clock_that_ran_ahead_by_hours_delays_no_try_once_it_is_set_right():
    queue("a@exemple.fr")
    OutgoingEmail.objects.update(due_at=timezone.now() + timedelta(hours=5))
    assert send_due_emails() == 1


def test_clock_set_back_by_an_hour_sends_nothing_twice_and_holds_nothing_up(server, monkeypatch):
    queue("a@exemple.fr")
    queue("b@exemple.fr")
    server.errors = {"b@exemple.fr": refused("b@exemple.fr", 450)}  # is to be tried again in a minute
    assert send_due_emails() == 1
    go_on(timedelta(hours=-1), monkeypatch)
    queue("c@exemple.fr")
    server.errors = {}
    assert send_due_emails() == 2
    assert send_due_emails() == 0
    assert sorted(email.to[0] for email in mail.outbox) == ["a@exemple.fr", "b@exemple.fr", "c@exemple.fr"]


def test_email_that_a_limit_holds_leaves_in_its_time_and_is_tried_for_as_long_as_any(server, monkeypatch):
    begun = timezone.now()
    queue("a@exemple.fr", not_before=begun + timedelta(hours=20))
    queue("b@exemple.fr")
    server.errors = {"a@exemple.fr": refused("a@exemple.fr", 450)}
    assert send_due_emails() == 1
    go_on(timedelta(hours=19), monkeypatch)
    assert send_due_emails() == 0
    assert not OutgoingEmail.objects.get().attempts
    go_on(begun + timedelta(hours=21) - timezone.now(), monkeypatch)
    assert send_due_emails() == 0
    assert OutgoingEmail.objects.get().attempts == 1
    give_up(begun + timedelta(hours=43))
    server.errors = {}
    go_on(begun + timedelta(hours=43) - timezone.now(), monkeypatch)
    assert send_due_emails() == 1


def test_email_that_a_clock_which_ran_ahead_holds_leaves_once_it_is_set_right():
    queue("a@exemple.fr", not_before=timezone.now() + timedelta(days=365))
    give_up(timezone.now())
    assert send_due_emails() == 1


def test_process_that_is_told_to_stop_begins_no_other():
    queue("a@exemple.fr")
    stop = Event()
    stop.set()
    assert send_due_emails(stop=stop) == 0
    assert OutgoingEmail.objects.count() == 1


def test_what_waits_about_something_can_be_dropped(server):
    queue("a@exemple.fr", reference="subscriber 1")
    queue("b@exemple.fr", reference="subscriber 2")
    assert drop_emails("subscriber 1") == 1
    assert drop_emails("subscriber 2", "other kind") == 0
    assert OutgoingEmail.objects.get().to == "b@exemple.fr"


def test_header_with_a_line_break_is_refused_before_anything_is_stored():
    with pytest.raises(BadHeaderError):
        queue_email(EmailMessage("Sujet\nBcc: x@exemple.fr", "Texte", to=["a@exemple.fr"]), kind="test")
    assert not OutgoingEmail.objects.exists()
