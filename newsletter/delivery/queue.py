"""The newsletter's queue of tasks, and all that we know of django-tasks-db besides its settings.

That package documents its commands only. `db_worker` takes the signals of its process, which a thread may not: so its
Worker runs here. Which tasks wait, run or are done, nothing but its table tells: django-tasks asks for the key of a
task. tests/sending/test_upstream_tasks.py fails when what is used here changes; nobody else uses any of it.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

BACKEND = QUEUE = "newsletter"
RESULTS_KEPT = timedelta(days=1)


def list_tasks(*statuses: TaskResultStatus) -> Any:
    """Return the newsletter's tasks with one of these `statuses`, a queryset."""
    return DBTaskResult.objects.filter(backend_name=BACKEND, status__in=statuses)


def count_waiting(*args: Any) -> int:
    """Return how many tasks with these arguments nobody has begun."""
    return int(list_tasks(TaskResultStatus.READY).filter(args_kwargs={"args": [*args], "kwargs": {}}).count())


def is_left_waiting(now: datetime, patience: timedelta) -> bool:
    """Tell whether a task has waited for longer than `patience`.

    What was enqueued later than `now`, before a clock was set back, is not waited for either.
    """
    waiting = list_tasks(TaskResultStatus.READY)
    return bool(waiting.exclude(enqueued_at__gt=now - patience, enqueued_at__lte=now).exists())


def forget_dead(now: datetime, lasts: timedelta) -> None:
    """Forget tasks that have run for longer than one `lasts`: their worker died. Forget old results too."""
    running = list_tasks(TaskResultStatus.RUNNING)
    dead = running.exclude(started_at__range=(now - lasts, now + lasts))  # the latter by a clock set back since
    dead.update(status=TaskResultStatus.FAILED, finished_at=now)  # not deleted: one that lives after all ends its task
    done = list_tasks(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    done.filter(finished_at__lt=now - RESULTS_KEPT).delete()


def run_queue() -> None:
    """Do every task that is ready, and return."""
    Worker(
        queue_names=[QUEUE],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=f"background-{os.getpid()}",
        excluded_queue_names=[],
    ).run()
