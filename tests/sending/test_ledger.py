"""Each rule of the ledger, with a clock that only tests move."""

from datetime import timedelta

import pytest

from newsletter.delivery import ledger
from newsletter.delivery.issuing import cancel, pause, resume_issue, retry
from newsletter.delivery.scheduler import tick
from newsletter.delivery.sending import REFUSALS
from newsletter.models import Issue
from newsletter.models.delivery import BACK_OFF, Delivery
from newsletter.subscriptions.unsubscribing import unsubscribe
from tests.factories import IssueFactory, TopicFactory
from tests.sending.conftest import DEFERRED, DOWN, REJECTED, readers, states

pytestmark = pytest.mark.django_db


def test_issue_goes_once_to_each_active_reader_of_its_language_and_rhythm(issue, send, server):
    chosen = readers(3)
    readers(1, language="en"), readers(1, rhythm="weekly"), readers(1, status="pending")
    readers(1, status="unsubscribed", email=None)
    send()
    send()
    assert server.addresses == sorted(reader.email for reader in chosen)
    issue.refresh_from_db()
    assert issue.state == Issue.State.DONE
    assert states(issue) == {"accepted": 3}


def test_readers_of_other_topics_get_nothing(clock, send, server):
    work, health = TopicFactory(), TopicFactory()
    issue = IssueFactory(send_at=clock.now)
    article = issue.articles.get()
    article.topics.set([work])
    article.save()
    everything, about_work, about_health = readers(3)
    about_work.topics.set([work, health])
    about_health.topics.set([health])
    send()
    assert server.addresses == sorted([everything.email, about_work.email])


def test_making_deliveries_again_makes_none(issue, send, clock):
    readers(2)
    send()
    assert ledger.make_deliveries(issue, clock.now) == 0


def test_issue_waits_for_its_time(issue, send, server, clock):
    readers(1)
    Issue.objects.update(send_at=clock.now + timedelta(hours=1))
    send()
    assert server.tries == 0
    clock.go_on(hours=1)
    send()
    assert len(server.sent) == 1


def test_deferred_message_comes_again_after_each_step_and_is_given_up_after_48_hours(issue, send, server, clock):
    (reader,) = readers(1)
    server.answers[reader.email] = DEFERRED
    begun, tries = clock.now, []
    while Delivery.objects.filter(state="rejected").count() == 0:
        clock.go_on(seconds=-1)
        send()
        before = server.tries  # and none was made a second before its time
        clock.go_on(seconds=1)
        send()
        if server.tries > before:
            tries.append(clock.now - begun)
        clock.now = max(clock.now, issue.deliveries.get().due_at)
    minutes = [round(moment.total_seconds() / 60) for moment in tries]
    assert minutes == [0, 5, 20, 80, 320, 1040, 1760, 2480, 2880]
    assert issue.deliveries.get().answer == DEFERRED.answer


def test_back_off_is_the_one_agreed():
    assert [step.total_seconds() / 60 for step in BACK_OFF] == [5, 15, 60, 240, 720]


def test_rejected_message_is_a_dead_letter_that_can_be_tried_again(issue, send, server, admin_user):
    reader, _other = readers(2)
    server.answers[reader.email] = REJECTED
    send()
    assert states(issue) == {"rejected": 1, "accepted": 1}
    dead = issue.deliveries.get(state="rejected")
    assert (dead.code, dead.answer) == (550, "5.1.1 No such user")
    server.answers.clear()
    assert retry(issue=issue, user=admin_user) == 1
    send()
    assert states(issue) == {"accepted": 2}
    assert len(server.sent) == 2


def test_server_that_goes_away_pauses_the_issue_and_no_recipient(issue, send, server, clock):
    readers(5)
    server.answer = DOWN
    send()
    issue.refresh_from_db()
    assert (issue.state, issue.pause) == ("paused", "server")
    assert server.tries == 1
    assert states(issue) == {"waiting": 5}
    assert not issue.deliveries.exclude(attempts=0).exists()


def test_pause_ends_by_itself_and_grows_while_the_server_stays_away(issue, send, server, clock):
    readers(1)
    server.answer = DOWN
    lengths = []
    for _number in range(8):
        send()
        issue.refresh_from_db()
        lengths.append(round((issue.paused_until - clock.now).total_seconds() / 60))
        clock.now = issue.paused_until + timedelta(seconds=1)
    assert lengths == [1, 2, 5, 15, 30, 60, 60, 60]
    server.answer = None
    send()
    issue.refresh_from_db()
    assert issue.state == "done"
    assert issue.pauses == 0


def test_message_that_no_server_bears_lets_the_others_go_first(issue, send, server, clock):
    bad, *others = readers(4)
    server.answers[bad.email] = DOWN
    for _number in range(3):
        send()
        clock.go_on(minutes=10)
    assert server.addresses == sorted(reader.email for reader in others)
    clock.go_on(hours=48)
    send()
    send()
    assert states(issue) == {"accepted": 3, "rejected": 1}


def test_server_that_refuses_one_after_the_other_stops_the_issue_until_an_editor_resumes(
    issue, send, server, clock, admin_user
):
    readers(REFUSALS + 10)
    server.answer = REJECTED
    send()
    clock.go_on(days=1)
    send()
    issue.refresh_from_db()
    assert (issue.state, issue.pause) == ("paused", "refused")
    assert states(issue) == {"rejected": REFUSALS, "waiting": 10}
    server.answer = None
    resume_issue(issue=issue, user=admin_user)
    send()
    assert states(issue) == {"rejected": REFUSALS, "accepted": 10}


def test_who_unsubscribes_while_it_goes_out_gets_nothing(issue, send, server):
    readers(1)
    (last,) = readers(1)
    server.before = lambda address: unsubscribe(subscriber=last, form_language="fr") if address != last.email else None
    Delivery.objects.none()
    send()
    assert last.email not in server.addresses
    assert states(issue) == {"accepted": 1, "skipped": 1}


def test_who_changed_language_or_rhythm_since_gets_nothing(issue, send, server, clock):
    first, second = readers(2)
    tick(clock.now)
    type(first).objects.filter(pk=first.pk).update(rhythm="weekly")
    type(first).objects.filter(pk=second.pk).update(language="en")
    send()
    assert server.tries == 0
    assert states(issue) == {"skipped": 2}


@pytest.mark.parametrize("act", [pause, cancel])
def test_pausing_and_cancelling_stop_at_the_next_message(issue, send, server, admin_user, act):
    readers(3)
    server.before = lambda address: act(issue=issue, user=admin_user)
    send()
    assert len(server.sent) == 1
    assert states(issue) == {"accepted": 1, "waiting": 2}


def test_paused_issue_goes_on_where_it_was(issue, send, server, admin_user):
    readers(3)
    server.before = lambda address: pause(issue=issue, user=admin_user)
    send()
    server.before = lambda address: None
    send()
    assert len(server.sent) == 1
    resume_issue(issue=issue, user=admin_user)
    send()
    assert len({sent.to for sent in server.sent}) == len(server.sent) == 3
