"""A mail server of the tests' own, in a thread: it keeps what it takes, and does wrong what it is told to."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

from aiosmtpd.controller import Controller

MESSAGE_ID = re.compile(rb"(?mi)^message-id: (\S+)")


@dataclass
class Kept:
    """The envelopes that were taken, in their order."""

    envelopes: list[Any] = field(default_factory=list)
    answer: Callable[[str, Any], str | None] = lambda command, envelope: None  # to a command; None takes it
    changed: Condition = field(default_factory=Condition)

    pipelining: bool = False  # whether commands may come before the answers to those before them (RFC 2920)

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], *(["250-PIPELINING"] if self.pipelining else []), responses[-1]]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.say("MAIL", envelope, "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        answer = self.say("RCPT", envelope, "250 OK")
        if not answer.startswith("250"):
            envelope.rcpt_tos.pop()
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.say("DATA", envelope, "250 OK")
        if answer == "drop":  # in the middle of it all: neither yes nor no
            server.transport.abort()
            return "250 never heard"
        if answer.startswith("250"):
            with self.changed:
                self.envelopes.append(envelope)
                self.changed.notify_all()
        return answer

    def say(self, command: str, envelope: Any, otherwise: str) -> str:
        return self.answer(command, envelope) or otherwise

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until `count` messages were taken; tell whether they were."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.envelopes) >= count, seconds)

    @property
    def message_ids(self) -> list[str]:
        return [MESSAGE_ID.search(envelope.content)[1].decode() for envelope in self.envelopes]  # type: ignore[index]


class BoundController(Controller):
    """Serves on a socket that was bound before: no other process can take its port in between."""

    def __init__(self, kept: Kept) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(kept, hostname="127.0.0.1", port=self.listener.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@contextmanager
def mail_server() -> Iterator[tuple[Kept, int]]:
    """Give what the server keeps, and its port."""
    kept = Kept()
    controller = BoundController(kept)
    controller.start()
    try:
        yield kept, controller.port
    finally:
        controller.stop()
