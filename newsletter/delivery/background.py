"""Publishing at a date, daily work and sending in the web server's own background, where neither a worker nor cron does
it: newsletters, and emails that visitors' requests made (mail/queue.py).

One of gunicorn's workers runs a thread for each; which worker, a lock decides that its process lets go of when it ends,
however it ends. A task that some other worker takes is never waited for: only what nobody has begun for a while is done
here.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Event, Thread
from typing import IO

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from mail.queue import send_due_emails
from translations.scheduling import publish_due

from . import tasks
from .daily_work import do_daily_work
from .queue import is_left_waiting, run_queue
from .scheduler import tick

INTERVAL = 5.0  # seconds between two looks
DAILY_INTERVAL = 60.0  # between two looks for what is to be done once a day
EMAIL_INTERVAL = 2.0  # between two looks for emails that a visitor waits for
PATIENCE = timedelta(seconds=10)  # how long others may take to begin a task

Look = tuple[Callable[[], object], float]  # what to do, and how many seconds to wait before it is done again

log = logging.getLogger(__name__)


def holds(lock: IO[bytes]) -> bool:
    """Take `lock`, a file that all workers inherited, or see that this process has it; another's is not waited for."""
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def look(*, patience: timedelta = PATIENCE) -> None:
    """Tick, and do what nobody else has begun."""
    tick()
    if is_left_waiting(timezone.now(), patience):
        run_queue()


def send_emails() -> None:
    send_due_emails(stop=tasks.stop)


def keep_looking(
    lock: IO[bytes],
    stop: Event,
    look: Callable[[], object] = look,
    interval: float = INTERVAL,
    about: str = "The newsletter",
) -> None:
    """Look every `interval` seconds, if `lock` is ours, until `stop` is set.

    :param about: what is looked at, for the log
    """
    while not stop.wait(interval):
        if not holds(lock):
            continue
        close_old_connections()
        try:
            look()
        except DatabaseError as error:  # not migrated yet, or away: the next look may find it
            log.warning("%s could not be looked at: %s", about, type(error).__name__)
        except Exception:
            log.exception("%s could not be moved on.", about)
        finally:
            connections.close_all()


PUBLISHING_JOBS: dict[str, Look] = {
    "The schedule": (publish_due, INTERVAL),
    "The daily work": (do_daily_work, DAILY_INTERVAL),
}
SENDING: dict[str, Look] = {
    "The newsletter": (look, INTERVAL),
    "The queue of emails": (send_emails, EMAIL_INTERVAL),
}


def begin(lock: IO[bytes], looks: Mapping[str, Look]) -> Callable[[], None]:
    """Start a thread for each of `looks`, by what it is about; return what ends them, after the message under way.

    None waits for another: a newsletter takes hours, and a mail server that stalls must keep nothing else, neither an
    email that a visitor waits for nor a page whose time has come, from its time.
    """
    threads = [
        Thread(target=keep_looking, args=(lock, tasks.stop, look, interval, about), name=about, daemon=True)
        for about, (look, interval) in looks.items()
    ]
    for thread in threads:
        thread.start()

    def end() -> None:
        tasks.stop.set()
        for thread in threads:
            thread.join(5)

    return end
