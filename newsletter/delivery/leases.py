"""Renewing what a worker holds for as long as its process lives: leases can so be short, and a dead one's end soon."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Thread

from django.conf import settings
from django.db import Error, connection

from . import ledger
from .ledger import Claimed

log = logging.getLogger(__name__)


class Renewal:
    """Renews the leases of `held`, three times in each, from a thread: the sender's own may wait for a mail server.

    :param now: tells the time
    :param seconds: after which nothing is renewed any more, so that a worker that hangs holds nothing for ever
    """

    def __init__(self, now: Callable[[], datetime], seconds: float) -> None:
        self.now, self.seconds = now, seconds
        self.held: Sequence[Claimed] = ()
        self.ended = Event()
        self.thread = Thread(target=self.run, name="leases", daemon=True)

    def __enter__(self) -> Renewal:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        self.thread.join()

    def run(self) -> None:
        until = time.monotonic() + self.seconds
        try:
            while not self.ended.wait(settings.NEWSLETTER_LEASE / 3) and time.monotonic() < until:
                try:
                    ledger.renew(self.held, self.now())
                except Error as error:  # next time it may be back; recheck_recipients() sees what is lost
                    log.warning("Leases could not be renewed: %s", type(error).__name__)
        finally:
            connection.close()  # this thread's own
