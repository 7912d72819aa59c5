"""A clock that tests set, and mail servers that do as they are told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import SimpleQueue
from typing import Any

import pytest

from mail.results import Outcome, Result
from newsletter.delivery import issuing
from newsletter.delivery.scheduler import tick
from newsletter.delivery.sending import Sender
from newsletter.models import Issue
from newsletter.models.delivery import Delivery
from tests.factories import IssueFactory, SubscriberFactory

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DOWN = Outcome(Result.DOWN, None, "ConnectionRefusedError")
DEFERRED = Outcome(Result.DEFERRED, 451, "4.7.1 Try again later")
REJECTED = Outcome(Result.REJECTED, 550, "5.1.1 No such user")


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def go_on(self, **step: float) -> None:
        self.now += timedelta(**step)


@dataclass
class Sent:
    sender: str
    to: str
    data: bytes
    at: datetime

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=policy.default)  # type: ignore[return-value]


@dataclass
class MailServer:
    """Takes what it is sent, unless `answers` says otherwise for an address, or `answer` for all."""

    clock: Clock
    sent: list[Sent] = field(default_factory=list)
    answers: dict[str, Outcome] = field(default_factory=dict)
    answer: Outcome | None = None
    before: Callable[[str], object] = lambda address: None
    tries: int = 0
    lines_opened: int = 0

    def open_line(self) -> "MailServer":
        self.lines_opened += 1
        return self

    def send(self, sender: str, to: str, data: bytes) -> Outcome:
        self.tries += 1
        self.before(to)
        outcome = self.answer or self.answers.get(to) or Outcome(Result.ACCEPTED, 250, "2.0.0 OK")
        if outcome.result is Result.ACCEPTED:
            self.sent.append(Sent(sender, to, data, self.clock.now))
        return outcome

    def close(self) -> None:
        pass

    @property
    def addresses(self) -> list[str]:
        return sorted(sent.to for sent in self.sent)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(issuing.timezone, "now", clock)
    return clock


@pytest.fixture
def server(clock: Clock) -> MailServer:
    return MailServer(clock)


@pytest.fixture
def send(clock: Clock, server: MailServer, settings: Any) -> Iterator[Callable[..., int]]:
    """Tick and send what is due of every issue being sent, at the clock's time."""
    settings.NEWSLETTER_RATE = 0

    def run(**options: Any) -> int:
        tick(clock.now)
        count = 0
        for issue in Issue.objects.filter(state="sending"):
            count += Sender(issue, open_line=server.open_line, now=clock, sleep=clock.sleep, **options).run()
        tick(clock.now)
        return count

    return run


@pytest.fixture
def issue(db: None, clock: Clock) -> Issue:
    return IssueFactory(send_at=clock.now)


def readers(count: int = 1, **fields: Any) -> list[Any]:
    return SubscriberFactory.create_batch(count, **{"status": "active", "language": "fr", "rhythm": "each", **fields})


def states(issue: Issue) -> dict[str, int]:
    counts: dict[str, int] = {}
    for state in Delivery.objects.filter(issue=issue).values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


class QueueThatDoesNotWaitForEver(SimpleQueue[Any]):
    def get(self, block: bool = True, timeout: float | None = 5) -> Any:
        return super().get(block, timeout)
