"""A service that does not answer is left alone for a moment: nobody else waits for it, and the log says so once."""

import logging
from threading import Lock
from time import monotonic

log = logging.getLogger(__name__)


class Outage:
    """Whether a service is away, as this process has found: one for all its threads."""

    def __init__(self, service: str, pause: float) -> None:
        """:param service: what the log calls it
        :param pause: seconds for which it is not asked again; after these, one thread asks, the others go on without
        """
        self.service = service
        self.pause = pause
        self.lock = Lock()
        self.ends_at: float | None = None  # of the pause; None: no outage

    @property
    def is_on(self) -> bool:
        return self.ends_at is not None

    @property
    def is_paused(self) -> bool:
        """Tell whether nobody may ask now; who only wants to know does not become the one who asks."""
        return self.ends_at is not None and monotonic() < self.ends_at

    def may_ask(self) -> bool:
        """Tell whether to ask the service; who is told so reports by `begin` or `end` how it went."""
        with self.lock:
            if self.ends_at is not None and monotonic() < self.ends_at:
                return False
            if self.ends_at is not None:
                self.ends_at = monotonic() + self.pause
            return True

    def begin(self, error: BaseException) -> None:
        """Note that it did not answer. `error` is named, not quoted: its words may hold what was asked."""
        with self.lock:
            is_new, self.ends_at = self.ends_at is None, monotonic() + self.pause
        if is_new:
            log.error("%s does not answer (%s).", self.service, type(error).__name__)

    def end(self) -> None:
        """Note that it answered."""
        if self.ends_at is not None:
            self.ends_at = None
            log.warning("%s answers again.", self.service)
