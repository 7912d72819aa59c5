"""Two workers and a ticking process, to be killed: `python -m tests.sending.chaos COUNT`.

Makes COUNT readers and an issue, prints a worker's process id each time it starts one, and starts another for each that
dies. Ends when everything is sent. Workers are those of `manage.py db_worker`, forked so that a new one starts at once.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable

import django

WORKERS = 2
PAUSE = 0.1  # seconds between two ticks


def prepare(count: int) -> None:
    from django.utils import timezone

    from newsletter.models import Subscriber
    from tests.factories import IssueFactory

    Subscriber.objects.bulk_create(
        (
            Subscriber(email=f"personne{n}@exemple.fr", status="active", rhythm="each", language="fr")
            for n in range(count)
        ),
        batch_size=100,
    )
    IssueFactory(send_at=timezone.now())


def work() -> None:
    from django_tasks_db.management.commands.db_worker import Worker

    from newsletter.delivery.queue import BACKEND, QUEUE

    Worker(
        queue_names=[QUEUE],
        interval=0.05,
        batch=False,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=f"chaos-{os.getpid()}",
        excluded_queue_names=[],
    ).run()


def tick_until_done() -> None:
    from django.db import DatabaseError, connection

    from newsletter.delivery.scheduler import tick
    from newsletter.models import Issue

    done = False
    while not done:
        try:
            tick()
            done = Issue.objects.filter(state="done").exists()
        except DatabaseError:  # as cron would: the next one finds a database again
            connection.close()
        time.sleep(PAUSE)


def start(function: Callable[[], None]) -> int:
    """Run `function` in a process of its own; return its id."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        function()
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def start_worker() -> int:
    pid = start(work)
    sys.stdout.write(f"{pid}\n")
    sys.stdout.flush()
    return pid


def main(count: int) -> int:
    django.setup()
    prepare(count)
    ticking = start(tick_until_done)
    workers = set()
    for _number in range(WORKERS):
        workers.add(start_worker())
    try:
        while True:
            pid, status = os.wait()
            if pid == ticking:
                return os.waitstatus_to_exitcode(status)
            workers.remove(pid)
            workers.add(start_worker())
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.sending.chaos_settings")
    sys.exit(main(int(sys.argv[1])))
