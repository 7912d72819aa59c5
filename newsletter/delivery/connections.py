"""Several connections to a mail server at once, each in a thread of its own.

Threads only speak to the server: the caller, who has the database's connection, hands out messages and notes what came
of each before it hands out others. So no more messages are ever between "sent" and "noted" than there are lines, and
answers that come while the last ones are being stored can be stored together: that repeats no more of them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from mail.results import Outcome, read_error

from .transport import MailConnection


@dataclass(frozen=True)
class OutgoingMessage:
    """A message to send, and what it belongs to."""

    belongs_to: Any
    sender: str
    to: str
    data: bytes


class MailConnections:
    """`count` lines, opened as they are needed. With one line there are no threads."""

    def __init__(self, open_connection: Callable[[], MailConnection], count: int) -> None:
        self.open_connection, self.count = open_connection, count
        self.busy = 0  # parcels given and not taken back
        self.messages: SimpleQueue[OutgoingMessage | None] = SimpleQueue()
        self.results: SimpleQueue[tuple[OutgoingMessage, Outcome]] = SimpleQueue()
        self.threads: list[Thread] = []
        self.own_connection: MailConnection | None = None

    def __enter__(self) -> MailConnections:
        return self

    def __exit__(self, *error: object) -> None:
        for _thread in self.threads:
            self.messages.put(None)
        for thread in self.threads:
            thread.join()
        if self.own_connection:
            self.own_connection.close()

    @property
    def room(self) -> int:
        """How many more parcels may be given now."""
        return self.count - self.busy

    def give(self, message: OutgoingMessage) -> None:
        """Let a line send `message`; there must be room."""
        self.busy += 1
        if self.count == 1:
            self.own_connection, outcome = send(self.own_connection, self.open_connection, message)
            self.results.put((message, outcome))
            return
        if len(self.threads) < min(self.busy, self.count):
            thread = Thread(target=self.work, daemon=True)  # a server that never answers keeps no process from ending
            thread.start()
            self.threads.append(thread)
        self.messages.put(message)

    def take(self) -> list[tuple[OutgoingMessage, Outcome]]:
        """Wait for one of the parcels given to be done with; return it, and any others that are done with too."""
        results = [self.results.get()]
        with suppress(Empty):
            while True:
                results.append(self.results.get_nowait())
        self.busy -= len(results)
        return results

    def work(self) -> None:
        connection: MailConnection | None = None
        while message := self.messages.get():
            connection, outcome = send(connection, self.open_connection, message)
            self.results.put((message, outcome))
        with suppress(Exception):
            if connection:
                connection.close()


def send(
    connection: MailConnection | None, open_connection: Callable[[], MailConnection], message: OutgoingMessage
) -> tuple[MailConnection | None, Outcome]:
    """Send `message` over `connection`, which is opened if there is none; there is an outcome whatever fails."""
    try:
        connection = connection or open_connection()
        return connection, connection.send(message.sender, message.to, message.data)
    except Exception as error:  # a fault of ours or of a library: told in the log by the caller, and no message is lost
        return connection, read_error(error)
