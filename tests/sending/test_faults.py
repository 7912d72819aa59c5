"""Mail servers that are down, slow, refuse now or for good, or hang up; and a database that goes away in between.

These speak SMTP over a real connection, to a server in a thread.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from newsletter.delivery import transport
from newsletter.delivery.scheduler import tick
from newsletter.delivery.sending import Sender
from newsletter.models import Issue
from newsletter.models.delivery import Delivery
from tests.sending.conftest import Clock, QueueThatDoesNotWaitForEver, readers, states
from tests.sending.mailserver import Kept, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[False, True], ids=["one command at a time", "pipelining"])
def kept(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    settings.EMAIL_BACKEND = transport.SMTP
    settings.NEWSLETTER_RATE = 0
    with mail_server() as (kept, settings.EMAIL_PORT):
        settings.EMAIL_HOST, kept.pipelining = "127.0.0.1", request.param
        yield kept


@pytest.fixture
def send_by_smtp(clock: Clock, kept: Kept) -> Callable[[], int]:
    def send() -> int:
        tick(clock.now)
        issues = Issue.objects.filter(state="sending")
        count = sum(Sender(issue, now=clock, sleep=clock.sleep).run() for issue in issues)
        tick(clock.now)
        return count

    return send


def to(kept: Kept) -> list[str]:
    return sorted(envelope.rcpt_tos[0] for envelope in kept.envelopes)


def answering(**answers: str) -> Callable[[str, Any], str | None]:
    """Return what gives each of `answers` once, to its command."""
    left = dict(answers)
    return lambda command, envelope: left.pop(command, None)


def test_messages_arrive_as_they_were_made(issue, send_by_smtp, kept):
    readers(3)
    assert send_by_smtp() == 3
    assert states(issue) == {"accepted": 3}
    assert all(envelope.mail_from.startswith("cahier+") for envelope in kept.envelopes)
    assert len(set(kept.message_ids)) == 3


def test_several_connections_at_once(issue, send_by_smtp, kept, settings):
    settings.NEWSLETTER_CONNECTIONS = 3
    chosen = readers(12)
    assert send_by_smtp() == 12
    assert to(kept) == sorted(reader.email for reader in chosen)


@pytest.mark.parametrize(("command", "answer"), [("RCPT", "450 4.2.1 busy"), ("DATA", "451 4.3.0 later")])
def test_4xx_defers_the_one_it_is_about(issue, send_by_smtp, kept, clock, command, answer):
    readers(3)
    kept.answer = answering(**{command: answer})
    send_by_smtp()
    assert states(issue) == {"accepted": 2, "waiting": 1}
    assert issue.deliveries.get(state="waiting").code == int(answer[:3])
    clock.go_on(minutes=5)
    send_by_smtp()
    assert states(issue) == {"accepted": 3}
    assert len(kept.envelopes) == 3


@pytest.mark.parametrize(("command", "answer"), [("RCPT", "550 5.1.1 nobody"), ("DATA", "554 5.7.1 no")])
def test_5xx_rejects_the_one_it_is_about(issue, send_by_smtp, kept, command, answer):
    readers(3)
    kept.answer = answering(**{command: answer})
    send_by_smtp()
    assert states(issue) == {"accepted": 2, "rejected": 1}


@pytest.mark.parametrize("answer", ["550 5.7.1 sender refused", "452 4.3.1 disk full", "530 5.7.0 log in first"])
def test_refusal_of_the_sender_counts_against_no_recipient(issue, send_by_smtp, kept, answer):
    readers(3)
    kept.answer = answering(MAIL=answer)
    send_by_smtp()
    issue.refresh_from_db()
    assert (issue.state, issue.answer) == ("paused", answer[4:])
    assert states(issue) == {"waiting": 3}


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_421_pauses_the_issue_and_then_it_goes_on(issue, send_by_smtp, kept, clock, command):
    readers(3)
    kept.answer = answering(**{command: "421 4.3.2 closing"})
    send_by_smtp()
    issue.refresh_from_db()
    assert (issue.state, issue.pause) == ("paused", "server")
    clock.go_on(minutes=2)
    send_by_smtp()
    assert states(issue) == {"accepted": 3}
    assert len(kept.envelopes) == 3


def test_dropping_in_the_middle_of_a_message_pauses_and_repeats_that_one_with_its_id(issue, send_by_smtp, kept, clock):
    readers(3)
    kept.answer = answering(DATA="drop")
    send_by_smtp()
    issue.refresh_from_db()
    assert issue.state == "paused"
    assert states(issue) == {"waiting": 3}
    clock.go_on(minutes=2)
    send_by_smtp()
    assert states(issue) == {"accepted": 3}
    assert len(set(to(kept))) == len(kept.envelopes) == 3


def test_server_that_ends_a_connection_after_some_messages_is_asked_anew(issue, send_by_smtp, kept):
    readers(4)
    count = iter(range(100))
    kept.answer = lambda command, envelope: "421 enough" if command == "MAIL" and next(count) == 2 else None
    assert send_by_smtp() == 4
    issue.refresh_from_db()
    assert issue.state == "done"


def test_server_that_is_down_pauses_the_issue(issue, send_by_smtp, settings, clock):
    readers(2)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9  # where nobody listens
    send_by_smtp()
    issue.refresh_from_db()
    assert (issue.state, issue.pause) == ("paused", "server")
    settings.EMAIL_PORT = port
    clock.go_on(minutes=2)
    assert send_by_smtp() == 2


def test_server_that_is_slow_counts_as_down(issue, send_by_smtp, kept, monkeypatch):
    from threading import Event

    readers(1)
    go_on = Event()
    monkeypatch.setattr(transport, "TIMEOUT", 0.2)
    kept.answer = lambda command, envelope: str(go_on.wait(1)) and None
    send_by_smtp()
    go_on.set()
    issue.refresh_from_db()
    assert issue.state == "paused"
    assert "timed out" in issue.answer


def test_addresses_in_answers_are_not_kept(issue, send_by_smtp, kept):
    (reader,) = readers(1)
    kept.answer = answering(RCPT=f"550 5.1.1 <{reader.email}>: no such user {reader.email}")
    send_by_smtp()
    answer = issue.deliveries.get().answer
    assert reader.email not in answer
    assert "no such user" in answer


# Other ways to send


class Provider(EmailBackend):
    """Raises what a provider's backend would."""

    error: Exception | None = None

    def send_messages(self, messages: Any) -> int:
        if self.error:
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def provider(settings: Any) -> type[Provider]:
    settings.EMAIL_BACKEND = f"{Provider.__module__}.Provider"
    Provider.error = None
    return Provider


def make_error(name: str, status: int | None) -> Exception:
    from anymail import exceptions

    error: Exception = getattr(exceptions, name)("said")
    error.status_code = status  # type: ignore[attr-defined]
    return error


def test_any_backend_of_django_gets_both_parts_and_all_headers(issue, send_by_smtp, provider, mailoutbox):
    (reader,) = readers(1)
    assert send_by_smtp() == 1
    (message,) = mailoutbox
    assert message.to == [reader.email]
    assert message.subject == Issue.objects.get().subject
    assert message.envelope_sender.startswith("cahier+")
    sent = message.message()
    for header in ("Message-ID", "List-Id", "List-Unsubscribe", "List-Help", "List-Owner"):
        assert sent[header]
    assert [part.get_content_type() for part in sent.get_payload()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("connections", [1, 2])
def test_provider_that_is_not_set_up_pauses_the_issue_and_names_the_setting(
    issue, send_by_smtp, settings, connections, monkeypatch
):
    """With several connections, the threads that open them must not die before they have said so."""
    monkeypatch.setattr("newsletter.delivery.connections.SimpleQueue", QueueThatDoesNotWaitForEver)
    settings.EMAIL_BACKEND, settings.ANYMAIL = "anymail.backends.postmark.EmailBackend", {}
    settings.NEWSLETTER_CONNECTIONS = connections
    readers(3)
    assert send_by_smtp() == 0
    issue.refresh_from_db()
    assert (issue.state, issue.pause) == ("paused", "server")
    assert "POSTMARK_SERVER_TOKEN" in issue.answer
    assert states(issue) == {"waiting": 3}


@pytest.mark.parametrize(
    ("name", "status", "state"),
    [
        ("AnymailAPIError", 429, "waiting"),
        ("AnymailAPIError", 503, "waiting"),
        ("AnymailAPIError", 401, "waiting"),
        ("AnymailAPIError", None, "waiting"),
        ("AnymailAPIError", 400, "rejected"),
        ("AnymailRecipientsRefused", None, "rejected"),
    ],
)
def test_provider_that_is_busy_pauses_and_one_that_refuses_rejects(issue, send_by_smtp, provider, name, status, state):
    readers(1)
    provider.error = make_error(name, status)
    send_by_smtp()
    assert states(issue) == {state: 1}
    issue.refresh_from_db()
    assert issue.state == ("paused" if state == "waiting" else "done")


# The database


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could be ended")
@pytest.mark.postgresql
def test_note_of_what_was_sent_is_stored_although_the_database_ended_the_connection(monkeypatch):
    """Shown on the statement itself: a test's transaction would end with its connection."""
    from newsletter.delivery import ledger

    calls: list[int] = []
    monkeypatch.setattr(ledger, "WAIT", 0)

    @ledger.again_if_connection_was_lost
    def ask() -> Any:
        calls.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone()

    def in_a_thread() -> Any:
        import psycopg

        try:
            ask()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pid = cursor.fetchone()[0]
            settings = connection.settings_dict
            parameters = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"]}
            with psycopg.connect(**parameters, port=settings["PORT"] or 5432, password=settings["PASSWORD"]) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            return ask()
        finally:
            connection.close()

    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(in_a_thread).result() == (1,)
    assert len(calls) == 3


def test_dead_letter_after_48_hours_keeps_the_last_answer(issue, send_by_smtp, kept, clock):
    readers(1)
    kept.answer = lambda command, envelope: "450 4.2.1 busy" if command == "RCPT" else None
    while not Delivery.objects.filter(state="rejected").exists():
        send_by_smtp()
        clock.now += timedelta(hours=6)
    assert issue.deliveries.get().answer == "4.2.1 busy"
