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

from .transport import Line


@dataclass(frozen=True)
class Parcel:
    """A message to send, and what it belongs to."""

    belongs_to: Any
    sender: str
    to: str
    data: bytes


class Lines:
    """`count` lines, opened as they are needed. With one line there are no threads."""

    def __init__(self, open_line: Callable[[], Line], count: int) -> None:
        self.open_line, self.count = open_line, count
        self.busy = 0  # parcels given and not taken back
        self.parcels: SimpleQueue[Parcel | None] = SimpleQueue()
        self.results: SimpleQueue[tuple[Parcel, Outcome]] = SimpleQueue()
        self.threads: list[Thread] = []
        self.own_line: Line | None = None

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *error: object) -> None:
        for _thread in self.threads:
            self.parcels.put(None)
        for thread in self.threads:
            thread.join()
        if self.own_line:
            self.own_line.close()

    @property
    def room(self) -> int:
        """How many more parcels may be given now."""
        return self.count - self.busy

    def give(self, parcel: Parcel) -> None:
        """Let a line send `parcel`; there must be room."""
        self.busy += 1
        if self.count == 1:
            self.own_line, outcome = send(self.own_line, self.open_line, parcel)
            self.results.put((parcel, outcome))
            return
        if len(self.threads) < min(self.busy, self.count):
            thread = Thread(target=self.work, daemon=True)  # a server that never answers keeps no process from ending
            thread.start()
            self.threads.append(thread)
        self.parcels.put(parcel)

    def take(self) -> list[tuple[Parcel, Outcome]]:
        """Wait for one of the parcels given to be done with; return it, and any others that are done with too."""
        results = [self.results.get()]
        with suppress(Empty):
            while True:
                results.append(self.results.get_nowait())
        self.busy -= len(results)
        return results

    def work(self) -> None:
        line: Line | None = None
        while parcel := self.parcels.get():
            line, outcome = send(line, self.open_line, parcel)
            self.results.put((parcel, outcome))
        with suppress(Exception):
            if line:
                line.close()


def send(line: Line | None, open_line: Callable[[], Line], parcel: Parcel) -> tuple[Line | None, Outcome]:
    """Send `parcel` over `line`, which is opened if there is none; whatever fails, there is an outcome to wait for."""
    try:
        line = line or open_line()
        return line, line.send(parcel.sender, parcel.to, parcel.data)
    except Exception as error:  # a fault of ours or of a library: told in the log by the caller, and no message is lost
        return line, read_error(error)
