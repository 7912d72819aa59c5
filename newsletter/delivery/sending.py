"""Sends what is due of an issue: claims a batch, looks at each reader once more, hands over, notes what came of it."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from django.conf import settings
from django.core.mail import BadHeaderError
from django.utils import timezone

from mail.results import Outcome, Result

from ..issues.letters import only_public
from ..issues.personal_links import PersonalLinks
from ..models import Issue, Subscriber
from . import ledger, pacing
from .connections import MailConnections, OutgoingMessage
from .issuing import clear_pauses, pause_for_article, pause_for_refusals, pause_for_server
from .leases import Renewal
from .ledger import Claimed, Recipient
from .prepared_mail import PreparedIssue
from .transport import MailConnection, open_connection
from .verp import make_message_id, make_verp

BATCH = 200
BEGINS_FOR = 150.0  # seconds in which a task begins messages
LASTS = 2 * BEGINS_FOR  # seconds, within which it ends: the last message may wait for the mail server
REFUSALS = 25  # one after the other, of which the message must be the cause, or we
WAIT_STEP = 0.5  # seconds; how soon a wait for the next time notices that it should stop

log = logging.getLogger(__name__)


class Sender:
    """Sends one issue until nothing is due, `seconds` have passed, or something stops it.

    :param now: tells the time, and `sleep` waits that many seconds: tests bring a clock of their own
    """

    def __init__(
        self,
        issue: Issue,
        *,
        seconds: float | None = None,
        stop: Event | None = None,
        open_line: Callable[[], MailConnection] = open_connection,
        now: Callable[[], datetime] = timezone.now,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.issue = issue
        self.seconds = seconds or BEGINS_FOR
        self.until = time.monotonic() + self.seconds  # by a clock that nobody sets
        self.stop = stop or Event()
        self.now, self.sleep = now, sleep
        self.prepared = PreparedIssue(issue)
        self.links = PersonalLinks(issue.language)
        self.connections = MailConnections(open_line, max(1, settings.NEWSLETTER_CONNECTIONS))
        self.trouble: Outcome | None = None
        self.next_try: datetime | None = None  # when the server is asked again, once it took nothing
        self.stopped = False  # by an editor, or because the claim is no longer ours
        self.accepted = self.refusals = 0
        self.unnoted: list[tuple[Claimed, Outcome]] = []  # accepted, and not stored yet

    def run(self) -> int:
        """Return how many messages were accepted."""
        with self.connections, Renewal(self.now, self.seconds + LASTS - BEGINS_FOR) as renewal:
            while not self.is_over():
                batch = renewal.held = ledger.claim(self.issue, pacing.batch_size(BATCH), self.now())
                if not batch:
                    break
                if len(only_public(self.issue.content)) < len(self.issue.content):
                    ledger.give_back(batch)
                    pause_for_article(self.issue)
                    break
                self.send_batch(batch)
        if self.accepted and not self.trouble:
            clear_pauses(self.issue)
        return self.accepted

    def is_over(self) -> bool:
        return bool(self.trouble or self.stopped or self.stop.is_set() or time.monotonic() > self.until)

    def send_batch(self, batch: list[Claimed]) -> None:
        topics = get_topics(batch) if self.prepared.has_topics else {}
        slots = pacing.reserve_slots([claimed.email.rpartition("@")[2] for claimed in batch], self.now())
        for slot in slots:
            if slot.back:
                ledger.push_back(batch[slot.index], slot.at)
        pending = deque((slot.at, batch[slot.index]) for slot in slots if not slot.back)
        while (pending and not self.is_over()) or self.connections.busy:
            while (room := self.connections.room) and pending and not self.is_over():
                ready = self.take_ready(pending, room)
                if not ready:
                    break
                self.hand_out(ready, topics)
            self.record_accepted()
            if self.connections.busy:
                self.record(self.connections.take())
        self.record_accepted()
        ledger.give_back([claimed for _at, claimed in pending])

    def take_ready(self, pending: deque[tuple[datetime, Claimed]], room: int) -> list[Claimed]:
        """Take those whose time has come; wait for the first, unless an answer may come before."""
        if not self.wait_until(pending[0][0]):
            return []
        now = self.now()
        ready: list[Claimed] = []
        while pending and len(ready) < room and pending[0][0] <= now:
            ready.append(pending.popleft()[1])
        return ready

    def hand_out(self, ready: list[Claimed], topics: dict[int, set[int]]) -> None:
        readers = ledger.recheck_recipients(self.issue, ready, self.unnoted, self.now())
        self.unnoted = []
        if readers is None:
            self.stopped = True
            ledger.give_back(ready)
            return
        for claimed in ready:
            if message := self.make_message(claimed, readers.get(claimed.pk), topics.get(claimed.subscriber_pk, set())):
                self.connections.give(message)

    def wait_until(self, at: datetime) -> bool:
        """Wait for the time of the next message; tell whether it came before something stopped us."""
        while (left := (at - self.now()).total_seconds()) > 0:
            if self.is_over() or self.connections.busy:
                return False
            self.record_accepted()
            self.sleep(min(left, WAIT_STEP))
        return True

    def make_message(self, claimed: Claimed, reader: Recipient | None, topics: set[int]) -> OutgoingMessage | None:
        mail = self.prepared.for_topics(topics) if reader else None
        if reader is None or mail is None:
            ledger.record_skipped(claimed, self.now())
            return None
        try:
            data = mail.fill(
                message_id=make_message_id(self.issue.pk, claimed.pk),
                to=reader.email,
                links=self.links.of(reader.key),
            )
        except BadHeaderError:
            ledger.record_outcome(
                claimed, Outcome(Result.REJECTED, None, "This address cannot be written to."), self.now()
            )
            return None
        return OutgoingMessage(claimed, make_verp(claimed.pk), reader.email, data)

    def record(self, results: list[tuple[OutgoingMessage, Outcome]]) -> None:
        """Note what came of messages: of those accepted with the next look, so before another is sent."""
        accepted = [(message.belongs_to, outcome) for message, outcome in results if outcome.result is Result.ACCEPTED]
        self.unnoted += accepted
        self.accepted += len(accepted)
        if accepted:
            self.refusals = 0
        for message, outcome in results:
            if outcome.result is Result.DOWN:
                self.record_trouble(message.belongs_to, outcome)
            elif outcome.result is not Result.ACCEPTED:
                self.record_refusal(message.belongs_to, outcome)

    def record_accepted(self) -> None:
        if self.unnoted:
            ledger.record_accepted(self.unnoted, self.now())
            self.unnoted = []

    def record_trouble(self, claimed: Claimed, outcome: Outcome) -> None:
        self.trouble = outcome
        if self.next_try is None:
            log.error("The mail server takes nothing now (issue %s): %s", self.issue.pk, outcome.answer)
            self.next_try = pause_for_server(self.issue, outcome, self.now(), progress=bool(self.accepted))
        ledger.record_interrupted(claimed, outcome, self.next_try + timedelta(seconds=1), self.now())

    def record_refusal(self, claimed: Claimed, outcome: Outcome) -> None:
        ledger.record_outcome(claimed, outcome, self.now())
        self.refusals = self.refusals + 1 if outcome.result is Result.REJECTED else 0
        if self.refusals == REFUSALS:
            self.trouble = outcome
            pause_for_refusals(self.issue, outcome)


def get_topics(batch: list[Claimed]) -> dict[int, set[int]]:
    """Return the topics that the readers of a batch chose, by their primary keys."""
    chosen = Subscriber.topics.through._default_manager.filter(subscriber__in=[row.subscriber_pk for row in batch])
    topics: dict[int, set[int]] = {}
    for subscriber, topic in chosen.values_list("subscriber", "topic"):
        topics.setdefault(subscriber, set()).add(topic)
    return topics
