"""Who moves the newsletter on: a worker, cron, or the web server's own background; and no faster than allowed."""

import itertools
import tempfile
from datetime import timedelta
from io import StringIO
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from config import gunicorn
from newsletter.delivery import background, pacing, queue, tasks
from newsletter.delivery.scheduler import tick
from newsletter.models import Issue
from newsletter.models.delivery import Pace
from tests.factories import IssueFactory
from tests.sending.conftest import NOON, readers, states
from translations.scheduling import publish_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers leave alone the connection that holds the test's transaction, however old it is."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def waiting(settings: Any) -> Issue:
    """An issue that is due by the machine's own clock."""
    settings.NEWSLETTER_RATE = 0
    readers(3)
    return IssueFactory()


def test_worker_sends_what_a_tick_started(waiting, mailoutbox):
    tick()
    assert not mailoutbox
    call_command(
        "db_worker", "--backend=newsletter", "--queue-name=newsletter", "--batch", "--no-startup-delay", verbosity=0
    )
    assert len(mailoutbox) == 3
    waiting.refresh_from_db()
    assert waiting.state == "done"


def test_cron_alone_sends_too(waiting, mailoutbox):
    call_command("newsletter_tick", "--send", stdout=StringIO())
    assert len(mailoutbox) == 3
    call_command("newsletter_tick", "--send", stdout=StringIO())
    assert len(mailoutbox) == 3


def test_tick_alone_sends_nothing(waiting, mailoutbox):
    call_command("newsletter_tick", stdout=StringIO())
    assert not mailoutbox
    assert states(waiting) == {"waiting": 3}


def test_ticks_enqueue_no_more_than_two_tasks_for_an_issue(waiting):
    for _number in range(5):
        tick()
    assert DBTaskResult.objects.filter(task_path="newsletter.delivery.tasks.send_issue").count() == 2


@pytest.mark.parametrize("days", [-1, 1])
def test_task_of_a_dead_worker_is_replaced(waiting, days):
    tick()
    started = timezone.now() + timedelta(days=days)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=started)
    tick()
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 2
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists()


def test_workers_that_were_killed_keep_no_other_from_sending_at_once(waiting, mailoutbox):
    """Two dead tasks look like two at work, and would until their time is over."""
    tick()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    tick()
    queue.run_queue()
    assert len(mailoutbox) == 3


@pytest.mark.parametrize("days", [-1, 1])
def test_server_does_what_waits_whatever_the_clock_said_when_it_was_enqueued(waiting, mailoutbox, days):
    tick()
    DBTaskResult.objects.update(enqueued_at=timezone.now() + timedelta(days=days))
    background.look()
    assert len(mailoutbox) == 3


def test_results_are_not_kept_for_ever(waiting):
    tick()
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=NOON - timedelta(days=400))
    Issue.objects.all().delete()
    tick()
    assert not DBTaskResult.objects.exists()


def test_server_sends_in_its_background_where_nobody_else_does(waiting, mailoutbox):
    background.look(patience=timedelta(0))
    assert len(mailoutbox) == 3


def test_server_leaves_to_a_worker_what_it_may_yet_take(waiting, mailoutbox):
    background.look()
    assert not mailoutbox
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()


def look_a_few_times(looks: list[Any]) -> None:
    """Run the loop with a look that does each of `looks`, and ends it after the last."""
    stop, left = Event(), iter(looks)

    def look() -> None:
        step = next(left, None)
        if step is None:
            stop.set()
        elif isinstance(step, Exception):
            raise step

    with tempfile.TemporaryFile() as lock:
        background.keep_looking(lock, stop, look, interval=0.001)


def test_fault_in_one_look_does_not_end_the_others(monkeypatch, caplog):
    monkeypatch.setattr(background.connections, "close_all", lambda: None)
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    look_a_few_times([DatabaseError("no such table"), ValueError("fault"), "well"])
    assert "DatabaseError" in caplog.text
    assert "could not be moved on" in caplog.text


def test_only_the_process_that_holds_the_lock_looks(monkeypatch):
    stop, looks = Event(), []

    class Busy:
        tries = 0

        def __call__(self, lock: Any) -> bool:
            self.tries += 1
            if self.tries > 3:
                stop.set()
            return False

    monkeypatch.setattr(background, "holds", Busy())
    with tempfile.TemporaryFile() as lock:
        background.keep_looking(lock, stop, lambda: looks.append(1), interval=0.001)
    assert looks == []


def test_newsletter_on_its_way_holds_up_no_publication():
    published, released = Event(), Event()

    def send() -> None:
        released.wait(10)

    with tempfile.TemporaryFile() as lock:
        end = background.begin(lock, {"newsletter": (send, 0.001), "schedule": (published.set, 0.001)})
        try:
            assert published.wait(10)
        finally:
            released.set()
            end()
            tasks.stop.clear()


@pytest.mark.parametrize("sends", [False, True])
def test_server_publishes_whoever_sends(monkeypatch, sends):
    begun: list[Any] = []
    monkeypatch.setattr(gunicorn.environment, "NEWSLETTER_IN_SERVER", sends)
    monkeypatch.setattr(background, "begin", lambda lock, looks: begun.append(looks))
    monkeypatch.setattr(gunicorn, "ends", [])
    gunicorn.post_worker_init(None)
    looks = [look for look, _interval in begun[0].values()]
    assert publish_due in looks
    assert (background.look in looks) == sends


def test_tasks_asked_to_stop_send_nothing(waiting, mailoutbox):
    tasks.stop.set()
    try:
        tick()
        tasks.send_issue.call(waiting.pk)
    finally:
        tasks.stop.clear()
    assert not mailoutbox


def test_task_of_an_issue_that_is_no_longer_sent_does_nothing(waiting, mailoutbox):
    assert tasks.send_issue.call(waiting.pk) == 0
    assert tasks.send_issue.call(10**9) == 0
    tasks.move_on.call()
    assert Issue.objects.get().state == "sending"


def test_newsletter_has_a_queue_of_its_own():
    assert queue.BACKEND == tasks.send_issue.backend == tasks.send_issue.queue_name == "newsletter"


# Pace


def test_messages_keep_the_pace(issue, send, server, clock, settings):
    readers(30)
    tick(clock.now)
    issue.refresh_from_db()
    settings.NEWSLETTER_RATE = 10
    from newsletter.delivery.sending import Sender

    Sender(issue, open_line=server.open_line, now=clock, sleep=clock.sleep).run()
    times = [(sent.at - NOON).total_seconds() for sent in server.sent]
    assert times == pytest.approx([number / 10 for number in range(30)])


def test_pace_holds_for_all_workers_together(settings, clock):
    settings.NEWSLETTER_RATE = 10
    first = pacing.reserve_slots(["a.fr"] * 20, NOON)
    second = pacing.reserve_slots(["a.fr"] * 20, NOON)
    times = sorted((slot.at - NOON).total_seconds() for slot in [*first, *second])
    assert times == pytest.approx([number / 10 for number in range(40)])


def test_slow_domain_holds_up_nobody_else(settings):
    settings.NEWSLETTER_RATE, settings.NEWSLETTER_DOMAIN_RATE = 0, 1
    slots = pacing.reserve_slots(["slow.fr"] * 40 + ["other.fr"], NOON)
    assert [slot.back for slot in slots] == [False] * 31 + [True] * 9 + [False]
    assert slots[-1].at == NOON
    assert all(slot.at > NOON + pacing.HORIZON for slot in slots if slot.back)


def test_domain_pace_is_kept_and_everything_arrives(issue, send, server, clock, settings):
    readers(50)
    settings.NEWSLETTER_DOMAIN_RATE = 1
    for _number in range(4):
        send()
        clock.go_on(seconds=30)
    times = sorted((sent.at - NOON).total_seconds() for sent in server.sent)
    assert len(times) == 50
    assert all(later - earlier >= 0.999 for earlier, later in itertools.pairwise(times))


def test_clock_set_back_stops_no_pace(settings):
    settings.NEWSLETTER_RATE = 1
    pacing.reserve_slots(["a.fr"], NOON)
    (slot,) = pacing.reserve_slots(["a.fr"], NOON - timedelta(days=1))
    assert slot.at == NOON - timedelta(days=1)


def test_paces_are_forgotten(settings):
    settings.NEWSLETTER_RATE = 1
    pacing.reserve_slots(["a.fr"], NOON)
    pacing.forget_paces(NOON + timedelta(days=2))
    assert not Pace.objects.exists()
