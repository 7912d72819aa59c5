"""What a worker does: `manage.py db_worker --backend newsletter --queue-name newsletter`."""

from __future__ import annotations

from threading import Event

from django_tasks import task

from ..models import Issue
from .queue import BACKEND, QUEUE
from .scheduler import tick
from .sending import Sender

stop = Event()  # set when the process is about to end: the message under way is finished, and no other begun


@task(backend=BACKEND, queue_name=QUEUE)
def send_issue(issue_pk: int) -> int:
    """Send what is due of an issue, for some minutes at most; return how many messages were accepted."""
    issue = Issue.objects.filter(pk=issue_pk, state=Issue.State.SENDING).first()
    if issue is None:
        return 0
    accepted = Sender(issue, stop=stop).run()
    tick_soon()
    return accepted


@task(backend=BACKEND, queue_name=QUEUE)
def move_on() -> None:
    """Do at once what the next tick would do: an editor who sends now need not wait for cron."""
    tick()


def tick_soon() -> None:
    """After a task, close what is done and enqueue what is left."""
    if not stop.is_set():
        move_on.enqueue()
